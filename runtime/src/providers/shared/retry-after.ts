import { isObject, parseJson } from "../../protocols/shared/json.ts";
import type { ResponseHeaders } from "../adapter.ts";

/** The first value of a header, or undefined. */
export function headerValue(headers: ResponseHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/**
 * How long a provider asks to be left alone, in milliseconds, or undefined where it does not say. Reads
 * `retry-after-ms` and `x-ms-retry-after-ms` (OpenAI, Azure), `retry-after` in seconds or as an HTTP date (RFC 9110,
 * section 10.2.3), and a `retryDelay` of seconds in the body (Google's RetryInfo). A date counts from the answer's
 * own `date` where it has one, so that clocks that differ do no harm, and else from `now`, milliseconds since 1970.
 */
export function retryAfterMs(headers: ResponseHeaders, body: string, now: number | undefined): number | undefined {
  for (const name of ["retry-after-ms", "x-ms-retry-after-ms"]) {
    const milliseconds = nonNegative(headerValue(headers, name));
    if (milliseconds !== undefined) return Math.ceil(milliseconds);
  }
  const value = headerValue(headers, "retry-after")?.trim();
  if (value) {
    const seconds = nonNegative(value);
    if (seconds !== undefined) return Math.ceil(seconds * 1000);
    // Date.parse takes nearly anything for a date, a negative number too: an HTTP date begins with a day's name.
    const date = /^[A-Za-z]{3}/.test(value) ? Date.parse(value) : Number.NaN;
    const from = Date.parse(headerValue(headers, "date") ?? "");
    const reference = Number.isNaN(from) ? now : from;
    if (!Number.isNaN(date) && reference !== undefined) return Math.max(0, date - reference);
  }
  return retryDelayMs(body);
}

function nonNegative(value: string | undefined): number | undefined {
  return value !== undefined && /^\d{1,9}(?:\.\d+)?$/.test(value.trim()) ? Number(value) : undefined;
}

function retryDelayMs(body: string): number | undefined {
  if (!body.includes("retryDelay")) return undefined;
  const parsed = parseJson(body);
  // Google answers a list of one error in some of its APIs.
  const answer = Array.isArray(parsed) ? parsed[0] : parsed;
  const error = isObject(answer) && isObject(answer.error) ? answer.error : undefined;
  if (!Array.isArray(error?.details)) return undefined;
  for (const detail of error.details) {
    const delay = isObject(detail) ? detail.retryDelay : undefined;
    const seconds = typeof delay === "string" && delay.endsWith("s") ? nonNegative(delay.slice(0, -1)) : undefined;
    if (seconds !== undefined) return Math.ceil(seconds * 1000);
  }
  return undefined;
}
