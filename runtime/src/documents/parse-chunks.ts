/**
 * Parses a large document piece by piece, and takes over what has not changed since it was parsed last: a keystroke
 * in a file of twenty thousand lines then costs the parse of one entity. The result is that of a parse of the whole.
 */
import { isMap, isScalar, parseAllDocuments } from "yaml";
import { buildNodes, type NodeProblem } from "./build-nodes.ts";
import type { DocumentNode, MapEntry } from "./document-node.ts";
import { asOrigin, movedEntry } from "./entry-origin.ts";
import type { Span } from "./line-index.ts";
import { shiftSpan } from "./shift-nodes.ts";
import { type Chunk, type Section, splitChunks } from "./split-chunks.ts";
import type { Steps } from "./steps.ts";
import type { SyntaxProblem } from "./syntax-messages.ts";

/** Shorter texts are parsed whole in no time. */
const LARGE = 40_000;

export interface ChunkedDocument {
  root: DocumentNode;
  errors: SyntaxProblem[];
  problems: NodeProblem[];
  /** What was parsed, for the next version of the text. */
  pieces: Pieces;
}

/** Parsed chunks by their text. */
export type Pieces = ReadonlyMap<string, Piece>;

interface Piece {
  /** Where it stood, and how far its map reached from there: without the comments behind it, and with them. */
  start: number;
  length: number;
  lengthWithComments: number;
  entry: MapEntry;
  errors: readonly SyntaxProblem[];
  problems: readonly NodeProblem[];
}

/**
 * The one document of a text; undefined where the text is shorter than `large` characters, or can only be understood
 * as a whole.
 */
export function* parseChunks(
  text: string,
  before: Pieces | undefined,
  large = LARGE,
): Steps<ChunkedDocument | undefined> {
  if (text.length < large || text.startsWith("\uFEFF")) return undefined;
  const sections = splitChunks(text);
  if (!sections || sections.length === 0) return undefined;
  return yield* new ChunkParser(text, before).document(sections);
}

class ChunkParser {
  readonly #text: string;
  readonly #before: Pieces;
  readonly #pieces = new Map<string, Piece>();
  readonly #errors: SyntaxProblem[] = [];
  readonly #problems: NodeProblem[] = [];
  /** The piece that was parsed last: where it ends, the maps that hold it end. */
  #last: Piece | undefined;

  constructor(text: string, before: Pieces | undefined) {
    this.#text = text;
    this.#before = before ?? new Map();
  }

  *document(sections: readonly Section[]): Steps<ChunkedDocument | undefined> {
    const entries = yield* this.#entries(sections, (section) => this.#section(section));
    if (!entries) return undefined;
    const start = sections[0]?.start ?? 0;
    const last = this.#last;
    const length = sections.at(-1)?.parts ? last?.lengthWithComments : last?.length;
    const span = this.#trimmed(start, (last?.start ?? 0) + (length ?? 0));
    const root: DocumentNode = { type: "map", flow: false, span, entries };
    return { root, errors: this.#errors, problems: this.#problems, pieces: this.#pieces };
  }

  /** What a list of chunks makes of a map; undefined where one of them fails, or a key stands twice. */
  *#entries<C>(
    chunks: readonly C[],
    parse: (chunk: C) => Steps<MapEntry | undefined>,
  ): Steps<Map<string, MapEntry> | undefined> {
    const entries = new Map<string, MapEntry>();
    for (const chunk of chunks) {
      const entry = yield* parse(chunk);
      if (!entry || entries.has(entry.key)) return undefined;
      entries.set(entry.key, entry);
    }
    return entries;
  }

