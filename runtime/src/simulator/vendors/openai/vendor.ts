/** OpenAI, and hosts that speak as it does: bearer keys, chat completions, models. */
import { isGoodKey } from "../keys.ts";
import type { Vendor } from "../vendor.ts";
import { completion, NO_EXTRAS } from "./completion.ts";
import { invalidRequest, missingKey, openaiError, refuseOpenai, wrongKey } from "./errors.ts";
import { readOpenaiCall } from "./read-call.ts";
import { openaiStream } from "./stream.ts";

export const openai: Vendor = {
  name: "openai",
  filterWords: undefined,
  async authenticate(request, provider, profile) {
    const key = /^Bearer\s+(.+)$/i.exec(request.headers.authorization ?? "")?.[1];
    if (key === undefined) return missingKey();
    return isGoodKey(key, provider, profile) ? undefined : wrongKey(key);
  },
  readCall: (request, endpoint, profile) =>
    readOpenaiCall(request, { modelInPath: endpoint.model, streamUsage: profile.streamUsage }),
  invalid: invalidRequest,
  refuse: refuseOpenai,
  plain: (reply, elapsedMs) => completion(reply, elapsedMs, NO_EXTRAS),
  stream: (reply, { includeUsage }) => openaiStream(reply, { includeUsage, extras: NO_EXTRAS, first: [] }),
  models: (ids, now) => ({
    status: 200,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      object: "list",
      data: ids.map((id) => ({ id, object: "model", created: Math.floor(now / 1000), owned_by: "simulator" })),
    }),
  }),
  unknownPath: (method, path) => openaiError(404, `Invalid URL (${method} ${path})`, "invalid_request_error"),
};
