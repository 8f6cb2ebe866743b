/** What a YAML text says, apart from its white space: to hold a formatted text against the one it came from. */
import { type Document, isAlias, isMap, isPair, isScalar, isSeq, parseAllDocuments } from "yaml";
import { piecesOf } from "./pieces.ts";

/** Everything that a text says, its comments included, in order; undefined where it is no whole YAML. */
export function meaningOf(text: string): string | undefined {
  try {
    const documents = parseAllDocuments(text, { prettyErrors: false, uniqueKeys: false, logLevel: "silent" });
    const all: readonly Document[] = Array.isArray(documents) ? documents : [];
    if (all.some(({ errors }) => errors.length > 0)) return undefined;
    const said: unknown[] = [all.map(({ contents }) => outline(contents))];
    for (const { type, start, end } of piecesOf(text)) {
      if (type === "comment" || type === "mark") said.push(text.slice(start, end).trimEnd());
    }
    return JSON.stringify(said);
  } catch {
    return undefined;
  }
}

function outline(node: unknown): unknown {
  if (isAlias(node)) return { alias: node.source };
  if (isPair(node)) return [outline(node.key), outline(node.value)];
  if (isMap(node) || isSeq(node))
    return { tag: node.tag, anchor: node.anchor, flow: node.flow, items: (node.items as unknown[]).map(outline) };
  if (isScalar(node))
    return { tag: node.tag, anchor: node.anchor, type: node.type, value: node.source ?? String(node.value) };
  return null;
}
