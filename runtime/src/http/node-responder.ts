import type { ServerResponse } from "node:http";
import type { Departure, Responder } from "../gateway/responder.ts";
import { headerValue } from "./header-value.ts";

/** A caller who takes nothing for this long has left. Milliseconds. */
const STALL_MS = 60_000;

/**
 * Answers through a node:http response, or the same face of node:http2. Writes to one that the caller has left are
 * dropped. HTTP/2's response has no `destroyed`, so what became of it is noted here.
 */
export class NodeResponder implements Responder, Departure {
  readonly #raw: ServerResponse;
  readonly #stallMs: number;
  /** Few, and most of the time one: a set costs more than looking through them. */
  readonly #listeners: (() => void)[] = [];
  #aborted = false;
  #gone = false;
  #ended = false;

  constructor(raw: ServerResponse, stallMs = STALL_MS) {
    this.#raw = raw;
    this.#stallMs = stallMs;
    raw.once("close", this.#close);
    // The caller may have left while the body was parsed; no event comes then.
    if (raw.destroyed || raw.socket?.destroyed) this.#close();
  }

  /** Tells when the caller leaves before the answer was given whole. */
  get callerLeft(): Departure {
    return this;
  }

  get aborted(): boolean {
    return this.#aborted;
  }

  addEventListener(_type: "abort", listener: () => void): void {
    this.#listeners.push(listener);
  }

  removeEventListener(_type: "abort", listener: () => void): void {
    const at = this.#listeners.indexOf(listener);
    if (at >= 0) this.#listeners.splice(at, 1);
  }

  send(status: number, headers: Record<string, string>, body: string): void {
    if (this.#gone || this.#ended) return;
    if (this.#raw.headersSent) {
      // Too late for an answer of its own: a connection that breaks can not be taken for a clean end.
      this.destroy();
      return;
    }
    this.#ended = true;
    makePrintable(headers);
    headers["content-length"] = String(Buffer.byteLength(body));
    this.#raw.writeHead(status, headers);
    this.#raw.end(body);
  }

  begin(status: number, headers: Record<string, string>): void {
    if (this.#gone) return;
    makePrintable(headers);
    // HTTP/1.0 has no trailers, and node throws on the announcement of one.
    if (headers.trailer !== undefined && this.#isHttp10()) delete headers.trailer;
    this.#raw.writeHead(status, headers);
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

  readonly #close = (): void => {
    this.#gone = true;
    if (this.#ended || this.#aborted) return;
    this.#aborted = true;
    for (const listener of [...this.#listeners]) listener();
  };

  #isHttp10(): boolean {
    return this.#raw.req.httpVersion === "1.0";
  }
}

function makePrintable(headers: Record<string, string>): void {
  for (const name in headers) {
    const value = headers[name] ?? "";
    const printable = headerValue(value);
    if (printable !== value) headers[name] = printable;
  }
}
