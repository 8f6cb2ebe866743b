/** Each adapter against the provider simulator, for callers of each protocol: what it prepares is taken, what comes back is read. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AdapterName } from "../documents/vocabulary.ts";
import type { WireProtocol } from "../protocols/index.ts";
import type { StreamUnit } from "../protocols/stream.ts";
import {
  type FaultKind,
  SIMULATED_ACCESS_KEY_ID,
  SIMULATED_SECRET_ACCESS_KEY,
  type Simulator,
  startSimulator,
} from "../simulator/index.ts";
import type { ResolvedCredentials } from "./adapter.ts";
import { adapterFor } from "./index.ts";
import { prepareInput } from "./shared/test-input.ts";

const ADAPTERS: readonly AdapterName[] = [
  "openai",
  "azure-openai",
  "openai-compatible",
  "anthropic",
  "bedrock",
  "gemini",
];
const CALLERS: readonly WireProtocol[] = ["openai-chat", "anthropic-messages", "bedrock-converse", "gemini"];
const PAIRS = ADAPTERS.flatMap((adapter) => CALLERS.map((caller) => ({ adapter, caller })));

/** Protocols whose requests say in their bodies that they want a stream; others say it in their paths. */
const SAY_IN_BODY: ReadonlySet<WireProtocol> = new Set(["openai-chat", "anthropic-messages"]);

const QUESTION = "What is 17 + 25? Answer with the number only.";
const BODIES: Partial<Record<WireProtocol, Record<string, unknown>>> = {
  "openai-chat": { model: "auto", messages: [{ role: "user", content: QUESTION }] },
  "anthropic-messages": { model: "auto", max_tokens: 100, messages: [{ role: "user", content: QUESTION }] },
  "bedrock-converse": { messages: [{ role: "user", content: [{ text: QUESTION }] }] },
  gemini: { contents: [{ parts: [{ text: QUESTION }] }] },
};

let simulator: Simulator;
beforeAll(async () => {
  const profile = { ttftMs: 0, tokensPerSecond: 0, quality: 1, faults: [] };
  simulator = await startSimulator({ profiles: { "*": profile } });
});
afterAll(() => simulator.close());

async function send(adapter: AdapterName, caller: WireProtocol, stream: boolean, credentials?: ResolvedCredentials) {
  const aws: ResolvedCredentials = {
    kind: "aws",
    accessKeyId: SIMULATED_ACCESS_KEY_ID,
    secretAccessKey: SIMULATED_SECRET_ACCESS_KEY,
  };
  const input = prepareInput(adapter, {
    protocol: caller,
    body: { ...BODIES[caller], ...(SAY_IN_BODY.has(caller) && stream ? { stream } : {}) },
    path: SAY_IN_BODY.has(caller) ? {} : { model: "auto", stream },
    deployment: { upstream: "vendor.model-v1:0", region: "eu-central-1" },
    endpointOverride: `${simulator.url}/${adapter}`,
    credentials: credentials ?? (adapter === "bedrock" ? aws : { kind: "key", key: "any-key" }),
    now: Date.now(),
  });
  const { origin, path, method, headers, body } = await adapterFor(adapter).prepare(input);
  const { host: _, ...sent } = headers;
  return await fetch(origin + path, { method, headers: sent, body });
}

async function readStream(adapter: AdapterName, response: Response): Promise<StreamUnit[]> {
  const reader = adapterFor(adapter).createStreamReader({ events: true });
  const units: StreamUnit[] = [];
  for await (const chunk of response.body ?? []) units.push(...reader.push(chunk));
  return [...units, ...reader.finish()];
}

