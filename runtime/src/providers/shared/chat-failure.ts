import type { ProviderFailure } from "../../protocols/failure.ts";
import { classifyError } from "../../protocols/openai-chat/classify-error.ts";
import { isObject, parseJson } from "../../protocols/shared/json.ts";
import type { ResponseHeaders } from "../adapter.ts";
import { plainText } from "./plain-text.ts";
import { retryAfterMs } from "./retry-after.ts";

/** Reads an answer that is not 2xx from a host of OpenAI's protocol: JSON, HTML of a proxy, or nothing. Never throws. */
export function readChatFailure(status: number, headers: ResponseHeaders, body: string, now?: number): ProviderFailure {
  const parsed = parseJson(body);
  const error = Array.isArray(parsed) ? parsed[0] : parsed;
  const failure = classifyError(
    isObject(error) ? error : { message: plainText(body) },
    status,
    retryAfterMs(headers, body, now),
  );
  const refuses = failure.failure === "invalid-request" && /stream_options|include_usage/.test(body);
  return refuses ? { ...failure, refusesStreamUsage: true } : failure;
}
