import { expect, test } from "vitest";
import { maskSecrets } from "./mask-secrets.ts";

test.each([
  ["Incorrect API key provided: sk-proj-abcdefgh12345678.", "Incorrect API key provided: [secret]."],
  ["Incorrect API key provided: sk-ab***************wxyz.", "Incorrect API key provided: [secret]."],
  ["bad token Bearer abc.def-ghi", "bad token [secret]"],
  ["key 0123456789abcdef0123456789abcdef is wrong", "key [secret] is wrong"],
  ["AKIAIOSFODNN7EXAMPLE is not authorised", "[secret] is not authorised"],
  ["Credential=AKIA/20260101/us-east-1, Signature=00ff", "[secret], [secret]"],
  ["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln expired", "[secret] expired"],
  ["The model gpt-5.5 does not exist", "The model gpt-5.5 does not exist"],
  ["deployment acme-prod-gpt-4o-2024-11-20 is asleep", "deployment acme-prod-gpt-4o-2024-11-20 is asleep"],
])("%s", (text, masked) => {
  expect(maskSecrets(text)).toBe(masked);
});

test("a message is cut, even in the middle of a key", () => {
  const masked = maskSecrets(`${"x ".repeat(498)}sk-abcdefghijklmnop`);
  expect(masked.length).toBeLessThan(1020);
  expect(masked).not.toContain("abcdef");
});
