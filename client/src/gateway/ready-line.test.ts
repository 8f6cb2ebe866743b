import { expect, test } from "vitest";
import { parseReadyLine } from "./ready-line.ts";

test("the line of a gateway that listens", () => {
  expect(parseReadyLine('{"url":"http://127.0.0.1:4180","key":"fl_x","generation":"gen_1"}')).toEqual({
    url: "http://127.0.0.1:4180",
    key: "fl_x",
  });
});

test("a gateway that made no key", () => {
  expect(parseReadyLine('{"url":"https://x","key":null}')).toEqual({ url: "https://x", key: undefined });
});

test.each(["", "Gateway on http://127.0.0.1", "null", "[]", '{"url":7}', '{"url":"file:///etc"}', '{"key":"x"}'])(
  "%j is not it",
  (line) => expect(parseReadyLine(line)).toBeUndefined(),
);