describe.each(PAIRS)("$adapter for a caller of $caller", ({ adapter, caller }) => {
  test("answers whole", async () => {
    const response = await send(adapter, caller, false);
    const text = await response.text();
    expect(response.status, text).toBe(200);
    const { response: answer, usage } = adapterFor(adapter).readResponse(text);
    expect(answer.content).toMatchObject([{ type: "text", text: expect.stringContaining("42") }]);
    expect(answer.stopReason).toBe("stop");
    expect(usage.input).toBeGreaterThan(0);
    expect(usage.output).toBeGreaterThan(0);
  });

  test("answers in a stream", async () => {
    const response = await send(adapter, caller, true);
    expect(response.status).toBe(200);
    const units = await readStream(adapter, response);
    const events = units.flatMap((unit) => unit.events);
    const text = events.flatMap((event) => (event.type === "text" ? [event.text] : [])).join("");
    expect(text).toContain("42");
    // Some report the usage in every piece.
    const last = units.flatMap((unit) => unit.signals).filter(({ type }) => type === "usage" || type === "end");
    expect(last.slice(-2)).toMatchObject([
      { type: "usage", usage: { input: expect.any(Number), output: expect.any(Number) } },
      { type: "end" },
    ]);
  });
});

describe.each(ADAPTERS)("%s failing", (adapter) => {
  test.each<[fault: FaultKind, failure: string]>([
    ["http-500", "outage"],
    ["http-503", "outage"],
    ["http-529", "outage"],
    ["http-429", "rate-limit"],
    ["http-401", "credentials"],
    ["http-400-context-length", "context-length"],
    ["html-error", "outage"],
  ])("with %s is a failure of class %s", async (kind, failure) => {
    simulator.setFault(adapter, { kind });
    const response = await send(adapter, "openai-chat", false);
    simulator.setFault(adapter);
    const headers = Object.fromEntries(response.headers);
    const read = adapterFor(adapter).readFailure(response.status, headers, await response.text(), Date.now());
    expect(read).toMatchObject({ failure, status: response.status });
    expect(read.message).not.toBe("");
    if (kind === "http-429") expect(read.retryAfterMs).toBe(1000);
  });

  test.each<[fault: FaultKind, afterTokens: number]>([
    ["cut", 1],
    ["malformed", 0],
    ["error-in-stream", 0],
    ["error-in-stream", 1],
  ])("with %s after %i tokens of a stream never looks complete", async (kind, afterTokens) => {
    simulator.setProfile(adapter, { outputTokens: 20 });
    simulator.setFault(adapter, { kind, afterTokens });
    const units = await readStream(adapter, await send(adapter, "openai-chat", true));
    simulator.setProfile(adapter);
    simulator.setFault(adapter);
    const signals = units.flatMap((unit) => unit.signals.map((signal) => signal.type));
    expect(signals.at(-1)).toBe("failure");
    expect(signals).not.toContain("end");
    expect(signals.includes("content")).toBe(afterTokens > 0);
  });

  test("without the last word of its protocol is complete", async () => {
    simulator.setFault(adapter, { kind: "missing-done" });
    const units = await readStream(adapter, await send(adapter, "openai-chat", true));
    simulator.setFault(adapter);
    expect(units.at(-1)?.signals.at(-1)).toEqual({ type: "end" });
  });
});

test.each(["openai", "azure-openai", "openai-compatible"] as const)(
  "%s refuses what its filter catches",
  async (adapter) => {
    simulator.setFault(adapter, { kind: "content-filter" });
    const response = await send(adapter, "openai-chat", false);
    simulator.setFault(adapter);
    const failure = adapterFor(adapter).readFailure(
      response.status,
      Object.fromEntries(response.headers),
      await response.text(),
    );
    expect(failure.failure).toBe("content-filter");
  },
);

test("Bedrock answers what its guardrail catches, and says so", async () => {
  simulator.setFault("bedrock", { kind: "content-filter" });
  const response = await send("bedrock", "openai-chat", false);
  simulator.setFault("bedrock");
  expect(response.status).toBe(200);
  expect(adapterFor("bedrock").readResponse(await response.text()).response.stopReason).toBe("content-filter");
});

test("a wrong AWS signature is a failure of the credentials", async () => {
  const credentials = { kind: "aws" as const, accessKeyId: SIMULATED_ACCESS_KEY_ID, secretAccessKey: "another" };
  const response = await send("bedrock", "bedrock-converse", false, credentials);
  const failure = adapterFor("bedrock").readFailure(
    response.status,
    Object.fromEntries(response.headers),
    await response.text(),
  );
  expect(failure.failure).toBe("credentials");
});
