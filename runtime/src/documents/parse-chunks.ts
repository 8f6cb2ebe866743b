/**
 * Parses a large document piece by piece, and takes over what has not changed since it was parsed last: a keystroke
 * in a file of twenty thousand lines then costs the parse of one entity. The result is that of a parse of the whole.
 */
import { isMap, isScalar } from "yaml";
import { AnchorScope, type AnchorUse } from "./anchor-scope.ts";
import { buildNodes, MAX_ALIASED_NODES, type NodeProblem } from "./build-nodes.ts";
import type { DocumentNode, MapEntry } from "./document-node.ts";
import { asOrigin, movedEntry } from "./entry-origin.ts";
import type { Span } from "./line-index.ts";
import type { ParsedStretch } from "./parse-stretch.ts";
import { type Composed, composeAmid } from "./parse-yaml.ts";
import { shiftSpan } from "./shift-nodes.ts";
import { type Chunk, type Section, splitChunks } from "./split-chunks.ts";
import { MARKER, type Stretch, type StretchPlace } from "./split-documents.ts";
import type { Steps } from "./steps.ts";
import type { SyntaxProblem } from "./syntax-messages.ts";

export interface ChunkedDocument {
  root: DocumentNode;
  errors: SyntaxProblem[];
  problems: NodeProblem[];
  span: Span;
  /** What was parsed, for the next version of the text. */
  pieces: Pieces;
}

/** What was parsed of one stretch: by section and text, or as one. */
export interface Pieces {
  chunks: ReadonlyMap<string, ReadonlyMap<string, Piece>>;
  stretch?: ParsedStretch;
}

interface Piece {
  /** Where it stood, and how far its map reached from there: without the comments behind it, and with them. */
  start: number;
  length: number;
  lengthWithComments: number;
  entry: MapEntry;
  errors: readonly SyntaxProblem[];
  problems: readonly NodeProblem[];
  /** Where it holds anchors or aliases: of what it is built again, and what it took from the pieces before. */
  anchored?: { tree: Composed; use: AnchorUse };
}

/** Anchors and aliases reach from one chunk into another. Some other texts look like them, which does no harm. */
const ANCHOR_OR_ALIAS = /[&*][^\s&*]/;

/** The document of a stretch; undefined where it can only be understood as a whole. */
export function* parseChunks(
  text: string,
  stretch: Stretch,
  place: StretchPlace,
  before: Pieces | undefined,
): Steps<ChunkedDocument | undefined> {
  const { start, body, end } = stretch;
  const sections = body === undefined ? undefined : splitChunks(text, body, end);
  const [first] = sections ?? [];
  if (!sections || !first) return undefined;
  const parsed = yield* new ChunkParser(text, end, place, before).document(sections);
  return parsed && { ...parsed, span: { start: body === start ? first.start : start, end } };
}

class ChunkParser {
  readonly #text: string;
  readonly #end: number;
  readonly #place: StretchPlace;
  readonly #before: Pieces["chunks"];
  readonly #chunks = new Map<string, Map<string, Piece>>();
  readonly #errors: SyntaxProblem[] = [];
  readonly #problems: NodeProblem[] = [];
  readonly #scope = new AnchorScope();
  /** The piece that was parsed last: where it ends, the maps that hold it end. */
  #last: Piece | undefined;

  constructor(text: string, end: number, place: StretchPlace, before: Pieces | undefined) {
    this.#text = text;
    this.#end = end;
    this.#place = place;
    this.#before = before?.chunks ?? new Map();
  }

  *document(sections: readonly Section[]): Steps<Omit<ChunkedDocument, "span"> | undefined> {
    const entries = yield* this.#entries(sections, (section) => this.#section(section));
    if (!entries) return undefined;
    const start = sections[0]?.start ?? 0;
    const last = this.#last;
    const length = sections.at(-1)?.parts ? last?.lengthWithComments : last?.length;
    const span = this.#trimmed(start, (last?.start ?? 0) + (length ?? 0));
    const root: DocumentNode = { type: "map", flow: false, span, entries };
    return { root, errors: this.#errors, problems: this.#problems, pieces: { chunks: this.#chunks } };
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
    if (!parts) return yield* this.#chunk(section, "");
    const entries = yield* this.#entries(parts.chunks, (chunk) => this.#chunk(chunk, parts.key));
    const [first] = parts.chunks;
    if (!entries || !first) return undefined;
    const span = this.#trimmed(first.start + first.column, (this.#last?.start ?? 0) + (this.#last?.length ?? 0));
    const value: DocumentNode = { type: "map", flow: false, span, entries };
    return { key: parts.key, keySpan: { start, end: start + parts.key.length }, value, merged: false };
  }

  /** What is found out of an entity depends on its section, so what is known is known by section. */
  *#chunk(chunk: Chunk, section: string): Steps<MapEntry | undefined> {
    const { start, end } = chunk;
    const text = this.#text.slice(start, end);
    const known = this.#before.get(section)?.get(text);
    const piece = known ? this.#again(known, chunk) : yield* this.#parse(ownCopy(text), chunk);
    if (piece !== known && (!known || known.anchored)) yield;
    if (!piece || this.#scope.aliased > MAX_ALIASED_NODES) return undefined;
    // What is wrong with a mistake depends on what follows it.
    if (piece.errors.length === 0) this.#keep(section, text, piece);
    this.#last = piece;
    this.#errors.push(...piece.errors);
    this.#problems.push(...piece.problems);
    return piece.entry;
  }

  #keep(section: string, text: string, piece: Piece): void {
    const pieces = this.#chunks.get(section) ?? new Map<string, Piece>();
    this.#chunks.set(section, pieces.set(text, piece));
  }

