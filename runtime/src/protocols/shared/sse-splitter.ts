import { ByteQueue } from "./byte-queue.ts";

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** One event of an SSE stream. */
export interface SseEvent {
  /** All its bytes, its blank line included. */
  bytes: Buffer;
  /** The `data` lines joined; undefined where it has none: a comment, a keep-alive. */
  data: string | undefined;
  /** The event's name, where it has one. */
  name: string | undefined;
}

/**
 * Splits bytes into server-sent events as the WHATWG HTML standard reads them: lines end with LF, CRLF or CR, a blank
 * line ends an event, `data` lines join with LF, one space after the colon does not count, a leading BOM does not
 * count. Works on bytes, so that a character cut in two by the network is whole again, and gives each event's exact
 * bytes back. Looks at no byte twice.
 */
export class SseSplitter {
  readonly #queue = new ByteQueue();
  /** Places within the queue: of the line being read, and of the first byte not looked at. */
  #lineStart = 0;
  #scanned = 0;
  /** The line before ended with CR as the last byte: an LF that follows belongs to it. */
  #afterCarriageReturn = false;
  #first = true;
  #data: string | undefined;
  #name: string | undefined;

  /** How many bytes wait for the end of their event. */
  get waiting(): number {
    return this.#queue.length;
  }

  /** Whether the next byte belongs to what came before it. */
  get isWithinEvent(): boolean {
    return this.#queue.length > 0 || this.#afterCarriageReturn;
  }

  push(chunk: Uint8Array): SseEvent[] {
    this.#queue.append(chunk);
    const events: SseEvent[] = [];
    let bytes = this.#queue.peek();
    // Both positions are looked up only when passed, or a text without carriage returns would be searched anew a line.
    let lineFeed = bytes.indexOf(LINE_FEED, this.#scanned);
    let carriageReturn = bytes.indexOf(CARRIAGE_RETURN, this.#scanned);
    for (;;) {
      if (this.#afterCarriageReturn && this.#scanned < bytes.length) {
        this.#afterCarriageReturn = false;
        if (bytes[this.#scanned] === LINE_FEED) {
          this.#scanned += 1;
          this.#lineStart += 1;
        }
      }
      if (lineFeed !== -1 && lineFeed < this.#scanned) lineFeed = bytes.indexOf(LINE_FEED, this.#scanned);
      if (carriageReturn !== -1 && carriageReturn < this.#scanned) {
        carriageReturn = bytes.indexOf(CARRIAGE_RETURN, this.#scanned);
      }
      const lineEnd =
        carriageReturn === -1 ? lineFeed : lineFeed === -1 ? carriageReturn : Math.min(lineFeed, carriageReturn);
      if (lineEnd === -1) {
        this.#scanned = bytes.length;
        return events;
      }
      const blank = lineEnd === this.#lineStart;
      if (!blank) this.#readLine(bytes, this.#lineStart, lineEnd);
      let next = lineEnd + 1;
      if (bytes[lineEnd] === CARRIAGE_RETURN) {
        if (next === bytes.length) this.#afterCarriageReturn = true;
        else if (bytes[next] === LINE_FEED) next += 1;
      }
      this.#lineStart = next;
      this.#scanned = next;
      if (!blank) continue;
      events.push(this.#emit(next));
      bytes = this.#queue.peek();
      lineFeed = moved(lineFeed, LINE_FEED, next, bytes);
      carriageReturn = moved(carriageReturn, CARRIAGE_RETURN, next, bytes);
    }
  }

  /** The event that the stream's end left without its blank line; undefined where nothing was left. */
  finish(): SseEvent | undefined {
    const bytes = this.#queue.peek();
    if (this.#lineStart < bytes.length) this.#readLine(bytes, this.#lineStart, bytes.length);
    return bytes.length === 0 ? undefined : this.#emit(bytes.length);
  }

  #emit(length: number): SseEvent {
    const event: SseEvent = { bytes: this.#queue.take(length), data: this.#data, name: this.#name };
    this.#data = undefined;
    this.#name = undefined;
    this.#lineStart = 0;
    this.#scanned = 0;
    return event;
  }

  #readLine(bytes: Buffer, start: number, end: number): void {
    let from = start;
    if (this.#first) {
      this.#first = false;
      if (bytes[start] === 0xef && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf) from += 3;
    }
    const line = bytes.toString("utf8", from, end);
    if (line.startsWith("data:")) {
      const value = line.startsWith(" ", 5) ? line.slice(6) : line.slice(5);
      this.#data = this.#data === undefined ? value : `${this.#data}\n${value}`;
    } else if (line.startsWith("event:")) {
      this.#name = line.startsWith(" ", 6) ? line.slice(7) : line.slice(6);
    } else if (line === "data") {
      this.#data = this.#data === undefined ? "" : `${this.#data}\n`;
    }
  }
}

/** Where a byte found at `at` is once `taken` bytes in front are gone; looked up anew where it went with them. */
function moved(at: number, byte: number, taken: number, rest: Buffer): number {
  if (at === -1) return -1;
  return at < taken ? rest.indexOf(byte) : at - taken;
}
