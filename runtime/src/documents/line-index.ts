/** Offsets into a text and lines with columns, both in UTF-16 code units. */
import type { Position, Range } from "./diagnostic.ts";

/** A stretch of a text by offsets; `end` is exclusive. */
export interface Span {
  start: number;
  end: number;
}

/** Knows where the lines of one text begin. LF, CRLF and a lone CR end a line. */
export class LineIndex {
  readonly #starts: number[];
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
    this.#starts = text.includes("\r") ? lineStarts(text) : lineStartsAfterFeeds(text);
  }

  get lineCount(): number {
    return this.#starts.length;
  }

  /** The position of an offset; offsets outside of the text are moved to its nearest end. */
  positionAt(offset: number): Position {
    const inside = Math.max(0, Math.min(offset, this.#text.length));
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= inside) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: Math.min(inside, this.#lineEnd(low)) - (this.#starts[low] ?? 0) };
  }

  /** The offset of a position; columns beyond the line go to its end. */
  offsetAt(position: Position): number {
    if (position.line < 0) return 0;
    const start = this.#starts[position.line];
    if (start === undefined) return this.#text.length;
    return Math.min(start + Math.max(0, position.character), this.#lineEnd(position.line));
  }

  /** A span as lines and columns. */
  range(span: Span): Range {
    return { start: this.positionAt(span.start), end: this.positionAt(Math.max(span.start, span.end)) };
  }

  /** A line without its line ending; empty beyond the last. */
  lineText(line: number): string {
    const start = this.#starts[line];
    return start === undefined ? "" : this.#text.slice(start, this.#lineEnd(line));
  }

  /** Where a line begins; the length of the text beyond the last line. */
  lineStart(line: number): number {
    return this.#starts[line] ?? this.#text.length;
  }

  #lineEnd(line: number): number {
    const next = this.#starts[line + 1];
    if (next === undefined) return this.#text.length;
    const beforeBreak = next - 1;
    const crlf = this.#text.charCodeAt(beforeBreak) === 10 && this.#text.charCodeAt(beforeBreak - 1) === 13;
    return crlf ? beforeBreak - 1 : beforeBreak;
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let offset = 0; offset < text.length; offset += 1) {
    const unit = text.charCodeAt(offset);
    if (unit === 10 || (unit === 13 && text.charCodeAt(offset + 1) !== 10)) starts.push(offset + 1);
  }
  return starts;
}

/** The same for a text without carriage returns, in a fifth of the time. */
function lineStartsAfterFeeds(text: string): number[] {
  const starts = [0];
  for (let feed = text.indexOf("\n"); feed >= 0; feed = text.indexOf("\n", feed + 1)) starts.push(feed + 1);
  return starts;
}
