import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  BedrockRuntimeClient,
  ConverseStreamCommand,
  type ConverseStreamOutput,
} from "@aws-sdk/client-bedrock-runtime";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { NeutralEvent, Usage } from "../neutral.ts";
import type { StreamSignal, StreamUnit } from "../stream.ts";
import { encodeFrame } from "./event-stream.ts";
import { createStreamReader } from "./stream-reader.ts";
import { createStreamWriter } from "./stream-writer.ts";

type Event = [name: string, payload: unknown];

const START: Event = ["messageStart", { role: "assistant", p: "abc" }];
const delta = (index: number, value: unknown): Event => [
  "contentBlockDelta",
  { contentBlockIndex: index, delta: value },
];
const text = (value: string, index = 0): Event => delta(index, { text: value });
const blockStop = (index: number): Event => ["contentBlockStop", { contentBlockIndex: index }];
const toolStart = (index: number, toolUseId: string, name: string): Event => [
  "contentBlockStart",
  { contentBlockIndex: index, start: { toolUse: { toolUseId, name } } },
];
const STOP: Event = ["messageStop", { stopReason: "end_turn" }];
const METADATA: Event = [
  "metadata",
  {
    usage: { inputTokens: 20, outputTokens: 7, totalTokens: 127, cacheReadInputTokens: 90, cacheWriteInputTokens: 10 },
    metrics: { latencyMs: 5 },
  },
];

const frames = (...events: Event[]): Uint8Array =>
  Buffer.concat(events.map(([name, payload]) => encodeFrame("event", name, payload)));

function read(bytes: Uint8Array, options = { events: true }, size = Number.POSITIVE_INFINITY): StreamUnit[] {
  const reader = createStreamReader(options);
  const units: StreamUnit[] = [];
  for (let at = 0; at < bytes.length; at += size) units.push(...reader.push(bytes.subarray(at, at + size)));
  return [...units, ...reader.finish()];
}

const signalsOf = (units: StreamUnit[]): StreamSignal[] => units.flatMap((unit) => unit.signals);
const kinds = (bytes: Uint8Array): string[] => signalsOf(read(bytes)).map((signal) => signal.type);

describe("what the frames of a stream mean", () => {
  test.each<[name: string, events: Event[], signals: string[]]>([
    [
      "a usual stream",
      [START, text("Hi"), blockStop(0), STOP, METADATA],
      ["preamble", "content", "preamble", "stop", "usage", "end"],
    ],
    ["metadata before the stop", [text("Hi"), METADATA, STOP], ["content", "usage", "stop", "end"]],
    ["no metadata", [text("Hi"), STOP], ["content", "stop", "end"]],
    [
      "an empty text",
      [START, text(""), text("Hi"), STOP, METADATA],
      ["preamble", "preamble", "content", "stop", "usage", "end"],
    ],
    [
      "an empty start",
      [["contentBlockStart", { contentBlockIndex: 0, start: {} }], text("Hi"), STOP, METADATA],
      ["preamble", "content", "stop", "usage", "end"],
    ],
    [
      "a tool call",
      [toolStart(0, "a", "f"), delta(0, { toolUse: { input: "" } }), blockStop(0), STOP, METADATA],
      ["content", "preamble", "preamble", "stop", "usage", "end"],
    ],
    [
      "reasoning",
      [
        delta(0, { reasoningContent: { text: "Hm" } }),
        delta(0, { reasoningContent: { signature: "s" } }),
        STOP,
        METADATA,
      ],
      ["content", "content", "stop", "usage", "end"],
    ],
    [
      "an event of tomorrow",
      [["somethingNew", { a: 1 }], text("Hi"), STOP, METADATA],
      ["preamble", "content", "stop", "usage", "end"],
    ],
  ])("%s", (_, events, signals) => {
    expect(kinds(frames(...events))).toEqual(signals);
  });

  test("no unit is usage alone: the metadata belongs to the protocol", () => {
    expect(read(frames(START, text("Hi"), STOP, METADATA)).some((unit) => unit.usageOnly)).toBe(false);
  });

  test("usage includes what was read from and written to the cache", () => {
    const signal = signalsOf(read(frames(text("Hi"), STOP, METADATA))).find(({ type }) => type === "usage");
    expect(signal).toEqual({
      type: "usage",
      usage: { input: 120, output: 7, cachedInput: 90, cacheWrite: 10, reasoning: undefined },
    });
  });
});

