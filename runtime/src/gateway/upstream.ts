/** Connections to providers: pools that keep connections open, one set for each connect timeout. */
import { subscribe } from "node:diagnostics_channel";
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

/** How long a connection is kept that nothing is sent on. Milliseconds. */
const KEPT_MS = 30_000;
/** No host closes a connection sooner because nothing is sent on it: usual are from two seconds up. Milliseconds. */
const IDLE_MS = 1_000;
/** What a request ends with whose connection was closed at the other end, perhaps before it came there. */
const CLOSED: ReadonlySet<unknown> = new Set(["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"]);

const ABORTED = new Error("nobody waits for the answer any more");

/** When the last answer on a connection ended. Monotonic milliseconds. */
const lastEnds = new WeakMap<object, number>();
/** The request whose head is written next: undici tells only observers on which connection. */
let starting: Call | undefined;
subscribe("undici:client:sendHeaders", (message) => {
  starting?.sentOn((message as { socket: object }).socket);
  starting = undefined;
});

/** Between undici's callbacks and ours. Without the streams and signals of undici's `request`, which cost as much again. */
class Call implements UpstreamCall, Dispatcher.DispatchHandler {
  readonly #listener: UpstreamListener;
  readonly #owner: Upstream;
  readonly request: UpstreamRequest;
  readonly connectMs: number;
  #controller: Dispatcher.DispatchController | undefined;
  #socket: object | undefined;
  /** How long the connection had not been used when the request went out; undefined for a new one. */
  #idleMs: number | undefined;
  #over = false;
  /** Something of an answer has come. */
  #answered = false;
  #sentAgain = false;

  constructor(listener: UpstreamListener, owner: Upstream, request: UpstreamRequest, connectMs: number) {
    this.#listener = listener;
    this.#owner = owner;
    this.request = request;
    this.connectMs = connectMs;
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
    else starting = this;
  }

  sentOn(socket: object): void {
    const last = lastEnds.get(socket);
    this.#socket = socket;
    this.#idleMs = last === undefined ? undefined : performance.now() - last;
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: ResponseHeaders): void {
    this.#answered = true;
    // What begins with 1 only announces the answer.
    if (!this.#over && status >= 200) this.#listener.onHeaders(status, headers);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (!this.#over) this.#listener.onBytes(chunk);
  }

  onResponseEnd(): void {
    if (this.#over) return;
    this.#over = true;
    if (this.#socket) lastEnds.set(this.#socket, performance.now());
    this.#listener.onEnd();
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    if (this.#over) return;
    if (this.#isCrossed(error)) {
      this.#sentAgain = true;
      this.#controller = undefined;
      this.#owner.sendAgain(this);
      return;
    }
    this.#over = true;
    this.#listener.onError(error);
  }

  /** Whether it crossed with the end of a connection that the host had kept long enough, so that it was not read. */
  #isCrossed(error: Error): boolean {
    if (this.#answered || this.#sentAgain || !CLOSED.has((error as { code?: unknown }).code)) return false;
    return this.#idleMs !== undefined && this.#idleMs >= IDLE_MS;
  }
}

export class Upstream {
  readonly #agents = new Map<number, Dispatcher>();
  /** The same, for connections that are not kept. */
  readonly #unkept = new Map<number, Dispatcher>();

  /**
   * Sends a request. Has no clocks of its own but the one for connecting, which an undici ConnectTimeoutError tells of.
   */
  send(upstream: UpstreamRequest, connectMs: number | undefined, listener: UpstreamListener): UpstreamCall {
    const call = new Call(listener, this, upstream, connectMs ?? DEFAULT_CONNECT_MS);
    this.#agent(this.#agents, call.connectMs, 1).dispatch(upstream, call);
    return call;
  }

  /** Sends a request once more, on a connection of its own. */
  sendAgain(call: Call): void {
    this.#agent(this.#unkept, call.connectMs, 0).dispatch(call.request, call);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#agents.values(), ...this.#unkept.values()].map((agent) => agent.destroy()));
  }

  #agent(agents: Map<number, Dispatcher>, connectMs: number, pipelining: 0 | 1): Dispatcher {
    let agent = agents.get(connectMs);
    if (!agent) {
      agent = new Agent({
        connect: { timeout: connectMs, noDelay: true },
        headersTimeout: 0,
        bodyTimeout: 0,
        keepAliveTimeout: KEPT_MS,
        pipelining,
      });
      agents.set(connectMs, agent);
    }
    return agent;
  }
}
