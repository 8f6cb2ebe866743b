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
