/** Parses a stretch of a file of several documents that can not be taken apart itself, and takes it over later. */
import { buildNodes } from "./build-nodes.ts";
import type { Pieces } from "./parse-chunks.ts";
import { composeAmid } from "./parse-yaml.ts";
import type { ReadDocument } from "./read-documents.ts";
import { shiftNode, shiftSpan } from "./shift-nodes.ts";
import type { Stretch, StretchPlace } from "./split-documents.ts";
import type { Steps } from "./steps.ts";

/** A stretch as it was parsed. */
export interface ParsedStretch {
  text: string;
  start: number;
  documents: readonly ReadDocument[];
}

/** The documents of a stretch; undefined where they depend on what is around it. */
export function* parseStretch(
  text: string,
  { start, end }: Stretch,
  place: StretchPlace,
  before: Pieces | undefined,
): Steps<{ documents: readonly ReadDocument[]; pieces: Pieces } | undefined> {
  const own = text.slice(start, end);
  const known = before?.stretch?.text === own ? before.stretch : undefined;
  const documents = known
    ? known.documents.map((document) => moved(document, start - known.start))
    : yield* parsed(own, text, start, place);
  if (!documents) return undefined;
  // What is wrong with a mistake depends on what follows it.
  const isKept = documents.every(({ errors }) => errors.length === 0);
  const stretch = isKept ? { text: own, start, documents } : undefined;
  return { documents, pieces: { chunks: new Map(), ...(stretch && { stretch }) } };
}

function* parsed(own: string, text: string, start: number, place: StretchPlace): Steps<ReadDocument[] | undefined> {
  const composed = yield* composeAmid(own, place);
  if (!composed || composed.length === 0) return undefined;
  return composed.map(({ contents, offset, errors, range }) => ({
    ...buildNodes(contents, text, start - offset),
    errors: errors.map((error) => ({ ...error, span: shiftSpan(error.span, start) })),
    span: { start: range.start + start, end: range.end + start },
  }));
}

function moved(document: ReadDocument, by: number): ReadDocument {
  if (by === 0) return document;
  const { root, problems, span } = document;
  return {
    root: root && shiftNode(root, by),
    problems: problems.map((problem) => ({
      ...problem,
      span: shiftSpan(problem.span, by),
      ...(problem.related && { related: { ...problem.related, span: shiftSpan(problem.related.span, by) } }),
    })),
    errors: [],
    span: shiftSpan(span, by),
  };
}