describe("a stream that did not end well says so, once, and last", () => {
  const begun = frames(START, text("Hi"));
  const damaged = (at: number): Uint8Array => {
    const bytes = Buffer.from(frames(START, text("Hello"), STOP, METADATA));
    bytes[at] = (bytes[at] ?? 0) ^ 0xff;
    return bytes;
  };
  const exception = (name: string) => Buffer.concat([begun, encodeFrame("exception", name, { message: "no" })]);
  test.each<[name: string, bytes: Uint8Array, code: string, failure: string]>([
    ["nothing at all", Buffer.alloc(0), "stream.cut", "outage"],
    ["cut between frames", begun, "stream.cut", "outage"],
    ["cut in a frame", frames(START, text("Hi"), STOP, METADATA).subarray(0, 150), "stream.cut", "outage"],
    ["a wrong length", damaged(3), "stream.corrupt", "outage"],
    ["a damaged payload", damaged(120), "stream.corrupt", "outage"],
    ["HTML instead of frames", Buffer.from("<html><body>Bad gateway</body></html>"), "stream.corrupt", "outage"],
    [
      "an event that is no object",
      Buffer.concat([begun, encodeFrame("event", "contentBlockDelta", "x")]),
      "stream.malformed",
      "outage",
    ],
    [
      "unusable output",
      frames(text("Hi"), ["messageStop", { stopReason: "malformed_tool_use" }]),
      "stream.malformed",
      "outage",
    ],
    ["throttled", exception("throttlingException"), "throttlingException", "rate-limit"],
    ["a broken model stream", exception("modelStreamErrorException"), "modelStreamErrorException", "outage"],
    ["unavailable", exception("serviceUnavailableException"), "serviceUnavailableException", "outage"],
    ["an internal error", exception("internalServerException"), "internalServerException", "outage"],
    ["a model's timeout", exception("modelTimeoutException"), "modelTimeoutException", "timeout"],
    ["an invalid request", exception("validationException"), "validationException", "invalid-request"],
  ])("%s", (_, bytes, providerCode, failure) => {
    const signals = signalsOf(read(bytes));
    expect(signals.filter((signal) => signal.type === "failure")).toHaveLength(1);
    expect(signals.at(-1)).toMatchObject({ type: "failure", failure: { failure, providerCode } });
  });

  test("one changed bit anywhere is found, and no content after it is believed", () => {
    const whole = Buffer.from(frames(START, text("Hello"), blockStop(0), STOP, METADATA));
    fc.assert(
      fc.property(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 7 }), (at, bit) => {
        const bytes = Buffer.from(whole);
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
        expect(signalsOf(read(bytes)).at(-1)).toMatchObject({ type: "failure" });
      }),
    );
  });
});

describe("bytes", () => {
  const whole = frames(
    START,
    text("Grüße 😀"),
    blockStop(0),
    toolStart(1, "a", "f"),
    delta(1, { toolUse: { input: "{}" } }),
    blockStop(1),
    STOP,
    METADATA,
  );
  test("pass through unchanged and mean the same, however the network cuts them", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.boolean(), (size, events) => {
        const units = read(whole, { events }, size);
        expect(Buffer.concat(units.map((unit) => unit.bytes))).toEqual(whole);
        expect(signalsOf(units)).toEqual(signalsOf(read(whole)));
        if (!events) expect(units.every((unit) => unit.events.length === 0)).toBe(true);
      }),
    );
  });
  test("a large frame in small pieces takes no quadratic time", () => {
    const large = frames(text("x".repeat(2_000_000)), STOP, METADATA);
    const begunAt = process.cpuUsage();
    expect(signalsOf(read(large, { events: false }, 16)).at(-1)?.type).toBe("end");
    expect(process.cpuUsage(begunAt).user / 1000).toBeLessThan(4000);
  });
});

const USAGE: Usage = { input: 120, output: 7, cachedInput: 90, cacheWrite: 10, reasoning: undefined };
const EVENTS: NeutralEvent[] = [
  { type: "start", id: "x", model: "y" },
  { type: "reasoning", text: "Hm", signature: undefined },
  { type: "reasoning", text: "", signature: "c2ln" },
  { type: "redacted-reasoning", data: "b3BhcXVl" },
  { type: "text", text: "Grüße " },
  { type: "text", text: "😀" },
  { type: "tool-call-start", index: 0, id: "a", name: "f" },
  { type: "tool-call-start", index: 1, id: "b", name: "g" },
  { type: "tool-call-arguments", index: 1, text: '{"x":' },
  { type: "tool-call-arguments", index: 0, text: '{"y":2}' },
  { type: "tool-call-arguments", index: 1, text: "1}" },
  { type: "tool-call-start", index: 2, id: "c", name: "h" },
  { type: "tool-call-end", index: 0 },
  { type: "tool-call-end", index: 1 },
  { type: "tool-call-end", index: 2 },
  { type: "stop", reason: "tool-calls" },
  { type: "usage", usage: USAGE },
  { type: "end" },
];

