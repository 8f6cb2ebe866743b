/** Hosts that do not quite say what their protocol says. */
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { CATALOG, chat, policyOf, startTestGateway, type TestGateway } from "./harness.ts";

let host: Server;
let gateway: TestGateway;
afterEach(async () => {
  await gateway.close();
  host.closeAllConnections();
  host.close();
});

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

/** A gateway in front of one provider that answers as told. */
async function inFrontOf(answer: Answer): Promise<void> {
  host = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => {
      body += text;
    });
    request.once("end", () => answer(request, response, body));
  });
  await new Promise<void>((resolve) => host.listen(0, "127.0.0.1", resolve));
  const { port } = host.address() as AddressInfo;
  gateway = await startTestGateway({
    // What it takes is found out.
    catalog: CATALOG.replace(" streamUsage: false,", ""),
    policy: policyOf(["m@co"]),
    endpoints: { co: `http://127.0.0.1:${port}` },
  });
}

const COMPLETION = {
  id: "c",
  object: "chat.completion",
  created: 1,
  model: "m",
  choices: [{ index: 0, message: { role: "assistant", content: "Grüße" }, finish_reason: "stop" }],
  usage: { prompt_tokens: 9, completion_tokens: 2, total_tokens: 11 },
};

test("a byte order mark in front of an answer is none of it", async () => {
  await inFrontOf((_request, response) => response.end(`\ufeff${JSON.stringify(COMPLETION)}`));
  const answer = await chat(gateway);
  expect([answer.status, answer.json?.choices[0].message.content]).toEqual([200, "Grüße"]);
});

describe("a host that closes connections", () => {
  /** A host on bare sockets: the answers to the requests of each connection, one after the other; then it is reset. */
  async function inFrontOfSockets(answersEach: number): Promise<() => number> {
    let asked = 0;
    await inFrontOf(() => {});
    host.removeAllListeners("connection");
    host.on("connection", (socket: Socket) => {
      let left = answersEach;
      let read = "";
      socket.on("error", () => {});
      socket.setEncoding("utf8").on("data", (text: string) => {
        read += text;
        if (!read.endsWith("}")) return;
        read = "";
        asked += 1;
        left -= 1;
        const body = JSON.stringify(COMPLETION);
        if (left < 0) socket.resetAndDestroy();
        else socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
      });
    });
    return () => asked;
  }

  test("while a request is on its way to one that was kept: the request is not lost", async () => {
    const asked = await inFrontOfSockets(1);
    expect((await chat(gateway)).status).toBe(200);
    // Longer than the shortest time for which hosts keep a connection.
    await sleep(1_100);
    const answer = await chat(gateway);
    expect([answer.status, answer.headers.get("fairlead-attempts")]).toEqual([200, "1"]);
    expect(asked()).toBe(3);
  });

  test("that was in use a moment ago: that is a failure, and a new attempt", async () => {
    const asked = await inFrontOfSockets(1);
    expect((await chat(gateway)).headers.get("fairlead-attempts")).toBe("1");
    expect((await chat(gateway)).headers.get("fairlead-attempts")).toBe("2");
    expect(asked()).toBe(3);
  });

  test("and never answers: each attempt is one request", async () => {
    const asked = await inFrontOfSockets(0);
    expect((await chat(gateway)).json.error.code).toBe("upstream.unavailable");
    expect(asked()).toBe(2);
  });
});

describe("a host that refuses to be asked for the usage of a stream", () => {
  const streams: boolean[] = [];
  const refuse: RequestListener = (_request, response) => {
    response.statusCode = 422;
    response.end(
      '{"object":"error","message":{"detail":[{"type":"extra_forbidden","loc":["body","stream_options"]}]}}',
    );
  };
  const stream: RequestListener = (_request, response) => {
    const chunk = (delta: object, finish_reason: string | null) =>
      `data: ${JSON.stringify({ ...COMPLETION, usage: undefined, choices: [{ index: 0, delta, finish_reason }] })}\n\n`;
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.end(`${chunk({ role: "assistant", content: "Grüße" }, null)}${chunk({}, "stop")}data: [DONE]\n\n`);
  };

  test("is asked no more, and serves", async () => {
    streams.length = 0;
    await inFrontOf((request, response, body) => {
      streams.push(body.includes("stream_options"));
      (body.includes("stream_options") ? refuse : stream)(request, response);
    });
    for (const attempts of ["2", "1"]) {
      const answer = await chat(gateway, { stream: true, stream_options: { include_usage: true } });
      expect([answer.status, answer.headers.get("fairlead-attempts")]).toEqual([200, attempts]);
      expect(answer.text).toContain("Grüße");
    }
    expect(streams).toEqual([true, false, false]);
    expect((await gateway.records())[1]?.attempts).toMatchObject([
      { outcome: "failed", failure: "invalid-request", status: 422 },
      { outcome: "ok" },
    ]);
  });

  test("and refuses without it too has refused the request", async () => {
    let asked = 0;
    await inFrontOf((request, response) => {
      asked += 1;
      refuse(request, response);
    });
    const answer = await chat(gateway, { stream: true });
    expect([answer.status, answer.json.error.code, asked]).toEqual([400, "upstream.invalid-request", 2]);
  });
});
