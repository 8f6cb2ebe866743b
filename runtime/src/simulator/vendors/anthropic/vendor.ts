/** Anthropic: keys in `x-api-key` or as bearer tokens, messages, counts of tokens, models. */
import { NO_PREFILL, withBegunAnswer } from "../begun-answer.ts";
import { isGoodKey } from "../keys.ts";
import type { Vendor } from "../vendor.ts";
import { anthropicError, invalidRequest, refuseAnthropic } from "./errors.ts";
import { message } from "./message.ts";
import { readMessagesCall } from "./read-call.ts";
import { anthropicStream } from "./stream.ts";

export const anthropic: Vendor = {
  name: "anthropic",
  filterWords: undefined,
  async authenticate(request, provider, profile) {
    const bearer = /^Bearer\s+(.+)$/i.exec(request.headers.authorization ?? "")?.[1];
    const key = request.headers["x-api-key"] ?? bearer;
    if (key === undefined) return anthropicError(401, "authentication_error", "x-api-key header is required");
    return isGoodKey(key, provider, profile)
      ? undefined
      : anthropicError(401, "authentication_error", "invalid x-api-key");
  },
  readCall: (request, endpoint, profile) =>
    withBegunAnswer(readMessagesCall(request, { needsLimit: endpoint.kind === "chat" }), profile, NO_PREFILL),
  invalid: invalidRequest,
  refuse: refuseAnthropic,
  plain: message,
  stream: anthropicStream,
  countTokens: (inputTokens) => ({
    status: 200,
    headers: { "content-type": "application/json", "request-id": "req_simulated" },
    body: JSON.stringify({ input_tokens: inputTokens }),
  }),
  models: (ids) => ({
    status: 200,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      data: ids.map((id) => ({ type: "model", id, display_name: id, created_at: "2026-01-01T00:00:00Z" })),
      has_more: false,
      first_id: ids[0] ?? null,
      last_id: ids.at(-1) ?? null,
    }),
  }),
  unknownPath: () => anthropicError(404, "not_found_error", "Not found"),
};
