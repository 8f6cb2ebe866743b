import type { Responder } from "../gateway/responder.ts";
import { SseSplitter } from "../protocols/shared/sse-splitter.ts";

/** How the gateway's own error within a stream begins. */
const ERROR = '{"error":';

/**
 * Gives streamGenerateContent's events as the array that Google answers where nobody asks for `alt=sse`. After an error
 * the array stays open: what is no JSON can not be taken for a whole answer.
 */
export class ArrayResponder implements Responder {
  readonly #inner: Responder;
  readonly #splitter = new SseSplitter();
  #isEmpty = true;
  #hasFailed = false;

  constructor(inner: Responder) {
    this.#inner = inner;
  }

  send(status: number, headers: Record<string, string>, body: string): void {
    this.#inner.send(status, headers, body);
  }

  begin(status: number, headers: Record<string, string>): void {
    this.#inner.begin(status, { ...headers, "content-type": "application/json; charset=UTF-8" });
  }

  write(bytes: Uint8Array): Promise<void> | undefined {
    let text = "";
    for (const { data } of this.#splitter.push(bytes)) {
      if (!data) continue;
      text += (this.#isEmpty ? "[" : ",\r\n") + data;
      this.#isEmpty = false;
      this.#hasFailed ||= data.startsWith(ERROR);
    }
    return text === "" ? undefined : this.#inner.write(Buffer.from(text));
  }

  end(trailers: Record<string, string>): void {
    // A stream may end without the blank line behind its last event.
    const rest = this.#splitter.finish();
    if (rest) void this.write(Buffer.concat([rest.bytes, Buffer.from("\n\n")]));
    if (!this.#hasFailed) void this.#inner.write(Buffer.from(this.#isEmpty ? "[]" : "]"));
    this.#inner.end(trailers);
  }
}
