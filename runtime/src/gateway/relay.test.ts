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
    pieces: (async function* () {
      for (const one of units) yield [one];
    })(),
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

test("one that breaks before it leaves the answer incomplete", async () => {
  const { result } = await relayed(unit("data: a\n\n", { type: "content" }), unit("", failure));
  expect(result).toMatchObject({ complete: false, failure: { failure: "outage" } });
});
