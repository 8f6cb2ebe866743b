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
