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
 * section 10.2.3), a `retryDelay` of seconds in the body (Google's RetryInfo), and where there is none of these when
 * an allowance that is used up is whole again (`x-ratelimit-reset-*` of OpenAI, Azure and their imitators,
 * `anthropic-ratelimit-*-reset`). A date counts from the answer's own `date` where it has one, so that clocks that
 * differ do no harm, and else from `now`, milliseconds since 1970.
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
    const waiting = until(httpDate(value), headers, now);
    if (waiting !== undefined) return waiting;
  }
  return retryDelayMs(body) ?? resetMs(headers, now);
}

/** Milliseconds since 1970, or NaN. */
function httpDate(value: string): number {
  // Date.parse takes nearly anything for a date, a negative number too: an HTTP date begins with a day's name. Its
  // oldest form, that of C's asctime, names no zone and means GMT like the others.
  if (!/^[A-Za-z]{3}/.test(value)) return Number.NaN;
  return Date.parse(/\d{4}$/.test(value) ? `${value} GMT` : value);
}

function until(date: number, headers: ResponseHeaders, now: number | undefined): number | undefined {
  const from = Date.parse(headerValue(headers, "date") ?? "");
  const reference = Number.isNaN(from) ? now : from;
  return Number.isNaN(date) || reference === undefined ? undefined : Math.max(0, date - reference);
}

/** Each allowance that a provider counts: what is left of it, and when it is whole again. */
const ALLOWANCES: readonly (readonly [remaining: string, reset: string])[] = [
  ["x-ratelimit-remaining-requests", "x-ratelimit-reset-requests"],
  ["x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens"],
  ["anthropic-ratelimit-requests-remaining", "anthropic-ratelimit-requests-reset"],
  ["anthropic-ratelimit-tokens-remaining", "anthropic-ratelimit-tokens-reset"],
  ["anthropic-ratelimit-input-tokens-remaining", "anthropic-ratelimit-input-tokens-reset"],
  ["anthropic-ratelimit-output-tokens-remaining", "anthropic-ratelimit-output-tokens-reset"],
];

/** When the last of the allowances that are used up is whole again. */
function resetMs(headers: ResponseHeaders, now: number | undefined): number | undefined {
  let latest: number | undefined;
  for (const [remaining, reset] of ALLOWANCES) {
    if (nonNegative(headerValue(headers, remaining)) !== 0) continue;
    const value = headerValue(headers, reset)?.trim() ?? "";
    const waiting = durationMs(value) ?? until(Date.parse(/^\d{4}-\d\d-\d\dT/.test(value) ? value : ""), headers, now);
    if (waiting !== undefined) latest = Math.max(latest ?? 0, waiting);
  }
  return latest;
}

const UNIT_MS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** OpenAI's durations, like `6m0s` and `20ms`; Azure's are a number of seconds. */
function durationMs(value: string): number | undefined {
  const seconds = nonNegative(value);
  if (seconds !== undefined) return Math.ceil(seconds * 1000);
  if (!/^(?:\d{1,9}(?:\.\d+)?(?:d|h|ms|m|s))+$/.test(value)) return undefined;
  let total = 0;
  for (const [, number, unit] of value.matchAll(/([\d.]+)([a-z]+)/g))
    total += Number(number) * (UNIT_MS[unit ?? ""] ?? 0);
  return Math.ceil(total);
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
