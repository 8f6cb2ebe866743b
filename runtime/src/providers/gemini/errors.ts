import type { ProviderFailure } from "../../protocols/failure.ts";
import { classifyError } from "../../protocols/gemini/classify-error.ts";
import { parseJson } from "../../protocols/shared/json.ts";
import type { ResponseHeaders } from "../adapter.ts";
import { retryAfterMs } from "../shared/retry-after.ts";

/** Reads an answer of Google that is not 2xx. Never throws. */
export function readFailure(status: number, headers: ResponseHeaders, body: string, now?: number): ProviderFailure {
  return classifyError(parseJson(body), status, retryAfterMs(headers, body, now));
}
