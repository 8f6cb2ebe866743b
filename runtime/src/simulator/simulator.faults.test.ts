import { BedrockRuntimeClient, ConverseCommand, ConverseStreamCommand } from "@aws-sdk/client-bedrock-runtime";
import OpenAI from "openai";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { FAULT_KINDS, type Fault, type Simulator, startSimulator } from "./index.ts";
import { collect } from "./test-helpers.ts";

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ profiles: { "*": { ttftMs: 0, tokensPerSecond: 0, outputTokens: 20 } } });
});
afterAll(() => simulator.close());
beforeEach(() => simulator.setProfile("p"));

/** How long a client waits for the first bytes, and for more of them. Milliseconds. */
interface Patience {
  first: number;
  more: number;
}
/** Of a client that gets a whole answer, or is told that it gets none, on the slowest machine. */
const WHOLE: Patience = { first: 30_000, more: 30_000 };
/** Of one that gets a beginning and no more. */
const BEGINNING: Patience = { first: 30_000, more: 1_000 };
/** Of one that gets nothing. */
const NOTHING: Patience = { first: 1_000, more: 1_000 };

/** What a client sees on the wire. */
interface Seen {
  status: number | undefined;
  headers: Headers | undefined;
  body: string;
  /** How the connection ended. */
  end: "clean" | "broken" | "open";
}

async function see(path: string, body: object, patience: Patience = WHOLE): Promise<Seen> {
  const seen: Seen = { status: undefined, headers: undefined, body: "", end: "open" };
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  // Counted anew from whatever came last.
  const wait = (milliseconds: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => stop.abort(), milliseconds);
  };
  wait(patience.first);
  try {
    const answer = await fetch(`${simulator.url}/p/${path}`, {
      method: "POST",
      headers: { authorization: "Bearer k", "api-key": "k" },
      body: JSON.stringify(body),
      signal: stop.signal,
    });
    seen.status = answer.status;
    seen.headers = answer.headers;
    const decoder = new TextDecoder("latin1");
    for await (const chunk of answer.body ?? []) {
      wait(patience.more);
      seen.body += decoder.decode(chunk, { stream: true });
    }
    seen.end = "clean";
  } catch {
    seen.end = stop.signal.aborted ? "open" : "broken";
  } finally {
    clearTimeout(timer);
  }
  return seen;
}

const messages = [{ role: "user", content: "Tell me about tides." }];
const openaiPlain = (patience = WHOLE) => see("v1/chat/completions", { model: "m", messages }, patience);
const openaiStream = (patience = WHOLE) => see("v1/chat/completions", { model: "m", messages, stream: true }, patience);
const azurePlain = () => see("openai/deployments/m/chat/completions?api-version=2024-10-21", { messages });
const bedrockBody = { messages: [{ role: "user", content: [{ text: "Tell me about tides." }] }] };
const bedrockPlain = (patience = WHOLE) => see("model/m/converse", bedrockBody, patience);
const tokensIn = (body: string) => body.match(/"content":"[^"]+"/g)?.length ?? 0;

describe("refusals in each vendor's own form", () => {
  test.each([
    ["http-500", 500, "server_error", 500, "InternalServerException"],
    ["http-503", 503, "server_error", 503, "ServiceUnavailableException"],
    ["http-529", 529, "overloaded_error", 529, "ServiceUnavailableException"],
    ["http-429", 429, "rate_limit_exceeded", 429, "ThrottlingException"],
    ["http-401", 401, "invalid_api_key", 403, "UnrecognizedClientException"],
    ["http-400-context-length", 400, "context_length_exceeded", 400, "ValidationException"],
  ] as const)("%s", async (kind, status, code, awsStatus, awsType) => {
    simulator.setFault("p", { kind });
    for (const seen of [await openaiPlain(), await openaiStream()]) {
      expect(seen.status).toBe(status);
      const { error } = JSON.parse(seen.body);
      expect([error.code, error.type]).toContain(code);
    }
    const azure = await azurePlain();
    expect(azure.status).toBe(status);
    expect(JSON.parse(azure.body).error.message).toBeTypeOf("string");
    const bedrock = await bedrockPlain();
    expect([bedrock.status, bedrock.headers?.get("x-amzn-errortype")]).toEqual([awsStatus, awsType]);
    expect(JSON.parse(bedrock.body).message).toBeTypeOf("string");
  });

  test("content filter: OpenAI and Azure refuse, Bedrock answers with its stop reason", async () => {
    simulator.setFault("p", { kind: "content-filter" });
    expect(JSON.parse((await openaiPlain()).body).error.code).toBe("content_policy_violation");
    expect(JSON.parse((await azurePlain()).body).error.innererror.code).toBe("ResponsibleAIPolicyViolation");
    const bedrock = await bedrockPlain();
    expect([bedrock.status, JSON.parse(bedrock.body).stopReason]).toEqual([200, "guardrail_intervened"]);
  });

  test.each([
    ["seconds", "retry-after", "2"],
    ["retry-after-ms", "retry-after-ms", "1500"],
    ["x-ms-retry-after-ms", "x-ms-retry-after-ms", "1500"],
  ] as const)("retry-after as %s", async (form, header, value) => {
    simulator.setFault("p", { kind: "http-429", retryAfter: { ms: 1500, form } });
    expect((await openaiPlain()).headers?.get(header)).toBe(value);
  });

  test("retry-after as a date, by default, and not at all", async () => {
    simulator.setFault("p", { kind: "http-503", retryAfter: { ms: 60_000, form: "http-date" } });
    const date = Date.parse((await openaiPlain()).headers?.get("retry-after") ?? "");
    expect(Math.abs(date - Date.now() - 60_000)).toBeLessThan(50_000);
    simulator.setFault("p", { kind: "http-429" });
    expect((await openaiPlain()).headers?.get("retry-after")).toBe("1");
    simulator.setFault("p", { kind: "http-429", retryAfter: null });
    expect((await openaiPlain()).headers?.get("retry-after")).toBeNull();
  });

  test("a proxy's page in HTML", async () => {
    simulator.setFault("p", { kind: "html-error" });
    const seen = await openaiPlain();
    expect([seen.status, seen.headers?.get("content-type")]).toEqual([502, "text/html"]);
  });
});

