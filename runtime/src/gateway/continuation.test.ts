import { describe, expect, test } from "vitest";
import { callerProtocols, type WireProtocol } from "../protocols/index.ts";
import { UNKNOWN_USAGE } from "../protocols/shared/usage.ts";
import type { Admitted } from "./admit.ts";
import { type BrokenStream, restOf } from "./continuation.ts";
import { Beginning } from "./joined-stream.ts";
import type { GatewayCall } from "./pipeline.ts";

const BODIES: Partial<Record<WireProtocol, Record<string, unknown>>> = {
  "openai-chat": { messages: [{ role: "user", content: "hi" }], seed: 1, stream: true },
  "openai-responses": { input: "hi", stream: true },
  "anthropic-messages": { messages: [{ role: "user", content: "hi" }], max_tokens: 50, stream: true },
  "bedrock-converse": { messages: [{ role: "user", content: [{ text: "hi" }] }] },
  gemini: { contents: [{ role: "user", parts: [{ text: "hi" }] }] },
};
const PROTOCOLS = Object.keys(BODIES) as WireProtocol[];

/** What is asked for behind a stream that broke off after a text. */
function rest(
  name: WireProtocol,
  sent: string,
  { body = BODIES[name], detect = undefined as unknown, written = 10 } = {},
): Admitted | undefined {
  const protocol = callerProtocols[name];
  const path = { stream: true };
  const request = protocol.parseIngress(JSON.stringify(body), path);
  const beginning = new Beginning();
  beginning.note([{ type: "text", text: sent }]);
  const admitted = {
    ...{ request, sensitivity: "internal", facts: protocol.readFacts(request), detected: [] },
    ...{ policy: { detect }, workload: { fallbackOn: new Set(["outage"]) } },
  };
  const usage = { ...UNKNOWN_USAGE, output: written };
  const settlement = { candidate: { maxOutputTokens: 50 }, usage };
  const broken = { exchange: { admitted, settlement }, failure: { failure: "outage" }, beginning };
  return restOf({ protocol, path } as unknown as GatewayCall, broken as unknown as BrokenStream);
}

describe.each(PROTOCOLS)("%s", (name) => {
  test("the text stands at the end as the beginning of the answer, and what is left of the limit is asked for", () => {
    const found = rest(name, "Hello there ");
    const last = found?.request.neutral().messages.at(-1);
    expect([last?.role, last?.content]).toEqual(["assistant", [{ type: "text", text: "Hello there" }]]);
    expect(found?.request).toMatchObject({ isBegun: true, stream: true });
    expect(found?.facts.maxOutputTokens).toBe(40);
    expect(found?.facts.capabilities).toContain("assistant-prefill");
  });

  test("what is sensitive in the text counts", () => {
    const detect = { email: "restricted" };
    const found = rest(name, "Write to anna.berg@nordlys.example about it.", { detect });
    expect([found?.sensitivity, found?.detected]).toEqual(["restricted", ["email"]]);
    expect(rest(name, "Write to her about it.", { detect })?.sensitivity).toBe("internal");
  });

  test("white space alone is no beginning", () => {
    const found = rest(name, "\n");
    expect(found?.request.isBegun).toBeUndefined();
    expect(found?.request.neutral().messages.at(-1)?.role).toBe("user");
  });

  test("nothing is asked for where the limit is used up", () => {
    expect(rest(name, "Hello", { written: 50 })).toBeUndefined();
  });
});

test.each<[WireProtocol, Record<string, unknown>]>([
  [
    "openai-chat",
    {
      messages: [
        { role: "user", content: "hi" },
        { role: "assistant", content: "Hel" },
      ],
    },
  ],
  [
    "openai-responses",
    {
      input: [
        { role: "user", content: "hi" },
        { role: "assistant", content: "Hel" },
      ],
    },
  ],
  [
    "anthropic-messages",
    {
      messages: [
        { role: "user", content: "hi" },
        { role: "assistant", content: "Hel" },
      ],
      max_tokens: 9,
    },
  ],
  [
    "anthropic-messages",
    {
      messages: [
        { role: "user", content: "hi" },
        { role: "assistant", content: [{ type: "text", text: "Hel" }] },
      ],
      max_tokens: 9,
    },
  ],
  [
    "bedrock-converse",
    {
      messages: [
        { role: "user", content: [{ text: "hi" }] },
        { role: "assistant", content: [{ text: "Hel" }] },
      ],
    },
  ],
  [
    "gemini",
    {
      contents: [
        { role: "user", parts: [{ text: "hi" }] },
        { role: "model", parts: [{ text: "Hel" }] },
      ],
    },
  ],
])("%s: an answer that the caller began itself is made longer", (name, body) => {
  const messages = rest(name, "lo", { body })?.request.neutral().messages ?? [];
  expect(messages.map(({ role }) => role)).toEqual(["user", "assistant"]);
  expect(messages.at(-1)?.content).toEqual([{ type: "text", text: "Hello" }]);
});
