import type { ServerResponse } from "node:http";
import type { Responder } from "../gateway/responder.ts";

/** Answers through a node:http response. Writes to one that the caller has left are dropped. */
export class NodeResponder implements Responder {
  readonly #raw: ServerResponse;

  constructor(raw: ServerResponse) {
    this.#raw = raw;
  }

  send(status: number, headers: Record<string, string>, body: string): void {
    if (this.#raw.destroyed) return;
    if (this.#raw.headersSent) {
      // Too late for an answer of its own: a connection that breaks can not be taken for a clean end.
      this.#raw.destroy();
      return;
    }
    this.#raw.writeHead(status, { ...headers, "content-length": String(Buffer.byteLength(body)) });
    this.#raw.end(body);
  }

  begin(status: number, headers: Record<string, string>): void {
    if (this.#raw.destroyed) return;
    this.#raw.writeHead(status, headers);
  }

  write(bytes: Uint8Array): Promise<void> | undefined {
    if (this.#raw.destroyed || this.#raw.write(bytes)) return undefined;
    return new Promise((resolve) => {
      const go = (): void => {
        this.#raw.off("drain", go);
        this.#raw.off("close", go);
        resolve();
      };
      this.#raw.on("drain", go);
      this.#raw.on("close", go);
    });
  }

  end(trailers: Record<string, string>): void {
    if (this.#raw.destroyed) return;
    if (Object.keys(trailers).length > 0) this.#raw.addTrailers(trailers);
    this.#raw.end();
  }
}