describe("connections that break", () => {
  test.each([
    ["refuse-connection", "broken"],
    ["timeout", "open"],
  ] as const)("%s gives nothing", async (kind, end) => {
    simulator.setFault("p", { kind });
    const patience = end === "open" ? NOTHING : WHOLE;
    const all = await Promise.all([openaiPlain(patience), openaiStream(patience), bedrockPlain(patience)]);
    for (const seen of all) {
      expect(seen).toMatchObject({ status: undefined, body: "", end });
    }
  });

  test("reset: headers, then a broken connection; midway where asked for", async () => {
    simulator.setFault("p", { kind: "reset" });
    for (const seen of [await openaiPlain(), await openaiStream()]) {
      expect(seen).toMatchObject({ status: 200, body: "", end: "broken" });
    }
    simulator.setFault("p", { kind: "reset", afterTokens: 3 });
    const seen = await openaiStream();
    expect([tokensIn(seen.body), seen.end]).toEqual([3, "broken"]);
  });

  test("slow first token", async () => {
    simulator.setFault("p", { kind: "slow-first-token", delayMs: 120 });
    const startedAt = performance.now();
    const seen = await openaiStream();
    expect(performance.now() - startedAt).toBeGreaterThan(110);
    expect(seen.body).toMatch(/\[DONE\]\n\n$/);
  });
});

describe("streams that go wrong midway", () => {
  test.each([
    ["stall", "open", 5],
    ["cut", "clean", 5],
    ["malformed", "clean", 5],
    ["error-in-stream", "clean", 0],
    ["bad-json", "clean", 0],
  ] as const)("%s: no finish, no [DONE]", async (kind, end, tokens) => {
    simulator.setFault("p", { kind });
    const seen = await openaiStream(end === "open" ? BEGINNING : WHOLE);
    expect([seen.status, seen.end, tokensIn(seen.body)]).toEqual([200, end, tokens]);
    expect(seen.body).not.toContain('"finish_reason":"stop"');
    expect(seen.body).not.toContain("[DONE]");
  });

  test("error in the stream after so many tokens is one that the openai package raises", async () => {
    simulator.setFault("p", { kind: "error-in-stream", afterTokens: 4 });
    const client = new OpenAI({ apiKey: "k", baseURL: `${simulator.url}/p/v1`, maxRetries: 0 });
    const stream = await client.chat.completions.create({
      model: "m",
      messages: [{ role: "user", content: "Tell me about tides." }],
      stream: true,
    });
    let tokens = 0;
    await expect(async () => {
      for await (const chunk of stream) if (chunk.choices[0]?.delta.content) tokens += 1;
    }).rejects.toThrow(/server had an error/);
    expect(tokens).toBe(4);
  });

  test("missing [DONE]: all else is there", async () => {
    simulator.setFault("p", { kind: "missing-done" });
    const seen = await openaiStream();
    expect(tokensIn(seen.body)).toBe(20);
    expect(seen.body).toContain('"finish_reason":"stop"');
    expect(seen.body).not.toContain("[DONE]");
  });

  const bedrock = () =>
    new BedrockRuntimeClient({
      region: "us-east-1",
      endpoint: `${simulator.url}/p`,
      token: { token: "k" },
      authSchemePreference: ["httpBearerAuth"],
      maxAttempts: 1,
    });
  const converse = { modelId: "m", messages: [{ role: "user" as const, content: [{ text: "Tell me about tides." }] }] };
  const readStream = async () => {
    const answer = await bedrock().send(new ConverseStreamCommand(converse));
    return collect(answer.stream ?? []);
  };

  test("Bedrock: an exception frame, and a frame with a wrong checksum", async () => {
    simulator.setFault("p", { kind: "error-in-stream", afterTokens: 2 });
    await expect(readStream()).rejects.toMatchObject({ name: "ModelStreamErrorException" });
    simulator.setFault("p", { kind: "malformed" });
    await expect(readStream()).rejects.toThrow(/checksum/i);
  });

  test("Bedrock: cut before messageStop; missing metadata", async () => {
    simulator.setFault("p", { kind: "cut", afterTokens: 3 });
    const cut = await readStream();
    expect(cut.map((event) => Object.keys(event)[0])).not.toContain("messageStop");
    expect(cut.filter((event) => event.contentBlockDelta)).toHaveLength(3);
    simulator.setFault("p", { kind: "missing-done" });
    const bare = await readStream();
    expect(Object.keys(bare.at(-1) ?? {})).toEqual(["messageStop"]);
  });

  test("a real Bedrock refusal reaches the SDK as its own error", async () => {
    simulator.setFault("p", { kind: "http-429" });
    await expect(bedrock().send(new ConverseCommand(converse))).rejects.toMatchObject({ name: "ThrottlingException" });
  });
});

