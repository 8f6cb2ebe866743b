import { expect, test } from "vitest";
import { headerValue } from "./header-value.ts";

test.each([
  ["m@provider", "m@provider"],
  ["/metadata/città", "/metadata/citt%C3%A0"],
  ["a\r\nset-cookie: x", "a%0D%0Aset-cookie: x"],
  ["\u{1f980}", "%F0%9F%A6%80"],
  ["\ud800", "%EF%BF%BD"],
])("%j becomes %s", (text, expected) => {
  expect(headerValue(text)).toBe(expected);
});

test("a long text is cut", () => {
  expect(headerValue("x".repeat(5000))).toHaveLength(1027);
});
