/** Connections to providers: pools that keep connections open, one set for each connect timeout. */
import { Agent, type Dispatcher, request } from "undici";
import type { UpstreamRequest } from "../providers/adapter.ts";

const DEFAULT_CONNECT_MS = 5_000;

export interface UpstreamAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Dispatcher.ResponseData["body"];
}

export class Upstream {
  readonly #agents = new Map<number, Agent>();

  /**
   * Sends a request and returns when headers have come. Has no clocks of its own but the one for connecting
   * (an undici ConnectTimeoutError): abort by the signal.
   */
  async send(upstream: UpstreamRequest, connectMs: number | undefined, signal: AbortSignal): Promise<UpstreamAnswer> {
    const answer = await request(`${upstream.origin}${upstream.path}`, {
      dispatcher: this.#agent(connectMs ?? DEFAULT_CONNECT_MS),
      method: upstream.method,
      headers: upstream.headers,
      body: upstream.body,
      signal,
    });
    return { status: answer.statusCode, headers: answer.headers, body: answer.body };
  }

  async close(): Promise<void> {
    await Promise.all([...this.#agents.values()].map((agent) => agent.destroy()));
  }

  #agent(connectMs: number): Agent {
    let agent = this.#agents.get(connectMs);
    if (!agent) {
      agent = new Agent({
        connect: { timeout: connectMs, noDelay: true },
        headersTimeout: 0,
        bodyTimeout: 0,
        keepAliveTimeout: 30_000,
        pipelining: 1,
      });
      this.#agents.set(connectMs, agent);
    }
    return agent;
  }
}