describe("plain answers that go wrong", () => {
  test.each([
    ["bad-json", "clean"],
    ["malformed", "clean"],
    ["cut", "broken"],
    ["stall", "open"],
  ] as const)("%s", async (kind, end) => {
    simulator.setFault("p", { kind });
    const patience = end === "open" ? BEGINNING : WHOLE;
    for (const seen of await Promise.all([openaiPlain(patience), bedrockPlain(patience)])) {
      expect([seen.status, seen.end]).toEqual([200, end]);
      expect(() => JSON.parse(seen.body)).toThrow();
    }
  });

  test("an error within a stream is a 500 where there is no stream; missing-done changes nothing", async () => {
    simulator.setFault("p", { kind: "error-in-stream" });
    expect((await openaiPlain()).status).toBe(500);
    simulator.setFault("p", { kind: "missing-done" });
    expect(JSON.parse((await openaiPlain()).body).choices).toHaveLength(1);
  });
});

describe("which requests a fault hits", () => {
  const status = async (model = "m") => (await see("v1/chat/completions", { model, messages })).status;

  test("only the next so many", async () => {
    simulator.setFault("p", { kind: "http-500", count: 2 });
    expect([await status(), await status(), await status()]).toEqual([500, 500, 200]);
  });

  test("only some models", async () => {
    simulator.setFault("p", { kind: "http-503", models: ["b"] });
    expect([await status("a"), await status("b")]).toEqual([200, 503]);
  });

  test("a part of them", async () => {
    simulator.setFault("p", { kind: "http-500", probability: 0.3 });
    let hit = 0;
    for (let index = 0; index < 200; index += 1) if ((await status()) === 500) hit += 1;
    expect(hit).toBeGreaterThan(35);
    expect(hit).toBeLessThan(90);
  });

  test("only for a time", async () => {
    let time = 1_000_000;
    const timed = await startSimulator({
      now: () => time,
      profiles: { p: { faults: [{ kind: "http-500", durationMs: 1000 }] } },
    });
    const ask = () => fetch(`${timed.url}/p/v1/models`, { headers: { authorization: "Bearer k" } });
    expect((await ask()).status).toBe(500);
    time += 1001;
    expect((await ask()).status).toBe(200);
    await timed.close();
  });

  test("the first listed wins, the next takes over when it is used up", async () => {
    const faults: Fault[] = [
      { kind: "http-500", count: 1 },
      { kind: "http-503", count: 1 },
    ];
    simulator.setFault("p", faults);
    expect([await status(), await status(), await status()]).toEqual([500, 503, 200]);
  });

  test("no fault touches another provider", async () => {
    simulator.setFault("p", { kind: "http-500" });
    const other = await fetch(`${simulator.url}/q/v1/chat/completions`, {
      method: "POST",
      headers: { authorization: "Bearer k" },
      body: JSON.stringify({ model: "m", messages }),
    });
    expect(other.status).toBe(200);
  });
});

test.each(FAULT_KINDS)("%s: the simulator closes at once and answers others meanwhile", async (kind) => {
  const own = await startSimulator({ profiles: { "*": { ttftMs: 0, tokensPerSecond: 0 }, p: { faults: [{ kind }] } } });
  const body = JSON.stringify({ model: "m", messages, stream: true });
  const send = (provider: string) =>
    fetch(`${own.url}/${provider}/v1/chat/completions`, {
      method: "POST",
      headers: { authorization: "Bearer k" },
      body,
    });
  const hanging = send("p").then(
    (answer) => answer.text().catch(() => ""),
    () => "",
  );
  expect(await (await send("q")).text()).toContain("[DONE]");
  const startedAt = performance.now();
  await own.close();
  await hanging;
  // Long before anything that hangs would end by itself.
  expect(performance.now() - startedAt).toBeLessThan(8_000);
});
