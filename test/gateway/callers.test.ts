/** Callers that leave, stall, send halves or speak old dialects: every reservation ends once, and nobody else suffers. */
import { once } from "node:events";
import { connect as connectHttp2 } from "node:http2";
import { connect, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { chat, policyOf, send, startTestGateway, type TestGateway } from "./harness.ts";

/** A provider whose time does not vary. */
const PROMPT = { ttftMs: 0, ttftSpread: 0, tokensPerSecond: 0 };
/** One that takes half a minute. */
const SLOW = { ...PROMPT, tokensPerSecond: 3, outputTokens: 90 };

let gateway: TestGateway;
beforeEach(async () => {
  gateway = await startTestGateway({
    policy: policyOf(
      ["m@oa", "m@az"],
      "budgets:\n  day: { scope: { businessUnit: sales }, limit: 10 USD, window: day }\n",
    ),
  });
});
afterEach(async () => {
  await expectAllEnded();
  expect(gateway.faults).toEqual([]);
  await gateway.close();
});

/** No reservation is left, here or in the ledger, and what the budget counts is what the records say. */
async function expectAllEnded(): Promise<void> {
  await expect.poll(() => gateway.server.gateway.reservations.held).toBe(0);
  const { budgets, totals } = (await send(gateway, "/fairlead/v1/spend")).json;
  expect(budgets[0].spentMicroUsd).toBe(totals[0].costMicroUsd);
}

const body = (more: Record<string, unknown> = {}): string =>
  JSON.stringify({ model: "auto", messages: [{ role: "user", content: "hi" }], ...more });

/** The head of a request as it goes over the wire. */
function head(length: number, version = "1.1", more = ""): string {
  return `POST /v1/chat/completions HTTP/${version}\r\nhost: x\r\nauthorization: Bearer ${gateway.key}\r\nfairlead-workload: x\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n${more}\r\n`;
}

function open(): { socket: Socket; text: () => string; closed: Promise<void> } {
  const { port } = new URL(gateway.url);
  const socket = connect(Number(port), "127.0.0.1");
  let text = "";
  socket.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  socket.on("error", () => {});
  return { socket, text: () => text, closed: new Promise((resolve) => socket.once("close", () => resolve())) };
}

async function outcomes(count: number): Promise<string[]> {
  await expect.poll(async () => (await gateway.records()).length).toBe(count);
  return (await gateway.records()).map(({ outcome }) => outcome);
}

describe("HTTP/2", () => {
  const ask = (more: Record<string, unknown>) => {
    const session = connectHttp2(gateway.url);
    const stream = session.request({
      ":method": "POST",
      ":path": "/v1/chat/completions",
      authorization: `Bearer ${gateway.key}`,
      "fairlead-workload": "x",
    });
    stream.on("error", () => {});
    session.on("error", () => {});
    stream.end(body(more));
    return { session, stream };
  };

  test("a stream that is reset before the first content", async () => {
    const provider = gateway.simulator.hold("oa");
    const { session, stream } = ask({ stream: true });
    await expect.poll(() => provider.waiting).toBe(1);
    stream.close(8);
    expect(await outcomes(1)).toEqual(["caller.left"]);
    session.close();
  });

  test("a stream that is reset in the middle", async () => {
    gateway.simulator.setProfile("oa", SLOW);
    const { session, stream } = ask({ stream: true });
    await once(stream, "data");
    stream.close(8);
    expect(await outcomes(1)).toEqual(["caller.left"]);
    session.close();
  });

  test("a session that is torn down while whole answers are being made", async () => {
    const provider = gateway.simulator.hold("oa");
    const { session } = ask({});
    await expect.poll(() => provider.waiting).toBe(1);
    session.destroy();
    expect(await outcomes(1)).toEqual(["caller.left"]);
  });

  test("100 streams at once, every second one reset", async () => {
    // Those that are reset have a provider that is far from its end by then.
    gateway.simulator.setProfile("oa", { ...PROMPT, tokensPerSecond: 100, outputTokens: 40 });
    gateway.simulator.setProfile("az", SLOW);
    const session = connectHttp2(gateway.url);
    const all = Array.from({ length: 100 }, async (_, index) => {
      const stream = session.request({
        ":method": "POST",
        ":path": "/v1/chat/completions",
        authorization: `Bearer ${gateway.key}`,
        "fairlead-workload": "x",
        "fairlead-pin": index % 2 === 0 ? "m@az" : "m@oa",
      });
      stream.on("error", () => {});
      stream.end(body({ stream: true }));
      let text = "";
      stream.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
        if (index % 2 === 0) stream.close(8);
      });
      await new Promise((resolve) => stream.once("close", resolve));
      return text.includes("[DONE]");
    });
    expect((await Promise.all(all)).filter(Boolean)).toHaveLength(50);
    const ended = await outcomes(100);
    expect(ended.filter((outcome) => outcome === "served")).toHaveLength(50);
    session.close();
  });
});

