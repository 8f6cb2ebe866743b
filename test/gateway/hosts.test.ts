/** Hosts that do not quite say what their protocol says. */
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { CATALOG, chat, policyOf, startTestGateway, type TestGateway } from "./harness.ts";

let host: Server;
let gateway: TestGateway;
afterEach(async () => {
  await gateway.close();
  host.closeAllConnections();
  host.close();
});

/** A gateway in front of one provider that answers as told. */
async function inFrontOf(answer: RequestListener): Promise<void> {
  host = createServer((request, response) => request.resume().once("end", () => answer(request, response)));
  await new Promise<void>((resolve) => host.listen(0, "127.0.0.1", resolve));
  const { port } = host.address() as AddressInfo;
  gateway = await startTestGateway({
    catalog: CATALOG,
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
