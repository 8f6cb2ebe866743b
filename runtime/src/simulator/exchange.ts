/** One HTTP exchange: reads the request, writes the answer, and knows when the client has gone. */
import { once } from "node:events";
import { ServerResponse } from "node:http";
import { constants, Http2ServerRequest } from "node:http2";
import type { Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { AnyRequest, AnyResponse } from "./listener.ts";
import type { WireAnswer, WireRequest } from "./vendors/vendor.ts";

const MOST_BODY_BYTES = 64 * 1024 * 1024;

export class Exchange {
  readonly request: AnyRequest;
  readonly response: AnyResponse;
  /** Milliseconds on a monotonic clock. */
  readonly startedAt = performance.now();
  readonly #gone = new AbortController();

  constructor(request: AnyRequest, response: AnyResponse) {
    this.request = request;
    this.response = response;
    response.once("close", () => this.#gone.abort());
    // A client that goes away is an outcome, not an error.
    request.on("error", () => this.#gone.abort());
    response.on("error", () => this.#gone.abort());
  }

  /** True once the connection is closed, by whichever side. */
  get gone(): boolean {
    return this.#gone.signal.aborted;
  }

  get elapsedMs(): number {
    return performance.now() - this.startedAt;
  }

  /** The request with its body; undefined where it is too large or the client went away. */
  async read(): Promise<WireRequest | undefined> {
    const chunks: Buffer[] = [];
    let size = 0;
    try {
      for await (const chunk of this.request as AsyncIterable<Buffer>) {
        size += chunk.length;
        if (size > MOST_BODY_BYTES) return undefined;
        chunks.push(chunk);
      }
    } catch {
      return undefined;
    }
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(this.request.headers)) {
      if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(", ") : value;
    }
    return { method: this.request.method ?? "GET", url: this.request.url ?? "/", headers, body: Buffer.concat(chunks) };
  }

  send({ status, headers, body }: WireAnswer): void {
    if (this.gone) return;
    this.#writeHead(status, { ...headers, "content-length": String(Buffer.byteLength(body)) });
    this.response.end(body);
  }

  begin(status: number, headers: Record<string, string>): void {
    if (this.gone) return;
    this.#writeHead(status, headers);
    if (this.response instanceof ServerResponse) this.response.flushHeaders();
  }

  #writeHead(status: number, headers: Record<string, string>): void {
    if (this.response instanceof ServerResponse) this.response.writeHead(status, headers);
    else this.response.writeHead(status, headers);
  }

  /** Writes bytes, and waits while the client is slow. */
  async write(bytes: Uint8Array): Promise<void> {
    const writable: Writable = this.response;
    if (this.gone || bytes.length === 0 || writable.write(bytes)) return;
    await once(this.response, "drain", { signal: this.#gone.signal }).catch(() => undefined);
  }

  end(): void {
    if (!this.gone) this.response.end();
  }

  /** Waits until a moment in milliseconds after the start of the exchange, or until the client is gone. */
  async waitUntil(afterStartMs: number): Promise<void> {
    const left = afterStartMs - this.elapsedMs;
    if (left > 0 && !this.gone) await sleep(left, undefined, { signal: this.#gone.signal }).catch(() => undefined);
  }

  /** Waits until the client, or the end of the simulator, closes the connection. */
  async waitUntilGone(): Promise<void> {
    if (!this.gone) await once(this.#gone.signal, "abort");
  }

  /** Closes the connection without a word. */
  destroy(): void {
    if (this.request instanceof Http2ServerRequest) this.request.stream.session?.destroy();
    else this.request.socket.destroy();
  }

  /** Ends the connection with a TCP reset (HTTP/2: the stream with RST_STREAM), once what was written is out. */
  async reset(): Promise<void> {
    // Bytes that the kernel has not sent yet would be thrown away by the reset.
    await sleep(5, undefined, { signal: this.#gone.signal }).catch(() => undefined);
    if (this.request instanceof Http2ServerRequest) this.request.stream.close(constants.NGHTTP2_INTERNAL_ERROR);
    else this.request.socket.resetAndDestroy();
  }
}
