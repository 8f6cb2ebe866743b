import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { testRecord } from "../ledger/testing.ts";
import { TelemetryExporter } from "./exporter.ts";
import { spansOf } from "./spans.ts";
import { parseTraceparent } from "./trace-context.ts";

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const PARENT = `00-${TRACE}-b7ad6b7169203331-01`;
let next = 0;
const options = {
  describe: () => ({ adapter: "azure-openai" as const, upstream: "large-prod" }),
  randomHex: (bytes: number) => {
    next += 1;
    return next.toString(16).padStart(bytes * 2, "0");
  },
};

/** Attributes as plain values. */
function plain(attributes: readonly { key: string; value: object }[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}

test.each([
  [PARENT, { traceId: TRACE, spanId: "b7ad6b7169203331", sampled: true }],
  [PARENT.replace(/01$/, "00"), { traceId: TRACE, spanId: "b7ad6b7169203331", sampled: false }],
  [`${PARENT.replace(/^00/, "cc")}-what-comes-later`, { traceId: TRACE, spanId: "b7ad6b7169203331", sampled: true }],
  [`${PARENT}-more`, undefined],
  [PARENT.replace(/^00/, "ff"), undefined],
  [`00-${"0".repeat(32)}-b7ad6b7169203331-01`, undefined],
  [`00-${TRACE}-${"0".repeat(16)}-01`, undefined],
  ["ticket 4711", undefined],
  ["", undefined],
])("traceparent %j", (text, expected) => {
  expect(parseTraceparent(text)).toEqual(expected);
});

test("vectors are an operation of their own", () => {
  const attempts = [{ deployment: "large@alpha", startedMs: 0, endedMs: 9, outcome: "ok" as const }];
  const attempt = spansOf(testRecord("dec_1", { protocol: "openai-embeddings", attempts }), options)?.[1];
  expect(attempt?.name).toBe("embeddings large-prod");
  expect(plain(attempt?.attributes ?? [])["gen_ai.operation.name"]).toBe("embeddings");
});

test("a request is a span with one for each attempt, in the caller's trace", () => {
  const spans = spansOf(
    testRecord("dec_1", {
      at: 1000,
      totalMs: 60,
      trace: PARENT,
      attempts: [
        { deployment: "large@beta", startedMs: 0, endedMs: 20, outcome: "failed", failure: "outage", status: 503 },
        { deployment: "large@alpha", startedMs: 25, endedMs: 60, outcome: "ok" },
      ],
    }),
    options,
  );
  const [request, failed, served] = spans ?? [];
  expect(spans).toHaveLength(3);
  expect(request).toMatchObject({
    traceId: TRACE,
    parentSpanId: "b7ad6b7169203331",
    kind: 2,
    startTimeUnixNano: "1000000000",
    endTimeUnixNano: "1060000000",
  });
  expect(request).not.toHaveProperty("status");
  expect(failed).toMatchObject({
    traceId: TRACE,
    parentSpanId: request?.spanId,
    kind: 3,
    status: { code: 2, message: "outage" },
  });
  expect(plain(failed?.attributes ?? [])).toMatchObject({ "error.type": "outage", "http.response.status_code": "503" });
  expect(plain(failed?.attributes ?? [])).not.toHaveProperty("gen_ai.usage.input_tokens");
  expect(served).toMatchObject({ name: "chat large-prod", startTimeUnixNano: "1025000000" });
  expect(plain(served?.attributes ?? [])).toEqual({
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": "azure.ai.openai",
    "gen_ai.request.model": "large-prod",
    "gen_ai.response.model": "large-prod",
    "gen_ai.usage.input_tokens": "10",
    "gen_ai.usage.output_tokens": "20",
    "fairlead.deployment": "large@alpha",
  });
});

test("without the caller's trace a request begins one; a caller that does not sample is left out", () => {
  const [own] = spansOf(testRecord("dec_1", { trace: "ticket 4711" }), options) ?? [];
  expect(own?.traceId).toMatch(/^[0-9a-f]{32}$/);
  expect(own).not.toHaveProperty("parentSpanId");
  expect(spansOf(testRecord("dec_1", { trace: PARENT.replace(/01$/, "00") }), options)).toBeUndefined();
});

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function collector() {
  const seen: { path: string; headers: Record<string, unknown>; body: Record<string, never> }[] = [];
  const state = { status: 200 };
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk) => {
      text += chunk;
    });
    request.on("end", () => {
      if (state.status === 200)
        seen.push({ path: request.url ?? "", headers: request.headers, body: JSON.parse(text) });
      response.writeHead(state.status).end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => server.close());
  const words: string[] = [];
  const exporter = new TelemetryExporter({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    headers: { "x-key": "k" },
    service: "gate",
    describe: options.describe,
    now: () => 5000,
    say: (line) => words.push(line),
  });
  return { seen, state, words, exporter };
}

test("traces and metrics go to the collector; what it does not take is sent again", async () => {
  const { seen, state, words, exporter } = await collector();
  state.status = 503;
  exporter.finished(testRecord("dec_1", { ttftMs: 100 }));
  await exporter.flush();
  await exporter.flush();
  expect([seen.length, words]).toEqual([0, [expect.stringContaining("it answers 503")]]);
  state.status = 200;
  exporter.finished(testRecord("dec_2", { outcome: "upstream.timeout", usage: null }));
  await exporter.close();
  expect(words[1]).toContain("again");
  expect(seen.map(({ path, headers }) => [path, headers["x-key"]])).toEqual([
    ["/v1/traces", "k"],
    ["/v1/metrics", "k"],
  ]);
  const [traces, metrics] = seen.map(({ body }) => JSON.stringify(body));
  expect(traces).toContain('"service.name","value":{"stringValue":"gate"}');
  expect(traces?.match(/"traceId"/g)).toHaveLength(4);
  expect(metrics).toContain('"gen_ai.client.token.usage"');
  expect(metrics).toContain('"gen_ai.server.time_to_first_token"');
  expect(metrics).toMatch(/"sum":0\.012.*"error.type","value":\{"stringValue":"upstream.timeout"/);
});
