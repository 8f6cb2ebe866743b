import type { ServerResponse } from "node:http";
import type { Responder } from "../gateway/responder.ts";
import { headerValue } from "./header-value.ts";

/** A caller who takes nothing for this long has left. Milliseconds. */
const STALL_MS = 60_000;

/**
 * Answers through a node:http response, or the same face of node:http2. Writes to one that the caller has left are
 * dropped. HTTP/2's response has no `destroyed`, so what became of it is noted here.
 */
export class NodeResponder implements Responder {
  readonly #raw: ServerResponse;
  readonly #stallMs: number;
  readonly #left = new AbortController();
  #gone = false;
  #ended = false;

  constructor(raw: ServerResponse, stallMs = STALL_MS) {
    this.#raw = raw;
    this.#stallMs = stallMs;
    const gone = (): void => {
      this.#gone = true;
      if (!this.#ended) this.#left.abort();
    };
    raw.once("close", gone);
    // The caller may have left while the body was parsed; no event comes then.
    if (raw.destroyed || raw.socket?.destroyed) gone();
  }

  /** Aborted when the caller leaves before the answer was given whole. */
  get callerLeft(): AbortSignal {
    return this.#left.signal;
  }

  send(status: number, headers: Record<string, string>, body: string): void {
    if (this.#gone || this.#ended) return;
    if (this.#raw.headersSent) {
      // Too late for an answer of its own: a connection that breaks can not be taken for a clean end.
      this.destroy();
      return;
    }
    this.#ended = true;
    this.#raw.writeHead(status, { ...printable(headers), "content-length": String(Buffer.byteLength(body)) });
    this.#raw.end(body);
  }

  begin(status: number, headers: Record<string, string>): void {
    if (this.#gone) return;
    const { trailer, ...others } = printable(headers);
    // HTTP/1.0 has no trailers, and node throws on the announcement of one.
    const announced = trailer === undefined || this.#isHttp10() ? {} : { trailer };
    this.#raw.writeHead(status, { ...others, ...announced });
  }

  write(bytes: Uint8Array): Promise<void> | undefined {
    if (this.#gone || this.#raw.write(bytes)) return undefined;
    return new Promise((resolve) => {
      const go = (): void => {
        clearTimeout(stall);
        this.#raw.off("drain", go);
        this.#raw.off("close", go);
        resolve();
      };
      const stall = setTimeout(() => this.destroy(), this.#stallMs);
      this.#raw.on("drain", go);
      this.#raw.on("close", go);
      if (this.#gone) go();
    });
  }

  end(trailers: Record<string, string>): void {
    if (this.#gone || this.#ended) return;
    this.#ended = true;
    if (Object.keys(trailers).length > 0 && !this.#isHttp10()) this.#raw.addTrailers(trailers);
    this.#raw.end();
  }

  /** Breaks the connection (of HTTP/2: resets the stream), so that nothing can look complete. */
  destroy(): void {
    this.#raw.destroy();
  }

  #isHttp10(): boolean {
    return this.#raw.req.httpVersion === "1.0";
  }
}

function printable(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, headerValue(value)]));
}
