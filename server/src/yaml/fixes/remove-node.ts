import { childOf, type DocumentNode, pointerSegments, toPointer } from "@fairlead/runtime/documents";
import type { Fix, Fixer } from "./fix.ts";
import { placeAt } from "./new-keys.ts";
import { entryRemoval, itemRemoval, replace } from "./node-edits.ts";
import { weightEdits } from "./weights.ts";

/** Removes what a rule found to be without effect, with its comma or its lines: an item of a list, or a key with its value. */
export const removeNode: Fixer = ({ code, range, data }, { file }) => {
  // What ends and has its replacement beside it is not needed any more.
  const isReplaced = ENDING.test(code) && data?.replacements !== undefined;
  const isTwice = code === "link.duplicate-id";
  if (!(data?.removable || isReplaced || isTwice) || data?.pointer === undefined) return [];
  const segments = pointerSegments(data.pointer);
  const last = segments.pop();
  const place = placeAt(file, file.lines.offsetAt(range.start), toPointer(segments));
  const holder = place?.node;
  if (!holder || last === undefined || !childOf(holder, last)) return [];
  if (holder.type === "sequence" && holder.items.length <= (place.schema.minItems ?? 0)) return [];
  if (isReplaced && !data.removable && !hasReplacement(holder, data.replacements ?? [])) return [];
  const span =
    holder.type === "map"
      ? entryRemoval(file, holder, last)
      : holder.type === "sequence"
        ? itemRemoval(file, holder, Number(last))
        : undefined;
  if (!span) return [];
  const written = holder.type === "map" ? last : file.text.slice(...ends(childOf(holder, last)?.node.span));
  const name = written.length <= 60 && !/[\r\n]/.test(written) ? written : "this";
  const fix: Fix = {
    title: isTwice ? `Remove this ${name}` : `Remove ${name}`,
    edits: [replace(file, span, ""), ...weightEdits(file, file.lines.offsetAt(range.start), data.pointer)],
    isPreferred: !DOUBTFUL.has(code) && !isTwice,
  };
  return [fix];
};

/** What nothing refers to may be meant for tomorrow, what never acts may be misspelt, and of two either may be meant. */
const DOUBTFUL: ReadonlySet<string> = new Set([
  "id.unused",
  "rule.never-applies",
  "budget.counts-nothing",
  "link.duplicate-default",
]);

/** Rules on deployments that end. */
const ENDING = /^route\.(retired|retiring|deprecated)-deployment$/;

function hasReplacement(holder: DocumentNode, replacements: readonly string[]): boolean {
  if (holder.type !== "sequence") return false;
  return holder.items.some((item) => item.type === "scalar" && replacements.includes(String(item.value)));
}

function ends(span: { start: number; end: number } | undefined): [number, number] {
  return span ? [span.start, span.end] : [0, 0];
}
