/** A small gateway for the tests: known latencies, costs and answers for each deployment. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** What one deployment does with the n-th request to it (from 0). */
export interface Behaviour {
  ttftMs?: number;
  text?: string;
  /** null is a cost that the gateway does not know. */
  costMicroUsd?: number | null;
  /** What it held for it. */
  reservedMicroUsd?: number;
  refuse?: { status: number; code: string; message: string; retryAfter?: string };
  /** Events with content, each after its wait; instead of the text. */
  events?: { afterMs: number; delta: Record<string, unknown> }[];
  /** Wait before the role alone is sent: the first byte. */
  firstByteMs?: number;
  /** The gateway's own time, in its record. */
  overheadMs?: number;
  /** The stream goes wrong after its first content. */
  stream?: "cut" | "error" | "hang" | "reset" | "malformed" | "no-done";
}

export interface TestGateway {
  url: string;
  /** Deployments in the order in which they were asked, with what was asked. */
  asked: { arm: string; body: Record<string, unknown>; headers: IncomingMessage["headers"] }[];
  /** The most requests that were open at once. */
  mostAtOnce: number;
  close(): Promise<void>;
}

export async function startTestGateway(
  behave: (arm: string, nth: number, prompt: string) => Behaviour,
): Promise<TestGateway> {
  const seen = new Map<string, number>();
  const costs = new Map<
    string,
    {
      costMicroUsd: number | null;
      reservedMicroUsd: number | null;
      deployment: string;
      generation: string;
      totalMs: number;
      attempts: { startedMs: number; endedMs: number }[];
      polls: number;
    }
  >();
  let open = 0;
  const gateway: TestGateway = { url: "", asked: [], mostAtOnce: 0, close: async () => {} };

  async function chat(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
    const arm = String(request.headers["fairlead-pin"] ?? `${request.headers["fairlead-workload"]} (as routed)`);
    gateway.asked.push({ arm, body, headers: request.headers });
    const nth = seen.get(arm) ?? 0;
    seen.set(arm, nth + 1);
    const prompt = (body.messages as { content: string }[]).at(-1)?.content ?? "";
    const behaviour = behave(arm, nth, prompt);
    const { ttftMs = 0, text = "yes", costMicroUsd = 100, refuse, stream, events, overheadMs = 2 } = behaviour;
    const { reservedMicroUsd = null } = behaviour;
    const id = `decision-${arm}-${nth}`;
    const headers = { "fairlead-decision": id, "fairlead-deployment": arm, "fairlead-generation": "g1" };
    if (refuse) {
      response.writeHead(refuse.status, {
        ...headers,
        "content-type": "application/json",
        ...(refuse.retryAfter === undefined ? {} : { "retry-after": refuse.retryAfter }),
      });
      response.end(JSON.stringify({ error: { message: refuse.message, code: refuse.code } }));
      return;
    }
    await sleep(behaviour.firstByteMs ?? ttftMs);
    const event = (value: unknown) => response.write(`data: ${JSON.stringify(value)}\n\n`);
    response.writeHead(200, { ...headers, "content-type": "text/event-stream" });
    event({ choices: [{ index: 0, delta: { role: "assistant", content: "" } }] });
    if (behaviour.firstByteMs !== undefined) await sleep(Math.max(0, ttftMs - behaviour.firstByteMs));
    for (const { afterMs, delta } of events ?? [{ afterMs: 0, delta: { content: text } }]) {
      await sleep(afterMs);
      event({ choices: [{ index: 0, delta }] });
    }
    const attempts = [
      { startedMs: 1, endedMs: 11 },
      { startedMs: 11, endedMs: 31 },
    ];
    costs.set(id, {
      costMicroUsd,
      reservedMicroUsd,
      deployment: arm,
      generation: "g1",
      totalMs: 30 + overheadMs,
      attempts,
      polls: 0,
    });
    if (stream === "hang") return;
    if (stream === "reset") {
      await sleep(5);
      response.destroy();
      return;
    }
    if (stream === "error") event({ error: { message: "upstream broke", code: "upstream.cut" } });
    if (stream === "malformed") response.write("data: {oops\n\n");
    if (stream === undefined || stream === "no-done") {
      event({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }] });
      event({ choices: [], usage: { prompt_tokens: 11, completion_tokens: 3 } });
      if (stream === undefined) response.write("data: [DONE]\n\n");
    }
    response.end();
  }

  function decision(id: string, response: ServerResponse): void {
    const record = costs.get(id);
    // As the real one, it writes the record just after the answer: the first look may come too early.
    if (record) record.polls += 1;
    const ready = record !== undefined && record.polls > 1;
    response.writeHead(ready ? 200 : 404, { "content-type": "application/json" });
    response.end(JSON.stringify(ready ? record : { error: { code: "request.unknown-route", message: "none" } }));
  }

  const server = createServer((request, response) => {
    open += 1;
    gateway.mostAtOnce = Math.max(gateway.mostAtOnce, open);
    response.once("close", () => {
      open -= 1;
    });
    const [, id] = /^\/fairlead\/v1\/decisions\/(.+)$/.exec(request.url ?? "") ?? [];
    if (id !== undefined) decision(decodeURIComponent(id), response);
    else void chat(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  gateway.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  gateway.close = () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return gateway;
}
