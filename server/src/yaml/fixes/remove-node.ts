import { childOf, pointerSegments, toPointer } from "@fairlead/runtime/documents";
import type { Fix, Fixer } from "./fix.ts";
import { placeAt } from "./new-keys.ts";
import { entryRemoval, itemRemoval, replace } from "./node-edits.ts";

/** Removes what a rule found to be without effect, with its comma or its lines: an item of a list, or a key with its value. */
export const removeNode: Fixer = ({ range, data }, { file }) => {
  if (!data?.removable || data.pointer === undefined) return [];
  const segments = pointerSegments(data.pointer);
  const last = segments.pop();
  const holder = placeAt(file, file.lines.offsetAt(range.start), toPointer(segments))?.node;
  if (!holder || last === undefined || !childOf(holder, last)) return [];
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
    title: `Remove ${name}`,
    edits: [replace(file, span, "")],
    isPreferred: !data.replacements?.length,
  };
  return [fix];
};

function ends(span: { start: number; end: number } | undefined): [number, number] {
  return span ? [span.start, span.end] : [0, 0];
}
