import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PortInUseError, ProfileError, type Simulator, startSimulator } from "./index.ts";
import { errorOf } from "./test-helpers.ts";

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ profiles: { "*": { ttftMs: 0, tokensPerSecond: 0 }, known: { quality: 0.5 } } });
});
afterAll(() => simulator.close());

const control = (method: string, path: string, body?: unknown) =>
  fetch(`${simulator.url}/_simulator/${path}`, {
    method,
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });

const chat = (url: string, provider: string, body: Record<string, unknown> = {}) =>
  fetch(`${url}/${provider}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: "Bearer k" },
    body: JSON.stringify({ model: "m", messages: [{ role: "user", content: "What is 17 * 23?" }], ...body }),
  });

describe("control API", () => {
  test("profiles are read, patched and reset", async () => {
    const all = (await (await control("GET", "providers")).json()) as { providers: Record<string, unknown> };
    expect(all.providers).toHaveProperty("known.quality", 0.5);
    const changed = await control("PUT", "providers/known", { ttftMs: 5, models: { m: { quality: 0 } } });
    expect(await changed.json()).toMatchObject({ ttftMs: 5, quality: 0.5, models: { m: { quality: 0 } } });
    expect(await (await control("DELETE", "providers/known")).json()).toMatchObject({ ttftMs: 0, models: {} });
  });

  test("a fault that is set over HTTP hits, and its rest is shown", async () => {
    await control("PUT", "providers/drill", { faults: [{ kind: "http-503", count: 3 }] });
    expect((await chat(simulator.url, "drill")).status).toBe(503);
    expect(await (await control("GET", "providers/drill")).json()).toMatchObject({ faults: [{ count: 2 }] });
    await control("DELETE", "providers");
    expect((await chat(simulator.url, "drill")).status).toBe(200);
  });

  test.each([
    [{ latency: 4 }, "/latency", /known are ttftMs/],
    [{ quality: 2 }, "/quality", /<= 1/],
    [{ faults: [{ kind: "http-500" }, { kind: "http-999" }] }, "/faults/1/kind", /must be one of http-500/],
    [{ faults: [{ kind: "http-500", propability: 1 }] }, "/faults/0/propability", /known are kind, probability/],
    [{ faults: [{}] }, "/faults/0", /required property 'kind'/],
    [{ models: { "a/b": { faults: [] } } }, "/models/a~1b/faults", /not a member/],
    [{ outputTokens: 1.5 }, "/outputTokens", /integer/],
    [[], "", /must be object/],
  ])("refuses %j and points at it", async (patch, pointer, words) => {
    const answer = await control("PUT", "providers/known", patch);
    expect(answer.status).toBe(400);
    const error = await errorOf(answer);
    expect(error.code).toBe("simulator.bad-profile");
    expect(error.problems).toContainEqual({ pointer, message: expect.stringMatching(words) });
    expect(await (await control("GET", "providers/known")).json()).toMatchObject({ quality: 0.5, faults: [] });
  });

  test("refuses what is no JSON, and unknown paths", async () => {
    expect((await errorOf(await control("PUT", "providers/known", "{"))).code).toBe("simulator.bad-json");
    expect((await control("POST", "providers")).status).toBe(404);
    expect((await control("GET", "nothing")).status).toBe(404);
    expect((await control("GET", "providers/a/b")).status).toBe(404);
    expect((await control("GET", "providers/%E0%A4%A")).status).toBe(400);
    expect((await fetch(`${simulator.url}/`)).status).toBe(404);
  });

  test("in-process changes are checked too", () => {
    // @ts-expect-error a kind that there is not
    expect(() => simulator.setFault("p", { kind: "http-999" })).toThrow(ProfileError);
    expect(() => simulator.setProfile("p", { quality: -1 })).toThrow(/\/quality/);
  });
});

describe("counts", () => {
  test("what was served, refused and billed", async () => {
    const own = await startSimulator({
      profiles: {
        p: {
          ttftMs: 0,
          tokensPerSecond: 0,
          inputTokens: 1000,
          cachedInputTokens: 200,
          outputTokens: 50,
          price: { input: 5, output: 30, cachedInput: 0.5 },
        },
      },
    });
    await (await chat(own.url, "p")).json();
    await (await chat(own.url, "p", { stream: true })).text();
    own.setFault("p", { kind: "cut", afterTokens: 10, count: 1 });
    await (await chat(own.url, "p", { stream: true })).text();
    own.setFault("p", { kind: "http-500", count: 1 });
    await chat(own.url, "p");
    const perAnswer = 800 * 5 + 200 * 0.5;
    const expected = {
      provider: "p",
      model: "m",
      requests: 4,
      completed: 2,
      failed: 2,
      cancelled: 0,
      inputTokens: 3000,
      cachedInputTokens: 600,
      outputTokens: 110,
      billedMicroUsd: 3 * perAnswer + 110 * 30,
    };
    expect(own.counts()).toEqual([expected]);
    const overHttp = await fetch(`${own.url}/_simulator/counts`);
    expect(await overHttp.json()).toEqual({ counts: [expected] });
    await fetch(`${own.url}/_simulator/counts`, { method: "DELETE" });
    expect(own.counts()).toEqual([]);
    await own.close();
  });

  test("a client that goes away is counted with what it was sent; an unknown price is no bill", async () => {
    const own = await startSimulator({ profiles: { p: { ttftMs: 0, tokensPerSecond: 5, outputTokens: 500 } } });
    const stop = new AbortController();
    const answer = await fetch(`${own.url}/p/v1/chat/completions`, {
      method: "POST",
      headers: { authorization: "Bearer k" },
      body: JSON.stringify({ model: "m", stream: true, messages: [{ role: "user", content: "Tell me about tides." }] }),
      signal: stop.signal,
    });
    await answer.body?.getReader().read();
    stop.abort();
    await expect.poll(() => own.counts()).toMatchObject([{ requests: 1, cancelled: 1, billedMicroUsd: null }]);
    expect(own.counts()[0]?.outputTokens).toBeLessThan(100);
    await own.close();
  });
});

describe("determinism", () => {
  const questions = ["Tell me about tides.", "What is 17 * 23?", "Tell me about knots."];
  async function run(seed: number, order: readonly number[]): Promise<string[]> {
    const own = await startSimulator({ seed, profiles: { p: { ttftMs: 0, tokensPerSecond: 0, quality: 0.5 } } });
    const answers: string[] = [];
    for (const index of order) {
      const answer = await chat(own.url, "p", { messages: [{ role: "user", content: questions[index] }] });
      const body = (await answer.json()) as { id: string; choices: { message: { content: string } }[] };
      answers.push(`${index} ${body.id} ${body.choices[0]?.message.content}`);
    }
    await own.close();
    return answers.sort();
  }

  test("the same seed and questions in another order give the same answers; another seed does not", async () => {
    const first = await run(7, [0, 1, 2, 0, 1, 2, 0, 1, 2]);
    expect(await run(7, [2, 2, 1, 0, 0, 1, 0, 2, 1])).toEqual(first);
    expect(await run(8, [0, 1, 2, 0, 1, 2, 0, 1, 2])).not.toEqual(first);
    expect(new Set(first).size).toBe(9);
  });

  test("quality is how often answers are right", async () => {
    const own = await startSimulator({ profiles: { p: { ttftMs: 0, tokensPerSecond: 0, quality: 0.8 } } });
    let right = 0;
    for (let index = 0; index < 200; index += 1) {
      const content = `What is ${index} + 1000?`;
      const answer = await chat(own.url, "p", { messages: [{ role: "user", content }] });
      if ((await answer.text()).includes(` ${index + 1000}.`)) right += 1;
    }
    expect(right).toBeGreaterThan(140);
    expect(right).toBeLessThan(180);
    await own.close();
  });
});

describe("time", () => {
  test("the first token and the pace are those of the profile", async () => {
    const own = await startSimulator({
      profiles: { p: { ttftMs: 80, ttftSpread: 0, tokensPerSecond: 200, outputTokens: 20 } },
    });
    const startedAt = performance.now();
    const answer = await chat(own.url, "p", { stream: true });
    const firstAfter = performance.now() - startedAt;
    await answer.text();
    const allAfter = performance.now() - startedAt;
    expect(firstAfter).toBeGreaterThanOrEqual(78);
    // Nineteen more tokens at 200 a second. Whatever delays the client only adds to it.
    expect(allAfter).toBeGreaterThanOrEqual(78 + 19 * 5 - 5);
    const again = performance.now();
    await (await chat(own.url, "p")).json();
    expect(performance.now() - again).toBeGreaterThan(175);
    await own.close();
  });

  test("a taken port is an error that says so", async () => {
    const taken = startSimulator({ port: simulator.port });
    await expect(taken).rejects.toThrow(PortInUseError);
    await expect(taken).rejects.toMatchObject({
      code: "simulator.port-in-use",
      message: expect.stringMatching(/Choose another/),
    });
  });
});

describe("a provider that is held", () => {
  test("answers when it is told, those first that came first; whoever leaves waits no more", async () => {
    const held = simulator.hold("held");
    const done: number[] = [];
    const ask = async (at: number): Promise<void> => {
      await (await chat(simulator.url, "held")).text();
      done.push(at);
    };
    const leave = new AbortController();
    const body = JSON.stringify({ model: "m", input: "a" });
    const headers = { authorization: "Bearer k" };
    const url = `${simulator.url}/held/v1/embeddings`;
    const left = fetch(url, { method: "POST", headers, body, signal: leave.signal }).catch(() => "left");
    await expect.poll(() => held.waiting).toBe(1);
    const first = ask(1);
    await expect.poll(() => held.waiting).toBe(2);
    const second = ask(2);
    await expect.poll(() => held.waiting).toBe(3);
    leave.abort();
    expect(await left).toBe("left");
    await expect.poll(() => held.waiting).toBe(2);
    held.release(1);
    await first;
    expect(done).toEqual([1]);
    held.end();
    await second;
    await ask(3);
    expect(done).toEqual([1, 2, 3]);
  });
});
