import { expect, test } from "vitest";
import type { StreamSignal, StreamUnit } from "../providers/adapter.ts";
import { relay } from "./relay.ts";

const failure: StreamSignal = {
  type: "failure",
  failure: { failure: "outage", message: "reset", providerCode: undefined, status: undefined, retryAfterMs: undefined },
};
const unit = (text: string, ...signals: StreamSignal[]): StreamUnit => ({
  bytes: Buffer.from(text),
  events: [],
  signals,
  usageOnly: false,
});

async function relayed(...units: StreamUnit[]) {
  const written: string[] = [];
  const result = await relay({
    content: {
      async pass(take) {
        for (const [index, one] of units.entries()) await take([one], index === units.length - 1);
      },
      stop() {},
    },
    writer: undefined,
    passUsage: false,
    responder: {
      send() {},
      begin() {},
      write: (bytes) => void written.push(Buffer.from(bytes).toString()),
      end() {},
    },
    callerLeft: new AbortController().signal,
  });
  return { result, written };
}

test("a connection that breaks after the protocol's end takes nothing away from the answer", async () => {
  const { result, written } = await relayed(
    unit("data: a\n\n", { type: "content" }),
    unit("data: [DONE]\n\n", { type: "end" }),
    unit("", failure),
  );
  expect(result).toMatchObject({ complete: true, failure: undefined });
  expect(written).toEqual(["data: a\n\n"]);
  expect(result.ending.map(String)).toHaveLength(1);
});

test("content that came together with the end is left to be written with it, once all is settled", async () => {
  const written: string[] = [];
  const result = await relay({
    content: {
      async pass(take) {
        await take([unit("data: a\n\n", { type: "content" })], false);
        await take([unit("data: b\n\n", { type: "content" }), unit("data: [DONE]\n\n", { type: "end" })], true);
      },
      stop() {},
    },
    writer: undefined,
    passUsage: false,
    responder: {
      send() {},
      begin() {},
      write: (bytes) => void written.push(Buffer.from(bytes).toString()),
      end() {},
    },
    callerLeft: new AbortController().signal,
  });
  expect(written).toEqual(["data: a\n\n"]);
  expect(String(result.last)).toBe("data: b\n\n");
});

test("one that breaks before it leaves the answer incomplete", async () => {
  const { result } = await relayed(unit("data: a\n\n", { type: "content" }), unit("", failure));
  expect(result).toMatchObject({ complete: false, failure: { failure: "outage" } });
});