  *#section(section: Section): Steps<MapEntry | undefined> {
    const { parts, start } = section;
    if (!parts) return yield* this.#chunk(section);
    const entries = yield* this.#entries(parts.chunks, (chunk) => this.#chunk(chunk));
    const [first] = parts.chunks;
    if (!entries || !first) return undefined;
    const span = this.#trimmed(first.start + first.column, (this.#last?.start ?? 0) + (this.#last?.length ?? 0));
    const value: DocumentNode = { type: "map", flow: false, span, entries };
    return { key: parts.key, keySpan: { start, end: start + parts.key.length }, value, merged: false };
  }

  *#chunk(chunk: Chunk): Steps<MapEntry | undefined> {
    const { start, end } = chunk;
    const text = this.#text.slice(start, end);
    const known = this.#before.get(text);
    const piece = known ? movedTo(start, known) : this.#parse(ownCopy(text), chunk);
    if (!known) yield;
    if (!piece) return undefined;
    // What is wrong with a mistake depends on what follows it.
    if (piece.errors.length === 0) this.#pieces.set(text, piece);
    this.#last = piece;
    this.#errors.push(...piece.errors);
    this.#problems.push(...piece.problems);
    return piece.entry;
  }

  #parse(text: string, chunk: Chunk): Piece | undefined {
    const alone = composed(text);
    if (alone && alone.errors.length === 0) return this.#piece(alone, chunk, { head: "", depth: 0, count: 1 });
    // What the parser makes of a mistake depends on what it stands in, and on what follows.
    const { start, end, column } = chunk;
    const follows = end < this.#text.length ? /^ */.exec(this.#text.slice(end, end + 200))?.[0].length : undefined;
    const indentation = " ".repeat(column);
    const head = `${column > 0 ? `${SENTINEL}-0:\n` : ""}${indentation}${SENTINEL}-1: 1\n`;
    const tail =
      follows === undefined ? "" : `${text.endsWith("\n") ? "" : "\n"}${" ".repeat(follows)}${SENTINEL}-2: 1\n`;
    const amid = composed(head + text + tail);
    if (!amid || amid.errors.length === 0) return undefined;
    const errors = amid.errors.map((error) => ({ ...error, span: shiftSpan(error.span, -head.length) }));
    if (errors.some(({ span }) => span.start < 0 || span.start > text.length)) return undefined;
    // Where the next key stands as it should, the parser has found its way, and the mistake stays in this chunk.
    const outer = isMap(amid.contents) ? amid.contents.items.map(({ key }) => isScalar(key) && key.value) : [];
    const isOutside = follows === 0 && column > 0;
    if (isOutside && (outer.length !== 2 || outer[1] !== `${SENTINEL}-2`)) return undefined;
    if (!isOutside && column > 0 && outer.length !== 1) return undefined;
    const count = follows !== undefined && !isOutside ? 3 : 2;
    return this.#piece({ ...amid, errors }, { start, end, column }, { head, depth: column > 0 ? 1 : 0, count });
  }

  /** The one entry of a chunk, out of what it was parsed within. */
  #piece(
    { contents, errors }: Composed,
    { start }: Chunk,
    { head, depth, count }: { head: string; depth: number; count: number },
  ): Piece | undefined {
    const { root, problems } = buildNodes(contents, this.#text, start - head.length);
    // What the nodes are wrong about may be about their neighbours.
    if (problems.length > 0) return undefined;
    const nested = depth === 0 ? root : root?.type === "map" ? [...root.entries.values()][0]?.value : undefined;
    const yaml = depth === 0 ? contents : isMap(contents) ? contents.items[0]?.value : undefined;
    if (nested?.type !== "map" || !isMap(yaml) || nested.entries.size !== count || yaml.items.length !== count)
      return undefined;
    const all = [...nested.entries.values()];
    const entry = all[count === 1 ? 0 : 1];
    if (!entry || (count === 3 && all[2]?.key !== `${SENTINEL}-2`)) return undefined;
    const [, length = 0, lengthWithComments = length] = (yaml.range ?? []).map((offset) => offset - head.length);
    const moved = errors.map((error) => ({ ...error, span: shiftSpan(error.span, start) }));
    // What is said of a broken entry depends on where it breaks off.
    const kept = errors.length === 0 ? asOrigin(entry) : entry;
    return { start, length, lengthWithComments, entry: kept, problems, errors: moved };
  }

  #trimmed(start: number, end: number): Span {
    let last = end;
    while (last > start && /\s/.test(this.#text.charAt(last - 1))) last -= 1;
    return { start, end: last };
  }
}

/** A part of a text keeps the whole alive, and what is read from it would; a copy holds itself only. */
function ownCopy(text: string): string {
  return `${text} `.slice(0, -1);
}

/** The beginning of keys around a chunk that are nobody's. */
const SENTINEL = "fairlead-sentinel-8d1f";

interface Composed {
  contents: unknown;
  errors: SyntaxProblem[];
}

function composed(text: string): Composed | undefined {
  const documents = parseAllDocuments(text, { prettyErrors: false, uniqueKeys: false, logLevel: "silent" });
  if (!Array.isArray(documents) || documents.length !== 1) return undefined;
  const [document] = documents;
  if (!document) return undefined;
  const errors = [...document.errors, ...document.warnings].map(({ code, message, pos }) => ({
    code,
    message,
    span: { start: pos[0], end: pos[1] },
  }));
  return { contents: document.contents, errors };
}

function movedTo(start: number, piece: Piece): Piece {
  const by = start - piece.start;
  return by === 0 ? piece : { ...piece, start, entry: movedEntry(piece.entry, by) };
}
