import { classifyError } from "../../protocols/anthropic-messages/classify-error.ts";
import type { ProviderFailure } from "../../protocols/failure.ts";
import { isObject, parseJson } from "../../protocols/shared/json.ts";
import type { ResponseHeaders } from "../adapter.ts";
import { plainText } from "../shared/plain-text.ts";
import { retryAfterMs } from "../shared/retry-after.ts";

/** Reads an answer of Anthropic that is not 2xx: JSON, HTML of a proxy, or nothing. Never throws. */
export function readFailure(status: number, headers: ResponseHeaders, body: string, now?: number): ProviderFailure {
  const parsed = parseJson(body);
  return classifyError(
    isObject(parsed) ? parsed : { message: plainText(body) },
    status,
    retryAfterMs(headers, body, now),
  );
}
