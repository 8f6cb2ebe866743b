import { classifyError } from "../../protocols/bedrock-converse/classify-error.ts";
import type { ProviderFailure } from "../../protocols/failure.ts";
import { parseJson } from "../../protocols/shared/json.ts";
import type { ResponseHeaders } from "../adapter.ts";
import { headerValue, retryAfterMs } from "../shared/retry-after.ts";

/** Reads an answer of AWS that is not 2xx. Never throws. */
export function readFailure(status: number, headers: ResponseHeaders, body: string, now?: number): ProviderFailure {
  const type = headerValue(headers, "x-amzn-errortype");
  return classifyError(type, parseJson(body), status, retryAfterMs(headers, body, now));
}
