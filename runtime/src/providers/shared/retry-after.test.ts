import { expect, test } from "vitest";
import type { ResponseHeaders } from "../adapter.ts";
import { retryAfterMs } from "./retry-after.ts";

const now = Date.UTC(2026, 0, 1, 12, 0, 0);
const google = '{"error":{"details":[{"@type":"x"},{"retryDelay":"34.4s"}]}}';

test.each<[name: string, headers: ResponseHeaders, body: string, expected: number | undefined]>([
  ["seconds", { "retry-after": "7" }, "", 7000],
  ["parts of seconds", { "retry-after": "0.25" }, "", 250],
  ["zero is an answer", { "retry-after": "0" }, "", 0],
  ["an HTTP date", { "retry-after": "Thu, 01 Jan 2026 12:00:30 GMT" }, "", 30_000],
  ["a date that is past", { "retry-after": "Thu, 01 Jan 2026 11:00:00 GMT" }, "", 0],
  [
    "a date against the answer's own",
    { "retry-after": "Thu, 01 Jan 2026 10:00:05 GMT", date: "Thu, 01 Jan 2026 10:00:00 GMT" },
    "",
    5000,
  ],
  ["a date as RFC 850 wrote it", { "retry-after": "Thursday, 01-Jan-26 12:00:30 GMT" }, "", 30_000],
  [
    "a date as C writes it, which is GMT wherever the gateway runs",
    { "retry-after": "Thu Jan  1 12:00:30 2026" },
    "",
    30_000,
  ],
  [
    "an allowance that is used up, not one of which something is left",
    {
      "x-ratelimit-remaining-requests": "0",
      "x-ratelimit-reset-requests": "1m6.5s",
      "x-ratelimit-remaining-tokens": "900",
      "x-ratelimit-reset-tokens": "6m0s",
    },
    "",
    66_500,
  ],
  ["an allowance in milliseconds", { "x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "20ms" }, "", 20],
  [
    "an allowance in plain seconds",
    { "x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "12" },
    "",
    12_000,
  ],
  [
    "Anthropic's allowances: the last of those that are used up",
    {
      "anthropic-ratelimit-requests-remaining": "0",
      "anthropic-ratelimit-requests-reset": "2026-01-01T12:00:04Z",
      "anthropic-ratelimit-input-tokens-remaining": "0",
      "anthropic-ratelimit-input-tokens-reset": "2026-01-01T12:00:15Z",
    },
    "",
    15_000,
  ],
  [
    "what the header says counts more than an allowance",
    { "retry-after": "2", "x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "9s" },
    "",
    2000,
  ],
  [
    "an allowance without a time",
    { "x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "soon" },
    "",
    undefined,
  ],
  ["milliseconds", { "retry-after-ms": "1500" }, "", 1500],
  ["Azure's milliseconds", { "x-ms-retry-after-ms": "2500", "retry-after": "3" }, "", 2500],
  ["several values", { "retry-after": ["4", "9"] }, "", 4000],
  ["Google's body", {}, google, 34_400],
  ["Google's body in a list", {}, `[${google}]`, 34_400],
  ["nothing", {}, "{}", undefined],
  ["nonsense", { "retry-after": "soon" }, '{"error":{"details":[{"retryDelay":5}]}}', undefined],
  ["a negative number", { "retry-after": "-5" }, "", undefined],
  ["broken JSON", {}, '{"retryDelay', undefined],
])("%s", (_, headers, body, expected) => {
  expect(retryAfterMs(headers, body, now)).toBe(expected);
});

test("a date without any clock to compare it with says nothing", () => {
  expect(retryAfterMs({ "retry-after": "Thu, 01 Jan 2026 12:00:30 GMT" }, "", undefined)).toBeUndefined();
});