  /** A known piece where it stands now. */
  #again(known: Piece, chunk: Chunk): Piece | undefined {
    const { start } = chunk;
    const { anchored } = known;
    if (!anchored) {
      const by = start - known.start;
      return by === 0 ? known : { ...known, start, entry: movedEntry(known.entry, by) };
    }
    if (known.start === start && this.#scope.repeat(anchored.use)) return known;
    return this.#piece(anchored.tree, chunk, { head: "", depth: 0, count: 1 }, true);
  }

  *#parse(text: string, chunk: Chunk): Steps<Piece | undefined> {
    const isAnchored = ANCHOR_OR_ALIAS.test(text);
    const alone = yield* this.#composed(text, ALONE);
    if (alone && alone.errors.length === 0)
      return this.#piece(alone, chunk, { head: "", depth: 0, count: 1 }, isAnchored);
    // What the parser makes of a mistake depends on what it stands in, and on what follows.
    const { end, column } = chunk;
    const isEnd = end >= this.#end;
    const follows = isEnd ? undefined : /^ */.exec(this.#text.slice(end, end + 200))?.[0].length;
    const indentation = " ".repeat(column);
    const marker = this.#place.isFirst ? "" : `${MARKER}\n`;
    const head = `${marker}${column > 0 ? `${SENTINEL}-0:\n` : ""}${indentation}${SENTINEL}-1: 1\n`;
    const tail =
      follows === undefined ? "" : `${text.endsWith("\n") ? "" : "\n"}${" ".repeat(follows)}${SENTINEL}-2: 1\n`;
    const place = { isFirst: this.#place.isFirst, isLast: !isEnd || this.#place.isLast };
    const amid = yield* this.#composed(head + text + tail, place);
    if (!amid || amid.errors.length === 0) return undefined;
    const errors = amid.errors.map((error) => ({ ...error, span: shiftSpan(error.span, -head.length) }));
    if (errors.some(({ span }) => span.start < 0 || span.start > text.length)) return undefined;
    // Where the next key stands as it should, the parser has found its way, and the mistake stays in this chunk.
    const outer = isMap(amid.contents) ? amid.contents.items.map(({ key }) => isScalar(key) && key.value) : [];
    const isOutside = follows === 0 && column > 0;
    if (isOutside && (outer.length !== 2 || outer[1] !== `${SENTINEL}-2`)) return undefined;
    if (!isOutside && column > 0 && outer.length !== 1) return undefined;
    const count = follows !== undefined && !isOutside ? 3 : 2;
    return this.#piece({ ...amid, errors }, chunk, { head, depth: column > 0 ? 1 : 0, count }, isAnchored);
  }

  /** The one document of a text, if it is one. */
  *#composed(text: string, place: StretchPlace): Steps<Composed | undefined> {
    const composed = yield* composeAmid(text, place);
    return composed?.length === 1 ? composed[0] : undefined;
  }

  /** The one entry of a chunk, out of what it was parsed within. */
  #piece(
    tree: Composed,
    { start, column }: Chunk,
    { head, depth, count }: { head: string; depth: number; count: number },
    isAnchored: boolean,
  ): Piece | undefined {
    const { contents, errors, offset } = tree;
    const shift = head.length + offset;
    const { built, use } = this.#scope.record(column > 0 && depth === 0 ? 1 : 0, () =>
      buildNodes(contents, this.#text, start - shift, this.#scope),
    );
    const { root, problems } = built;
    // What else the nodes are wrong about may be about their neighbours.
    if (problems.some(({ code }) => code !== "yaml.undefined-alias")) return undefined;
    const nested = depth === 0 ? root : root?.type === "map" ? [...root.entries.values()][0]?.value : undefined;
    const yaml = depth === 0 ? contents : isMap(contents) ? contents.items[0]?.value : undefined;
    if (nested?.type !== "map" || !isMap(yaml) || nested.entries.size !== count || yaml.items.length !== count)
      return undefined;
    const all = [...nested.entries.values()];
    const entry = all[count === 1 ? 0 : 1];
    if (!entry || (count === 3 && all[2]?.key !== `${SENTINEL}-2`)) return undefined;
    const [, length = 0, lengthWithComments = length] = (yaml.range ?? []).map((at) => at - shift);
    const moved = errors.map((error) => ({ ...error, span: shiftSpan(error.span, start) }));
    const piece = { start, length, lengthWithComments, problems, errors: moved };
    if (isAnchored) return { ...piece, entry, anchored: { tree, use } };
    // What is said of a broken entry depends on where it breaks off.
    return { ...piece, entry: errors.length === 0 ? asOrigin(entry) : entry };
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

const ALONE: StretchPlace = { isFirst: true, isLast: true };
