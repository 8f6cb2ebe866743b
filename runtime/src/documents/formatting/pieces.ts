/** The text of a YAML file as the pieces between which white space stands, each knowing the collection that holds it. */
import { type CST, Parser } from "yaml";

export type PieceType =
  | "alias"
  | "anchor"
  | "body"
  | "close"
  | "colon"
  | "comma"
  | "comment"
  | "dash"
  | "header"
  | "mark"
  | "open"
  | "question"
  | "scalar"
  | "tag";

/** A block map or list, or the whole document. */
export interface Level {
  kind: "document" | "map" | "list";
  parent: Level | undefined;
  /** The column at which its items begin; -1 for a document. */
  column: number;
  /** A list that stands no further in than the key that holds it. */
  flush: boolean;
  /** From its first item to the end of its last. */
  start: number;
  end: number;
}

/** A map or list in brackets. */
export interface Flow {
  map: boolean;
  /** Nothing but a comment stands behind the opening bracket on its line. */
  broken: boolean;
}

export interface Piece {
  type: PieceType;
  start: number;
  end: number;
  level: Level;
  /** `item`: where it begins a line, it does so at the column of the level's items. `inner`: it belongs further in. */
  role: "item" | "inner";
  /** The brackets that it stands in. */
  outer: Flow | undefined;
  /** The brackets that it opens or closes. */
  own: Flow | undefined;
}

const TYPES: Readonly<Record<string, PieceType>> = {
  anchor: "anchor",
  tag: "tag",
  comment: "comment",
  comma: "comma",
  alias: "alias",
  scalar: "scalar",
  "single-quoted-scalar": "scalar",
  "double-quoted-scalar": "scalar",
  "seq-item-ind": "dash",
  "explicit-key-ind": "question",
  "map-value-ind": "colon",
  "flow-map-end": "close",
  "flow-seq-end": "close",
  "block-scalar-header": "header",
  "doc-start": "mark",
  "doc-end": "mark",
  "doc-mode": "mark",
  "directive-line": "mark",
  directive: "mark",
};

/** All pieces of a text in their order, also of one that is not whole YAML. */
export function piecesOf(text: string): Piece[] {
  const walk = new PieceWalk(text);
  try {
    for (const token of new Parser().parse(text)) walk.token(token, walk.document(), "inner");
  } catch {
    // What could be read up to there is all that there is.
  }
  return walk.pieces;
}

class PieceWalk {
  readonly pieces: Piece[] = [];
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  document(): Level {
    return { kind: "document", parent: undefined, column: -1, flush: false, start: 0, end: 0 };
  }

  token(token: CST.Token, level: Level, role: Piece["role"], outer?: Flow): void {
    switch (token.type) {
      case "document":
        this.#all(token.start, level, "inner");
        if (token.value) this.token(token.value, level, "inner");
        this.#all(token.end, level, "inner");
        break;
      case "block-map":
      case "block-seq":
        this.#block(token, level);
        break;
      case "flow-collection":
        this.#flow(token, level, role, outer);
        break;
      case "block-scalar":
        this.#all(token.props, level, "inner");
        this.#body(token, level);
        break;
      case "space":
      case "newline":
      case "byte-order-mark":
      case "flow-error-end":
      case "error":
        break;
      default: {
        const type = TYPES[token.type];
        if (type) this.#push(type, token.offset, token.offset + token.source.length, level, role, outer);
        if ("end" in token) this.#all(token.end, level, "inner", outer);
      }
    }
  }

  #all(tokens: readonly CST.Token[] | undefined, level: Level, role: Piece["role"], outer?: Flow): void {
    for (const token of tokens ?? []) this.token(token, level, role, outer);
  }

  #block(token: CST.BlockMap | CST.BlockSequence, parent: Level): void {
    const kind = token.type === "block-map" ? "map" : "list";
    const flush = kind === "list" && parent.kind === "map" && parent.column === token.indent;
    const level: Level = { kind, parent, column: token.indent, flush, start: -1, end: -1 };
    for (const { start, key, sep, value } of token.items) {
      this.#all(start, level, "item");
      const explicit = start.some(({ type }) => type === "explicit-key-ind");
      if (key) this.token(key, level, explicit ? "inner" : "item");
      for (const part of sep ?? []) this.token(part, level, part.type === "map-value-ind" ? "item" : "inner");
      if (value) this.token(value, level, "inner");
    }
  }

  #flow(token: CST.FlowCollection, level: Level, role: Piece["role"], outer: Flow | undefined): void {
    const begin = token.start.offset;
    const behind = this.#text.slice(begin + 1, endOfLine(this.#text, begin));
    const own: Flow = { map: token.start.source === "{", broken: /^[ \t]*(#.*)?\r?$/.test(behind) };
    this.#push("open", begin, begin + 1, level, role, outer, own);
    for (const { start, key, sep, value } of token.items) {
      this.#all(start, level, "inner", own);
      if (key) this.token(key, level, "inner", own);
      this.#all(sep, level, "inner", own);
      if (value) this.token(value, level, "inner", own);
    }
    for (const part of token.end) {
      if (TYPES[part.type] === "close")
        this.#push("close", part.offset, part.offset + part.source.length, level, "inner", outer, own);
      else this.token(part, level, "inner", outer);
    }
  }

  #body({ source, props }: CST.BlockScalar, level: Level): void {
    const last = props.at(-1);
    if (source === "" || !last || !("source" in last)) return;
    const start = last.offset + last.source.length;
    this.#push("body", start, start + source.length, level, "inner");
  }

  #push(
    type: PieceType,
    start: number,
    end: number,
    level: Level,
    role: Piece["role"],
    outer?: Flow,
    own?: Flow,
  ): void {
    if (end <= start) return;
    this.pieces.push({ type, start, end, level, role, outer, own });
    if (type === "comment") return;
    for (let holder: Level | undefined = level; holder; holder = holder.parent) {
      if (holder.start < 0) holder.start = start;
      holder.end = end;
    }
  }
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}
