/** The edits of documents that give ids other names. */
import {
  type EntityOccurrence,
  entityName,
  type ParsedFile,
  pointerSegments,
  type Span,
  splitDeploymentId,
} from "@fairlead/runtime/documents";
import { fileName } from "../../documents/uris.ts";
import { newIdOf, type Refusal, type Renaming } from "./new-ids.ts";
import { usesOf } from "./shared-places.ts";

/** Replaces a span of a file's text. */
export interface SpanEdit {
  span: Span;
  text: string;
}

/** Names that the core schema of YAML 1.2 reads as a number, a truth value or nothing. */
const OTHER_TYPE = /^(?:null|true|false|\d+(?:\.\d*)?(?:e[-+]?\d+)?|0x[\da-f]+|0o[0-7]+)$/i;

/** The edits of one file, in the order of the text and without overlaps; or why one of its ids can not be changed. */
export function documentEdits(
  file: ParsedFile,
  occurrences: readonly EntityOccurrence[],
  wanted: readonly Renaming[],
): SpanEdit[] | Refusal {
  const edits = new Map<number, SpanEdit>();
  for (const occurrence of occurrences) {
    if (occurrence.part) continue;
    const to = newIdOf(occurrence.kind, occurrence.id, wanted);
    if (to === occurrence.id) continue;
    const refusal = obstacle(file, occurrence);
    if (refusal !== undefined) return { refusal };
    for (const edit of editsOf(file, occurrence, to)) edits.set(edit.span.start, edit);
  }
  return [...edits.values()].sort((a, b) => a.span.start - b.span.start);
}

function editsOf({ text }: ParsedFile, { kind, id, span, escaped }: EntityOccurrence, to: string): SpanEdit[] {
  if (isQuoted(text, span)) return escaped ? [{ span, text: to }] : changedParts(kind, id, to, span);
  // What YAML would read as a number or a truth value stays a text in quotes.
  return OTHER_TYPE.test(to) ? [{ span, text: `"${to}"` }] : changedParts(kind, id, to, span);
}

/** Only the part of a deployment id that changes, so that a review shows what happened. */
function changedParts(kind: string, id: string, to: string, span: Span): SpanEdit[] {
  const before = kind === "deployment" ? splitDeploymentId(id) : undefined;
  const after = before && splitDeploymentId(to);
  if (!before || !after) return [{ span, text: to }];
  const middle = span.start + before.model.length;
  const edits: SpanEdit[] = [];
  if (before.model !== after.model) edits.push({ span: { start: span.start, end: middle }, text: after.model });
  if (before.provider !== after.provider)
    edits.push({ span: { start: middle + 1, end: span.end }, text: after.provider });
  return edits;
}

/** Why an id can not be changed where it stands; undefined where it can. */
function obstacle(file: ParsedFile, { kind, id, span, document, escaped, pointer, location }: EntityOccurrence) {
  const where = `line ${location.range.start.line + 1} of ${fileName(file.uri)}`;
  if (escaped && !isQuoted(file.text, span))
    return `The ${entityName(kind)} "${id}" is not written out at ${where} (${pointerSegments(pointer).join(".")}). Write it there first.`;
  const holder = file.documents[document];
  // Without an alias in it, no text stands for two things.
  if (!holder || !/(?:^|[\s:[{,-])\*/.test(file.text.slice(holder.span.start, holder.span.end))) return undefined;
  if ([...usesOf(holder, span.start)].every((use) => use === kind)) return undefined;
  return `An alias takes the text at ${where} for something else than the ${entityName(kind)} "${id}". Write that out first.`;
}

function isQuoted(text: string, { start, end }: Span): boolean {
  const quote = text[start - 1];
  return (quote === '"' || quote === "'") && text[end] === quote;
}
