/** Growing selections: a part of an id, the value, its entry, all entries beside it, and so on up to the whole file. */
import { type DocumentNode, documentAt, type ParsedFile, type Position, type Span } from "@fairlead/runtime/documents";
import type { SelectionRange } from "vscode-languageserver";

/** The selections around each position, from the smallest. */
export function selectionRanges(file: ParsedFile, positions: readonly Position[]): SelectionRange[] {
  return positions.map((position) => {
    const offset = file.lines.offsetAt(position);
    const spans = [{ start: 0, end: file.text.length }, ...spansAround(file, offset), { start: offset, end: offset }];
    let range: SelectionRange = { range: file.lines.range(spans[0] as Span) };
    let outer = spans[0] as Span;
    for (const span of spans.slice(1)) {
      const inside = span.start >= outer.start && span.end <= outer.end && covers(span, offset);
      // The place itself is a selection only where there is no other.
      const isPlace = span.start === span.end && range.parent !== undefined;
      if (!inside || isPlace || (span.start === outer.start && span.end === outer.end)) continue;
      range = { range: file.lines.range(span), parent: range };
      outer = span;
    }
    return range;
  });
}

/** From the document inwards; each that does not cover the offset ends the list. */
function spansAround(file: ParsedFile, offset: number): Span[] {
  const document = documentAt(file, offset);
  if (!document?.root) return [];
  const spans: Span[] = [document.span];
  let node: DocumentNode | undefined = document.root;
  while (node && covers(node.span, offset)) {
    spans.push(node.span);
    if (node.alias !== undefined) break;
    if (node.type === "scalar") {
      spans.push(node.inner, ...partOf(file.text, node.inner, offset));
      break;
    }
    node =
      node.type === "map" ? intoEntry(file, node, offset, spans) : node.items.find((item) => covers(item.span, offset));
  }
  return spans;
}

function intoEntry(
  file: ParsedFile,
  { entries }: Extract<DocumentNode, { type: "map" }>,
  offset: number,
  spans: Span[],
): DocumentNode | undefined {
  for (const { keySpan, value, merged } of entries.values()) {
    if (merged) continue;
    const entry = { start: keySpan.start, end: Math.max(keySpan.end, value.span.end) };
    if (!covers(entry, offset)) continue;
    spans.push(entry);
    if (!covers(keySpan, offset)) return value;
    spans.push(keySpan, ...partOf(file.text, keySpan, offset));
    return undefined;
  }
  return undefined;
}

/** The model or the provider in a deployment id. */
function partOf(text: string, span: Span, offset: number): Span[] {
  const at = text.slice(span.start, span.end).indexOf("@");
  if (at < 0 || text.slice(span.start, span.end).includes("\n")) return [];
  const middle = span.start + at;
  return offset <= middle ? [{ start: span.start, end: middle }] : [{ start: middle + 1, end: span.end }];
}

function covers({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}
