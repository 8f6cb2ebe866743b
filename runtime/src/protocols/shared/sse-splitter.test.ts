import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SseSplitter } from "./sse-splitter.ts";

/** All events of a text that comes in pieces of the given sizes (then whole). */
function split(text: string, sizes: readonly number[] = []): { data: string | undefined; name: string | undefined }[] {
  const splitter = new SseSplitter();
  const bytes = Buffer.from(text);
  const events = [];
  let at = 0;
  for (const size of sizes) {
    events.push(...splitter.push(bytes.subarray(at, at + size)));
    at += size;
  }
  events.push(...splitter.push(bytes.subarray(at)));
  const last = splitter.finish();
  if (last) events.push(last);
  expect(Buffer.concat(events.map((event) => event.bytes)).toString()).toBe(text);
  return events.map(({ data, name }) => ({ data, name })).filter((event) => event.data !== undefined);
}

describe("one text in every form of line", () => {
  const cases: [name: string, text: string, data: string[]][] = [
    ["LF", "data: a\n\ndata: b\n\n", ["a", "b"]],
    ["CRLF", "data: a\r\n\r\ndata: b\r\n\r\n", ["a", "b"]],
    ["CR", "data: a\r\rdata: b\r\r", ["a", "b"]],
    ["mixed", "data: a\n\r\ndata: b\r\n\n", ["a", "b"]],
    ["no space", "data:a\n\ndata:b\n\n", ["a", "b"]],
    ["two spaces keep one", "data:  a\n\n", [" a"]],
    ["comments", ": hello\n\n:x\ndata: a\n\n", ["a"]],
    ["several data lines", 'data: {"a":\ndata: 1}\n\n', ['{"a":\n1}']],
    ["no blank line at the end", "data: a\n\ndata: [DONE]", ["a", "[DONE]"]],
    ["BOM", "\ufeffdata: a\n\n", ["a"]],
    ["data without a colon", "data\n\n", [""]],
    ["other fields", "id: 7\nretry: 5\ndata: a\n\n", ["a"]],
    ["characters of two to four bytes", "data: é€😀\n\n", ["é€😀"]],
    ["nothing", "", []],
  ];
  test.each(cases)("%s, whole", (_, text, data) => {
    expect(split(text).map((event) => event.data)).toEqual(data);
  });
  test.each(cases)("%s, byte by byte", (_, text, data) => {
    const sizes = Array.from(Buffer.from(text), () => 1);
    expect(split(text, sizes).map((event) => event.data)).toEqual(data);
  });
});

test("an event's name is kept", () => {
  expect(split("event: error\ndata: x\n\ndata: y\n\n")).toEqual([
    { data: "x", name: "error" },
    { data: "y", name: undefined },
  ]);
});

test("how the network cuts a stream changes nothing", () => {
  const piece = fc.constantFrom("data: é", "data:x", ": c", "event: e", "\n", "\r\n", "\r", "\n\n", "\r\n\r\n");
  fc.assert(
    fc.property(fc.array(piece), fc.array(fc.nat({ max: 9 })), (pieces, sizes) => {
      const text = pieces.join("");
      expect(split(text, sizes)).toEqual(split(text));
    }),
  );
});

test("an event comes as soon as its blank line is there, with CR too", () => {
  const splitter = new SseSplitter();
  expect(splitter.push(Buffer.from("data: a\r\r")).map((event) => event.data)).toEqual(["a"]);
  expect(splitter.push(Buffer.from("\ndata: b\r\n\r")).map((event) => event.data)).toEqual(["b"]);
  expect(splitter.push(Buffer.from("\ndata: c\n\n")).map((event) => event.data)).toEqual(["c"]);
});
