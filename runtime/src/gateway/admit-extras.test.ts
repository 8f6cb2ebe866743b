import { expect, test } from "vitest";
import { callerProtocols } from "../protocols/index.ts";
import { admitExtras } from "./admit-extras.ts";

const protocol = callerProtocols["openai-chat"];
const strip = (text: string) => admitExtras(protocol, protocol.parseIngress(text), undefined, "strip");

test("what is taken out is gone from the text, from the body and from the neutral form; the rest stays byte for byte", () => {
  const { request, stripped } = strip(
    '{ "store": true, "messages":[{"role":"user","content":"hi"}],\n "seed": 12345678901234567890, "service_tier":"flex", "store": true }',
  );
  expect(stripped).toEqual(["/service_tier", "/store"]);
  expect(request.text).toBe('{ "messages":[{"role":"user","content":"hi"}],\n "seed": 12345678901234567890 }');
  expect(Object.keys(request.body)).toEqual(["messages", "seed"]);
  expect(request.neutral().losses).toEqual([]);
});

test("what goes with a member goes with it", () => {
  const { request, stripped } = strip(
    '{"messages":[{"role":"user","content":"hi"}],"modalities":["audio"],"audio":{"voice":"alloy"}}',
  );
  expect([stripped, request.text]).toEqual([["/modalities"], '{"messages":[{"role":"user","content":"hi"}]}']);
});

test("a request that asks for nothing more is the same one", () => {
  const request = protocol.parseIngress('{"messages":[{"role":"user","content":"hi"}],"store":false}');
  expect(admitExtras(protocol, request, undefined, "refuse").request).toBe(request);
});

const responses = callerProtocols["openai-responses"];
const stored = (body: object, storing: "refuse" | "allow") =>
  admitExtras(responses, responses.parseIngress(JSON.stringify(body)), undefined, "refuse", storing);

test.each([
  [{ store: true }, "/store"],
  [{ previous_response_id: "r" }, "/previous_response_id"],
  [{ conversation: { id: "c" } }, "/conversation"],
  [{ input: [{ type: "item_reference", id: "i" }] }, "/input/0"],
])("%j is refused, unless the policy allows storing", (more, path) => {
  const body = { input: "hi", ...more };
  expect(() => stored(body, "refuse")).toThrow(expect.objectContaining({ details: { path } }));
  expect(() => stored(body, "refuse")).toThrow(/storing: allow/);
  expect(stored(body, "allow").request.body).toEqual({ ...body, store: true });
});

test.each([
  { background: true },
  { prompt: { id: "p" } },
  { tools: [{ type: "web_search" }] },
  { service_tier: "flex" },
])("%j is more than storing", (more) => {
  expect(() => stored({ input: "hi", ...more }, "allow")).toThrow(/which the catalog does not describe/);
});

test("what the caller says about storing stays, and where nobody allows it nothing is said for them", () => {
  expect(stored({ input: "hi", store: false }, "allow").request.text).toBe('{"input":"hi","store":false}');
  expect(stored({ input: "hi" }, "refuse").request.text).toBe('{"input":"hi"}');
  const chat = admitExtras(protocol, protocol.parseIngress('{"messages":[{}]}'), undefined, "refuse", "allow");
  expect(chat.request.text).toBe('{"messages":[{}]}');
});
