import type { EntityOccurrence, ParsedFile } from "@fairlead/runtime/documents";
import { childOf, findNode, pointerSegments, toPointer } from "@fairlead/runtime/documents";
import type { TextEdit } from "vscode-languageserver";
import { scalarText } from "../completion/insert-text.ts";
import type { Fixer } from "./fix.ts";
import { entryRemoval, itemRemoval, replace } from "./node-edits.ts";

/** Rules on deployments that end, which end for all who use them. */
const ENDING = /^route\.(retired|retiring|deprecated)-deployment$/;

/** Puts the replacement of a deployment that ends in its place in all routes and benchmarks, in all files, in one edit. */
export const replaceEverywhere: Fixer = ({ code, range, data }, { file, checked }) => {
  const [replacement] = data?.replacements ?? [];
  if (!ENDING.test(code) || replacement === undefined) return [];
  const here = checked.entities.at(file.uri, range.start);
  if (here?.kind !== "deployment") return [];
  const uses = checked.entities.references("deployment", here.id).filter(isUse);
  if (uses.length < 2) return [];
  const byFile = new Map<string, TextEdit[]>();
  for (const use of uses) {
    const home = checked.files.find(({ uri }) => uri === use.location.uri);
    const edit = home && editOf(home, use, replacement);
    // In part would be worse than not at all: a weight would be left for what is no candidate any more.
    if (!home || !edit) return [];
    byFile.set(home.uri, [...(byFile.get(home.uri) ?? []), edit]);
  }
  const edits = byFile.get(file.uri) ?? [];
  byFile.delete(file.uri);
  const title = `Replace ${here.id} with ${replacement} in all ${uses.length} places`;
  return [{ title, edits, elsewhere: byFile, isPreferred: false }];
};

/** Where a deployment is used, not only spoken of as in a notice or a rule. */
function isUse({ pointer, part }: EntityOccurrence): boolean {
  const [section, , key, list] = pointerSegments(pointer);
  return !part && ((section === "workloads" && key === "route" && list !== undefined) || section === "benchmarks");
}

/** The edit of one use; where the replacement stands beside it already, what is replaced goes. */
function editOf(file: ParsedFile, use: EntityOccurrence, replacement: string): TextEdit | undefined {
  const root = file.documents[use.document]?.root;
  const segments = pointerSegments(use.pointer);
  const last = segments.pop();
  const holder = root && findNode(root, toPointer(segments))?.node;
  if (!holder || last === undefined || use.escaped) return undefined;
  const quoted = /["']/.test(file.text.charAt(use.span.start - 1));
  const json = /\.json$/i.test(file.uri);
  const text = quoted ? replacement : scalarText(replacement, { flow: true, json });
  if (holder.type === "map") {
    const span = holder.entries.has(replacement) ? entryRemoval(file, holder, last) : use.span;
    return span && replace(file, span, holder.entries.has(replacement) ? "" : text);
  }
  if (holder.type !== "sequence") return undefined;
  const isListed = holder.items.some((item) => item.type === "scalar" && item.value === replacement);
  const span = isListed ? itemRemoval(file, holder, Number(last)) : use.span;
  return childOf(holder, last) && span && replace(file, span, isListed ? "" : text);
}
