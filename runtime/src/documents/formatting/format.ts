/**
 * Formats YAML by changing nothing but white space between the pieces of its text: indentation by two, one blank where
 * one belongs, no blanks at the end of lines, one empty line at most, one line ending at the end. Comments, quotes,
 * brackets, line endings and the text of values stay as they are.
 */
import { gapBetween } from "./gaps.ts";
import { Indentation, type Stretch } from "./indentation.ts";
import { meaningOf } from "./meaning.ts";
import { type Flow, type Piece, piecesOf } from "./pieces.ts";
import { moveBody, moveContinuation } from "./scalars.ts";
import { type Style, styleOf } from "./style.ts";

/** A stretch of a text by offsets, and what belongs in its place. */
export interface Replacement {
  start: number;
  end: number;
  newText: string;
}

/**
 * The edits that format a text, in its order; of one in `within`, whole lines by offsets, where that is given. None
 * where the text is not whole YAML, or would say anything else afterwards.
 */
export function formatYaml(text: string, within: Stretch = { from: 0, to: text.length }): Replacement[] {
  if (text.startsWith("\uFEFF")) {
    // As documents are read: the mark is no part of the first line.
    const edits = formatYaml(text.slice(1), { from: Math.max(0, within.from - 1), to: within.to - 1 });
    return edits.map(({ start, end, newText }) => ({ start: start + 1, end: end + 1, newText }));
  }
  // Not every reader of YAML takes a lone carriage return for a line ending.
  if (/\r(?!\n)/.test(text)) return [];
  const edits = new Formatter(text, within).edits();
  // Most texts are formatted already, and nothing needs to be held against them.
  if (edits.length === 0) return [];
  const meaning = meaningOf(text);
  return meaning !== undefined && meaningOf(applied(text, edits)) === meaning ? edits : [];
}

/** A text with edits applied, which are in its order and do not overlap. */
export function applied(text: string, edits: readonly Replacement[]): string {
  let result = "";
  let at = 0;
  for (const { start, end, newText } of edits) {
    result += text.slice(at, start) + newText;
    at = end;
  }
  return result + text.slice(at);
}

class Formatter {
  readonly #text: string;
  readonly #within: Stretch;
  readonly #pieces: readonly Piece[];
  readonly #style: Style;
  readonly #indentation: Indentation;
  readonly #edits: Replacement[] = [];
  /** How far what follows on the current line has moved to the right. */
  #shift = 0;
  /** The new column of what the current line begins with, dashes passed over: what it continues in belongs a step further in. */
  #base: number | undefined;
  /** The last piece that is no comment, and the last that introduces a block value. */
  #lastWord: Piece | undefined;
  #header: Piece | undefined;
  readonly #opened = new Map<Flow, { shift: number; base: number }>();

  constructor(text: string, within: Stretch) {
    this.#text = text;
    this.#within = within;
    this.#pieces = piecesOf(text);
    this.#style = styleOf(text, this.#pieces);
    this.#indentation = new Indentation(this.#style, within);
  }

  edits(): Replacement[] {
    const pieces = this.#pieces;
    pieces.forEach((piece, index) => {
      const before = pieces[index - 1];
      if (piece.type !== "body") this.#gap(before, piece, index);
      this.#piece(piece);
      if (piece.type !== "comment") this.#lastWord = piece;
      if (piece.type === "header") this.#header = piece;
    });
    const last = pieces.at(-1);
    if (last) this.#ending(last);
    return this.#edits;
  }