/** What the AWS SDK reads from these bytes, or the error that it throws. */
async function readWithClient(bytes: Uint8Array): Promise<{ events: ConverseStreamOutput[]; error: unknown }> {
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "application/vnd.amazon.eventstream" });
    response.end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const client = new BedrockRuntimeClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: "eu-central-1",
    credentials: { accessKeyId: "id", secretAccessKey: "secret" },
    maxAttempts: 1,
    // By default the client speaks HTTP/2, which this server does not.
    requestHandler: new NodeHttpHandler(),
  });
  const events: ConverseStreamOutput[] = [];
  try {
    const messages = [{ role: "user" as const, content: [{ text: "x" }] }];
    const { stream } = await client.send(new ConverseStreamCommand({ modelId: "m", messages }));
    for await (const event of stream ?? []) events.push(event);
    return { events, error: undefined };
  } catch (error) {
    return { events, error };
  } finally {
    client.destroy();
    server.closeAllConnections();
    server.close();
  }
}

describe("the AWS SDK", () => {
  test("reads what is written, one block after the other", async () => {
    const { events, error } = await readWithClient(createStreamWriter().write(EVENTS));
    expect(error).toBeUndefined();
    expect(events[0]?.messageStart).toEqual({ role: "assistant" });
    const order = events.flatMap(
      (event) => event.contentBlockDelta?.contentBlockIndex ?? event.contentBlockStop?.contentBlockIndex ?? [],
    );
    expect(order).toEqual([...order].sort((a, b) => a - b));
    const deltas = events.flatMap((event) => event.contentBlockDelta?.delta ?? []);
    expect(deltas.map((item) => item.text ?? "").join("")).toBe("Grüße 😀");
    const inputs = new Map<number, string>();
    for (const { contentBlockDelta } of events) {
      const input = contentBlockDelta?.delta?.toolUse?.input;
      const index = contentBlockDelta?.contentBlockIndex ?? 0;
      if (input !== undefined) inputs.set(index, (inputs.get(index) ?? "") + input);
    }
    expect([...inputs.values()]).toEqual(['{"y":2}', '{"x":1}', "{}"]);
    expect(events.flatMap((event) => event.contentBlockStart?.start?.toolUse ?? [])).toEqual([
      { toolUseId: "a", name: "f" },
      { toolUseId: "b", name: "g" },
      { toolUseId: "c", name: "h" },
    ]);
    expect(events.at(-2)?.messageStop?.stopReason).toBe("tool_use");
    expect(events.at(-1)?.metadata?.usage).toEqual({
      inputTokens: 20,
      outputTokens: 7,
      totalTokens: 127,
      cacheReadInputTokens: 90,
      cacheWriteInputTokens: 10,
    });
  });

  test.each([
    [429, "ThrottlingException"],
    [502, "ModelStreamErrorException"],
    [503, "ServiceUnavailableException"],
    [500, "InternalServerException"],
    [400, "ValidationException"],
  ])("raises its own error for a stream that failed with %i", async (status, name) => {
    const writer = createStreamWriter();
    const begun = writer.write(EVENTS.slice(0, 5));
    const failed = writer.fail({ code: "upstream.cut", message: "The provider went away.", status });
    const { events, error } = await readWithClient(Buffer.concat([begun, failed]));
    expect(events.length).toBeGreaterThan(1);
    expect(error).toMatchObject({ name, message: "The provider went away." });
  });
});

test("what is written reads back as the same events, calls one after the other", () => {
  const events = read(createStreamWriter().write(EVENTS)).flatMap((unit) => unit.events);
  const args = (index: number, value: string) => ({ type: "tool-call-arguments", index, text: value });
  expect(events).toEqual([
    { type: "start", id: undefined, model: undefined },
    ...EVENTS.slice(1, 7),
    args(0, '{"y":2}'),
    { type: "tool-call-end", index: 0 },
    { type: "tool-call-start", index: 1, id: "b", name: "g" },
    args(1, '{"x":'),
    args(1, "1}"),
    { type: "tool-call-end", index: 1 },
    { type: "tool-call-start", index: 2, id: "c", name: "h" },
    args(2, "{}"),
    { type: "tool-call-end", index: 2 },
    ...EVENTS.slice(-3),
  ]);
});

test("a stream with nothing but its end is a whole one", () => {
  const names = read(createStreamWriter().write([{ type: "end" }])).flatMap((unit) =>
    unit.events.map((event) => event.type),
  );
  expect(names).toEqual(["start", "stop", "usage", "end"]);
});
