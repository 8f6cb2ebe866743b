/** Connections to providers: pools that keep connections open, one set for each connect timeout. */
import type { Dispatcher } from "undici";
// Not from the package's entry, which loads a browser's whole network beside it and delays the start by a tenth.
import Agent from "undici/lib/dispatcher/agent.js";
import type { ResponseHeaders, UpstreamRequest } from "../providers/adapter.ts";

const DEFAULT_CONNECT_MS = 5_000;

/** Who hears what becomes of a request. Called as it comes, within the turn in which the bytes were read. */
export interface UpstreamListener {
  onHeaders(status: number, headers: ResponseHeaders): void;
  /** A piece of the body. It stays as it is: nobody writes over it. */
  onBytes(bytes: Buffer): void;
  onEnd(): void;
  /** No connection, or one that broke. Nothing follows. */
  onError(error: Error): void;
}

/** One request under way. */
export interface UpstreamCall {
  /** Reads no further until `resume`, so that the provider has to wait. */
  pause(): void;
  resume(): void;
  /** Ends it. The listener hears nothing more. Does nothing to one that is over. */
  abort(): void;
}

const ABORTED = new Error("nobody waits for the answer any more");

/** Between undici's callbacks and ours. Without the streams and signals of undici's `request`, which cost as much again. */
class Call implements UpstreamCall, Dispatcher.DispatchHandler {
  readonly #listener: UpstreamListener;
  #controller: Dispatcher.DispatchController | undefined;
  #over = false;

  constructor(listener: UpstreamListener) {
    this.#listener = listener;
  }

  pause(): void {
    this.#controller?.pause();
  }

  resume(): void {
    if (!this.#over) this.#controller?.resume();
  }

  abort(): void {
    if (this.#over) return;
    this.#over = true;
    this.#controller?.abort(ABORTED);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // It was given up while it waited for a connection.
    if (this.#over) controller.abort(ABORTED);
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: ResponseHeaders): void {
    // What begins with 1 only announces the answer.
    if (!this.#over && status >= 200) this.#listener.onHeaders(status, headers);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (!this.#over) this.#listener.onBytes(chunk);
  }

  onResponseEnd(): void {
    if (this.#over) return;
    this.#over = true;
    this.#listener.onEnd();
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    if (this.#over) return;
    this.#over = true;
    this.#listener.onError(error);
  }
}

export class Upstream {
  readonly #agents = new Map<number, Dispatcher>();

  /**
   * Sends a request. Has no clocks of its own but the one for connecting, which an undici ConnectTimeoutError tells of.
   */
  send(upstream: UpstreamRequest, connectMs: number | undefined, listener: UpstreamListener): UpstreamCall {
    const call = new Call(listener);
    this.#agent(connectMs ?? DEFAULT_CONNECT_MS).dispatch(upstream, call);
    return call;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#agents.values()].map((agent) => agent.destroy()));
  }

  #agent(connectMs: number): Dispatcher {
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