  #gap(before: Piece | undefined, piece: Piece, index: number): void {
    const text = this.#text;
    const start = before?.end ?? 0;
    const gap = text.slice(start, piece.start);
    const startsLine = !before || before.type === "body";
    const breakAt = startsLine ? 0 : gap.indexOf("\n") + 1;
    if (!startsLine && breakAt === 0) {
      this.#sameLine(before, piece, start, gap);
      return;
    }
    const trailing = startsLine ? 0 : gap[breakAt - 2] === "\r" ? breakAt - 2 : breakAt - 1;
    this.#replace(start, start + trailing, "");
    const lineStart = gap.lastIndexOf("\n") + 1;
    const blank = gap.slice(breakAt, Math.max(breakAt, lineStart));
    if (blank !== "") {
      const kept = before ? (/\r?\n/.exec(blank)?.[0] ?? "") : "";
      this.#replace(start + breakAt, start + breakAt + blank.length, kept);
    }
    const from = start + Math.max(breakAt, lineStart);
    const column = piece.start - from;
    const wanted = this.#columnOfLine(piece, column, index);
    this.#shift = wanted - column;
    this.#base = undefined;
    this.#replace(from, piece.start, " ".repeat(wanted));
  }

  #sameLine(left: Piece, right: Piece, start: number, gap: string): void {
    let wanted = gapBetween(left, right, gap, this.#style);
    if (right.start === right.level.start && right.level !== left.level && right.type !== "comment") {
      // A collection that begins behind a dash: its other lines are in line with this one.
      const column = this.#columnOf(left.end);
      wanted = " ".repeat(Math.max(1, this.#indentation.of(right.level) - column));
    }
    this.#replace(start, right.start, wanted);
    this.#shift += wanted.length - gap.length;
  }

  #columnOfLine(piece: Piece, column: number, index: number): number {
    const { outer, own } = piece;
    const closing = piece.type === "close" ? own : undefined;
    const flow = closing ?? outer;
    const opened = flow && this.#opened.get(flow);
    if (flow && opened) {
      const wanted = flow.broken ? opened.base + (closing ? 0 : 2) : column + opened.shift;
      return Math.max(wanted, this.#indentation.least(piece.level) - (closing ? 1 : 0), 0);
    }
    if (piece.type !== "comment") return this.#indentation.ofPiece(piece);
    const pieces = this.#pieces;
    let next = index;
    while (pieces[next]?.type === "comment") next += 1;
    const before = this.#lastWord;
    const after = pieces[next];
    return this.#indentation.ofComment(column, before, after, after ? columnIn(this.#text, after.start) : 0);
  }

  #piece(piece: Piece): void {
    const { type, start, end, level } = piece;
    if (type !== "dash" && type !== "question" && type !== "comment") this.#base ??= this.#columnOf(start);
    if (piece.type === "open" && piece.own)
      this.#opened.set(piece.own, { shift: this.#shift, base: this.#base ?? this.#columnOf(start) });
    if (type === "body") {
      const header = this.#header;
      // A whole document that is one value needs no indentation, and none is as good as any.
      if (level.kind === "document") return;
      if (!header || header.start < this.#within.from || end > this.#within.to) return;
      const text = this.#text;
      const place = { start, end, header: text.slice(header.start, header.end), from: level.column };
      const columns = { to: this.#indentation.of(level), inner: this.#indentation.inner(level) };
      for (const edit of moveBody(text, { ...place, ...columns })) this.#replace(edit.start, edit.end, edit.newText);
    } else if (type === "scalar" && this.#text.slice(start, end).includes("\n")) {
      const least = this.#indentation.least(level);
      const moved = moveContinuation(this.#text, start, end, this.#shift, least);
      for (const edit of moved.edits) this.#replace(edit.start, edit.end, edit.newText);
      this.#shift = moved.last;
    }
    if (type === "comment") {
      const written = this.#text.slice(start, end);
      this.#replace(start + written.trimEnd().length, end, "");
    }
  }

  #ending(last: Piece): void {
    const text = this.#text;
    const rest = text.slice(last.end);
    const eol = /\r?\n/.exec(text)?.[0] ?? "\n";
    if (last.type === "body") {
      const header = this.#header ? text.slice(this.#header.start, this.#header.end) : "";
      const ends = text[last.end - 1] === "\n";
      // With a plus all empty lines at the end belong to the value.
      if (header.includes("+")) this.#replace(last.end, text.length, rest.replace(/[ \t]+$/, ""));
      else this.#replace(last.end, text.length, ends ? "" : eol);
      return;
    }
    const first = /^[ \t]*(\r?\n)/.exec(rest);
    const newline = first?.[1] ?? eol;
    const whole = last.end + (first?.[0].length ?? rest.length);
    this.#replace(last.end, first ? whole - newline.length : whole, first ? "" : eol);
    this.#replace(whole, text.length, "");
  }

  #replace(start: number, end: number, newText: string): void {
    if (start < this.#within.from || end > this.#within.to) return;
    if (this.#text.slice(start, end) !== newText) this.#edits.push({ start, end, newText });
  }

  /** The new column of an offset on the current line. */
  #columnOf(offset: number): number {
    return columnIn(this.#text, offset) + this.#shift;
  }
}

function columnIn(text: string, offset: number): number {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return offset - start;
}
