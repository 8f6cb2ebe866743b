/** The same nodes further up or down in a text. */
import type { DocumentNode, MapEntry } from "./document-node.ts";
import type { Span } from "./line-index.ts";

/** A copy of a node with all its places moved by so many characters. */
export function shiftNode(node: DocumentNode, by: number): DocumentNode {
  const span = shiftSpan(node.span, by);
  if (node.type === "scalar") return { ...node, span, inner: shiftSpan(node.inner, by) };
  if (node.type === "sequence") return { ...node, span, items: node.items.map((item) => shiftNode(item, by)) };
  const entries = new Map<string, MapEntry>();
  for (const [key, entry] of node.entries) {
    const { keySpan, keySource, value } = entry;
    entries.set(key, {
      ...entry,
      keySpan: shiftSpan(keySpan, by),
      ...(keySource && { keySource: shiftSpan(keySource, by) }),
      value: shiftNode(value, by),
    });
  }
  return { ...node, span, entries };
}

/** A span moved by so many characters. */
export function shiftSpan({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}
