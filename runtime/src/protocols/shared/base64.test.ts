import fc from "fast-check";
import { expect, test } from "vitest";
import { base64ByteLength, isBase64, parseDataUrl } from "./base64.ts";

test("the length of what base64 stands for", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1 }), (bytes) => {
      const text = Buffer.from(bytes).toString("base64");
      expect(isBase64(text)).toBe(true);
      expect(base64ByteLength(text)).toBe(bytes.length);
    }),
  );
});

test.each([
  ["data:image/png;base64,AAEC", { mediaType: "image/png", data: "AAEC" }],
  ["data:IMAGE/JPEG;base64,AAE=", { mediaType: "image/jpeg", data: "AAE=" }],
  ["data:text/plain;charset=utf-8;base64,AAE=", { mediaType: "text/plain", data: "AAE=" }],
  ["data:image/png;base64,not base64!", undefined],
  ["data:image/png;base64,", undefined],
  ["data:image/png,rawtext", undefined],
  ["https://example.com/cat.png", undefined],
])("%s", (url, expected) => {
  expect(parseDataUrl(url)).toEqual(expected);
});
