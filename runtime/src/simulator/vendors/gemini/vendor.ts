/** Google's Gemini API, and Vertex AI, which takes an access token instead of a key. */
import { withBegunAnswer } from "../begun-answer.ts";
import { isGoodKey } from "../keys.ts";
import type { Vendor } from "../vendor.ts";
import { geminiAnswer } from "./answer.ts";
import { googleError, invalidArgument, missingKey, refuseGemini, wrongKey } from "./errors.ts";
import { readGeminiCall } from "./read-call.ts";
import { geminiStream } from "./stream.ts";

export const gemini: Vendor = {
  name: "gemini",
  // What its filter catches is an answer without content.
  filterWords: "",
  async authenticate(request, provider, profile) {
    const bearer = /^Bearer\s+(.+)$/i.exec(request.headers.authorization ?? "")?.[1];
    const query = new URL(request.url, "http://simulator").searchParams.get("key");
    const key = request.headers["x-goog-api-key"] ?? bearer ?? query ?? undefined;
    if (key === undefined) return missingKey();
    return isGoodKey(key, provider, profile) ? undefined : wrongKey();
  },
  readCall: (request, endpoint, profile) =>
    withBegunAnswer(
      readGeminiCall(request, endpoint.model ?? "", endpoint.stream === true),
      profile,
      "Requests ending with a model turn are not supported unless the last part is a function response.",
    ),
  invalid: invalidArgument,
  refuse: (kind, _model, retryAfterMs) => refuseGemini(kind, retryAfterMs),
  plain: geminiAnswer,
  stream: geminiStream,
  countTokens: (totalTokens) => ({
    status: 200,
    headers: { "content-type": "application/json; charset=UTF-8" },
    body: JSON.stringify({ totalTokens, promptTokensDetails: [{ modality: "TEXT", tokenCount: totalTokens }] }),
  }),
  models: (ids) => ({
    status: 200,
    headers: { "content-type": "application/json; charset=UTF-8" },
    body: JSON.stringify({ models: ids.map((id) => ({ name: `models/${id}` })) }),
  }),
  unknownPath: (_method, path) =>
    googleError(404, "NOT_FOUND", `The requested URL ${path} was not found on this server.`),
};