test("the first bytes of a connection come one by one, in either protocol", async () => {
  for (const first of [
    `${head(body().length, "1.1", "connection: close\r\n")}${body()}`,
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
  ]) {
    const { socket, text, closed } = open();
    socket.setNoDelay(true);
    for (const byte of first.slice(0, 6)) {
      socket.write(byte);
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
    socket.write(first.slice(6));
    await expect.poll(() => text().length).toBeGreaterThan(8);
    if (first.startsWith("POST")) expect(text()).toMatch(/^HTTP\/1\.1 200/);
    // HTTP/2 begins with the server's SETTINGS, a frame of type 4.
    else expect(text().charCodeAt(3)).toBe(4);
    socket.destroy();
    await closed;
  }
});

describe("HTTP/1", () => {
  test("a caller of HTTP/1.0 gets its stream, ended by the end of the connection", async () => {
    const { socket, text, closed } = open();
    const request = body({ stream: true });
    socket.write(head(request.length, "1.0") + request);
    await closed;
    expect(text()).toContain("200 OK");
    expect(text()).toContain("data: [DONE]");
    expect(await outcomes(1)).toEqual(["served"]);
  });

  test("pipelined requests are answered in order on one connection", async () => {
    const { socket, text, closed } = open();
    const request = body();
    socket.write(
      (head(request.length) + request).repeat(2) + head(request.length, "1.1", "connection: close\r\n") + request,
    );
    await closed;
    expect(text().match(/HTTP\/1\.1 200 OK/g)).toHaveLength(3);
  });

  test("a connection is used again after an error", async () => {
    const { socket, text, closed } = open();
    const request = body();
    socket.write(`${head(9)}{"model":${head(request.length, "1.1", "connection: close\r\n")}${request}`);
    await closed;
    expect(text()).toMatch(/^HTTP\/1\.1 400 [\s\S]*request\.malformed[\s\S]*HTTP\/1\.1 200 OK/);
  });

  test("a body that is too large is refused at once and read to its end, so that its sender can hear why", async () => {
    const { socket, text, closed } = open();
    const size = 33 * 1024 * 1024;
    socket.write(`${head(size)}{"model":"`);
    await expect.poll(text).toMatch(/^HTTP\/1\.1 413 [\s\S]*request\.too-large/);
    const request = body();
    socket.write("x".repeat(size - 10));
    socket.write(head(request.length, "1.1", "connection: close\r\n") + request);
    await closed;
    expect(text()).toContain("HTTP/1.1 200 OK");
  });

  test.each([
    ["no HTTP at all", "GARBAGE\r\n\r\n", "400"],
    ["headers beyond all measure", `GET /healthz HTTP/1.1\r\nhost: x\r\nx-big: ${"a".repeat(20_000)}\r\n\r\n`, "431"],
    ["a path that can not be decoded", "GET /% HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n", "400"],
  ])("%s", async (_what, bytes, status) => {
    const { socket, text, closed } = open();
    socket.write(bytes);
    await closed;
    expect(text()).toMatch(new RegExp(`^HTTP/1\\.1 ${status} [\\s\\S]*request\\.malformed`));
    // The others begin with a request that was served.
    await chat(gateway);
  });

  test("half of a body, and then nobody", async () => {
    const { socket, closed } = open();
    socket.write(`${head(1000)}{"model":`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.destroy();
    await closed;
    expect((await chat(gateway)).status).toBe(200);
    expect(await outcomes(1)).toEqual(["served"]);
  });

  test("a caller who leaves while it waits for a budget", async () => {
    const provider = gateway.simulator.hold("oa");
    const leave = new AbortController();
    const first = chat(gateway, { max_tokens: 8000, n: 100 });
    await expect.poll(() => provider.waiting).toBe(1);
    const second = expect(chat(gateway, { max_tokens: 8000, n: 60 }, {}, leave.signal)).rejects.toThrow();
    await expect.poll(() => gateway.server.gateway.reservations.waiting).toBe(1);
    leave.abort();
    await second;
    await expect.poll(() => gateway.server.gateway.reservations.waiting).toBe(0);
    provider.end();
    expect((await first).status).toBe(200);
    const left = (await gateway.records()).find(({ status }) => status === 499);
    expect(left).toMatchObject({ outcome: "caller.left", costMicroUsd: 0, attempts: [] });
  });
});
