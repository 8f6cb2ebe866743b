/**
 * Reads the documents of a text: a small text at once, a large one document by document and piece by piece, where it
 * can be taken apart. The result is that of a parse of the whole.
 */
import type { Document } from "yaml";
import { type BuiltNodes, buildNodes } from "./build-nodes.ts";
import type { Span } from "./line-index.ts";
import { type Pieces, parseChunks } from "./parse-chunks.ts";
import { parseStretch } from "./parse-stretch.ts";
import { parseYaml, problemsOf } from "./parse-yaml.ts";
import { shiftSpan } from "./shift-nodes.ts";
import { isBlank } from "./split-chunks.ts";
import { splitDocuments } from "./split-documents.ts";
import { atOnce, type Steps } from "./steps.ts";
import type { SyntaxProblem } from "./syntax-messages.ts";

/** Shorter texts are parsed whole in no time. */
const LARGE = 40_000;

export interface ReadDocument extends BuiltNodes {
  errors: SyntaxProblem[];
  span: Span;
}

export interface ReadDocuments {
  documents: ReadDocument[];
  /** What was read, for the next version of the text. Empty where the text was read as a whole. */
  pieces: StretchPieces;
}

/** By the index of the first document of a stretch: what is found out of entities depends on their document. */
export type StretchPieces = ReadonlyMap<number, Pieces>;

/** All documents of a text, with its offsets. From `large` characters on it is taken apart where that can be done. */
export function* readDocuments(text: string, before: StretchPieces | undefined, large = LARGE): Steps<ReadDocuments> {
  const shift = text.startsWith("\uFEFF") ? 1 : 0;
  const isLarge = text.length >= large;
  const read = (isLarge && (yield* readApart(text, shift, before))) || {
    documents: yield* readWhole(text, shift, isLarge),
    pieces: new Map(),
  };
  const documents = read.documents.map(({ root, problems, span, errors }, index) => ({
    root,
    problems,
    // It reaches to the next: where the parser says that it ends depends on what it ends with.
    span: { start: span.start, end: read.documents[index + 1]?.span.start ?? text.length },
    errors: errors.map((error) => ({ ...error, span: clamped(error.span, text) })),
  }));
  return { documents, pieces: read.pieces };
}

function* readWhole(text: string, shift: number, isLarge: boolean): Steps<ReadDocument[]> {
  const yaml = text.slice(shift);
  const documents: ReadDocument[] = [];
  for (const document of isLarge ? yield* parseYaml(yaml) : atOnce(parseYaml(yaml))) {
    const errors = problemsOf(document).map((problem) => ({ ...problem, span: shiftSpan(problem.span, shift) }));
    documents.push({ ...buildNodes(document.contents, text, shift), errors, span: spanOf(document, text, shift) });
    if (isLarge) yield;
  }
  return documents;
}

function spanOf({ range }: Document.Parsed, text: string, shift: number): Span {
  const [start, , end] = (range as readonly number[] | undefined) ?? [];
  return { start: (start ?? 0) + shift, end: (end ?? text.length) + shift };
}

/** Stretch by stretch; undefined where one of them can only be understood with the rest. */
function* readApart(text: string, shift: number, before: StretchPieces | undefined): Steps<ReadDocuments | undefined> {
  const stretches = splitDocuments(text, shift);
  const [first] = stretches ?? [];
  // Comments before the first marker are no document.
  if (stretches && stretches.length > 1 && first && isBlank(text.slice(first.start, first.end))) stretches.shift();
  if (!stretches) return undefined;
  const documents: ReadDocument[] = [];
  const pieces = new Map<number, Pieces>();
  for (const [index, stretch] of stretches.entries()) {
    const isOnly = stretches.length === 1;
    const place = { isFirst: index === 0, isLast: index === stretches.length - 1 };
    const known = before?.get(documents.length);
    const chunked = yield* parseChunks(text, stretch, place, known);
    const read = chunked
      ? { documents: [chunked], pieces: chunked.pieces }
      : isOnly
        ? undefined
        : yield* parseStretch(text, stretch, place, known);
    if (!read) return undefined;
    pieces.set(documents.length, read.pieces);
    documents.push(...read.documents);
  }
  return { documents, pieces };
}

function clamped({ start, end }: Span, text: string): Span {
  return { start: Math.min(start, text.length), end: Math.min(end, text.length) };
}
