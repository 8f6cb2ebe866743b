import { describe, expect, test } from "vitest";
import type { NeutralEvent } from "../neutral.ts";
import { createStreamWriter } from "./stream-writer.ts";

describe("writing", () => {
  const write = (events: NeutralEvent[]): string =>
    Buffer.from(createStreamWriter({ model: "m", id: "i", created: 1, includeUsage: true }).write(events)).toString();
  const usage = { input: 30, output: 9, cachedInput: 10, cacheWrite: undefined, reasoning: undefined };

  test("calls that come mixed are written one after the other", () => {
    const written = write([
      { type: "start", id: undefined, model: undefined },
      { type: "tool-call-start", index: 0, id: "a", name: "f" },
      { type: "tool-call-start", index: 1, id: "b", name: "g", signature: "s" },
      { type: "tool-call-arguments", index: 1, text: "{}" },
      { type: "tool-call-arguments", index: 0, text: '{"x":1}' },
      { type: "tool-call-end", index: 1 },
      { type: "tool-call-end", index: 0 },
      { type: "stop", reason: "tool-calls" },
      { type: "usage", usage },
      { type: "end" },
    ]);
    const lines = written.split("\n").filter((line) => line.startsWith("data:"));
    const order = lines.map((line) => JSON.parse(line.slice(5)) as { type: string; index?: number });
    expect(order.map(({ type, index }) => `${type} ${index ?? ""}`.trim())).toEqual([
      "message_start",
      "content_block_start 0",
      "content_block_delta 0",
      "content_block_stop 0",
      "content_block_start 1",
      "content_block_delta 1",
      "content_block_stop 1",
      "message_delta",
      "message_stop",
    ]);
    expect(written).toContain('"signature":"s"');
  });

  test("what is known of the usage at the start is said there, and all of it at the end", () => {
    const written = write([
      { type: "usage", usage: { ...usage, output: 1 } },
      { type: "text", text: "Hi" },
      { type: "stop", reason: "length" },
      { type: "usage", usage },
      { type: "end" },
    ]);
    expect(written).toContain('"usage":{"input_tokens":20,"output_tokens":0,"cache_read_input_tokens":10}');
    expect(written).toContain(
      '"delta":{"stop_reason":"max_tokens","stop_sequence":null},"usage":{"input_tokens":20,"cache_read_input_tokens":10,"output_tokens":9}',
    );
  });

  test("an output that the provider does not count is counted in pieces", () => {
    const written = write([
      { type: "text", text: "Hel" },
      { type: "text", text: "lo" },
      { type: "stop", reason: "stop" },
      { type: "end" },
    ]);
    expect(written).toContain('"usage":{"output_tokens":2}');
  });

  test("an error has the protocol's own form, and no end follows it", () => {
    const writer = createStreamWriter({ model: "m", id: "i", created: 1, includeUsage: true });
    const error = { code: "upstream.cut", message: "It broke.", status: 502, decision: "dec_1" };
    const written = Buffer.from(writer.fail(error)).toString();
    expect(written).toBe(
      'event: error\ndata: {"type":"error","error":{"type":"api_error","message":"It broke.","details":{"error_code":"upstream.cut"}},"request_id":"dec_1"}\n\n',
    );
  });
});
