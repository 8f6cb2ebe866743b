/** However a call is written in HTTP, it is the same call: most take a short way through the server, and some can not. */
import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { policyOf, startTestGateway, type TestGateway } from "./harness.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({ policy: policyOf(["m@oa"]) });
});
afterAll(() => gateway.close());

const BODY = JSON.stringify({ model: "m", messages: [{ role: "user", content: "Grüße" }] });

/** Sends bytes as they are, and returns all that comes until the server ends the connection. */
async function raw(...pieces: string[]): Promise<string> {
  const { port, hostname } = new URL(gateway.url);
  const socket = connect(Number(port), hostname);
  const chunks: Buffer[] = [];
  socket.on("data", (chunk) => chunks.push(chunk));
  const closed = once(socket, "close");
  for (const piece of pieces) {
    socket.write(piece);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await closed;
  return Buffer.concat(chunks).toString();
}

const head = (first: string, ...more: string[]): string =>
  [first, "host: x", `authorization: Bearer ${gateway.key}`, "fairlead-workload: x", "connection: close", ...more].join(
    "\r\n",
  );
const length = `content-length: ${Buffer.byteLength(BODY)}`;

test.each<[name: string, pieces: () => string[]]>([
  ["as every client writes it", () => [`${head("POST /v1/chat/completions HTTP/1.1", length)}\r\n\r\n${BODY}`]],
  [
    "in three packets, one of which ends within a character",
    () => {
      const text = `${head("POST /v1/chat/completions HTTP/1.1", length)}\r\n\r\n${BODY}`;
      return [text.slice(0, 40), text.slice(40, -12), text.slice(-12)];
    },
  ],
  ["with a query", () => [`${head("POST /v1/chat/completions?api-version=1 HTTP/1.1", length)}\r\n\r\n${BODY}`]],
  ["with a slash too many", () => [`${head("POST //v1/chat/completions HTTP/1.1", length)}\r\n\r\n${BODY}`]],
  [
    "in chunks",
    () => [
      `${head("POST /v1/chat/completions HTTP/1.1", "transfer-encoding: chunked")}\r\n\r\n`,
      `${Buffer.byteLength(BODY).toString(16)}\r\n${BODY}\r\n`,
      "0\r\n\r\n",
    ],
  ],
  ["in HTTP/1.0", () => [`${head("POST /v1/chat/completions HTTP/1.0", length)}\r\n\r\n${BODY}`]],
  [
    "after asking whether it may",
    () => [`${head("POST /v1/chat/completions HTTP/1.1", length, "expect: 100-continue")}\r\n\r\n`, BODY],
  ],
])("a call %s", async (_name, pieces) => {
  const answer = await raw(...pieces());
  expect(answer).toMatch(/^HTTP\/1\.1 (100 Continue\r\n\r\nHTTP\/1\.1 )?200 OK\r\n/);
  expect(answer).toMatch(/"role": ?"assistant"/);
  expect(answer).toMatch(/fairlead-deployment: m@oa/i);
});

test("a body of no length is no request, and half a body is none at all", async () => {
  const empty = await raw(`${head("POST /v1/chat/completions HTTP/1.1", "content-length: 0")}\r\n\r\n`);

  expect(empty).toContain("request.malformed");
  const before = (await gateway.records()).length;
  const { port, hostname } = new URL(gateway.url);
  const socket = connect(Number(port), hostname);
  socket.write(`${head("POST /v1/chat/completions HTTP/1.1", length)}\r\n\r\n${BODY.slice(0, 20)}`);
  await new Promise((resolve) => setTimeout(resolve, 50));
  socket.destroy();
  await raw(`${head("POST /v1/chat/completions HTTP/1.1", length)}\r\n\r\n${BODY}`);
  expect((await gateway.records()).length).toBe(before + 1);
  expect(gateway.faults).toEqual([]);
});

test.each([
  "/v1/batches",
  "/v1/batches/batch_1/cancel",
  "/v1/messages/batches",
  "/v1beta/models/gemini-3-m:batchGenerateContent",
  "/openai/v1/batches?api-version=preview",
  "/model-invocation-job",
])("batches are refused with their reason: %s", async (path) => {
  const answer = await fetch(gateway.url + path, {
    method: "POST",
    headers: { authorization: `Bearer ${gateway.key}`, "fairlead-workload": "x" },
    body: "{}",
  });
  const text = await answer.text();
  expect([answer.status, text]).toEqual([404, expect.stringContaining("request.unknown-route")]);
  expect(text).toContain("Batches are not served");
});
