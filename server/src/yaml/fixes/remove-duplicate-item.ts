import type { Fixer } from "./fix.ts";
import { placeAt } from "./new-keys.ts";
import { itemRemoval, replace } from "./node-edits.ts";

/** Removes the second of two equal items, with its comma or its line. */
export const removeDuplicateItem: Fixer = ({ code, range, data }, { file }) => {
  if (code !== "document.duplicate-item" || data?.pointer === undefined) return [];
  const start = file.lines.offsetAt(range.start);
  const list = placeAt(file, start, data.pointer)?.node;
  if (list?.type !== "sequence") return [];
  const index = list.items.findIndex((item) => item.span.start === start);
  const span = index < 1 ? undefined : itemRemoval(file, list, index);
  if (!span) return [];
  const written = file.text.slice(start, file.lines.offsetAt(range.end));
  const title = written.length <= 60 && !written.includes("\n") ? `Remove this ${written}` : "Remove this item";
  return [{ title, edits: [replace(file, span, "")], isPreferred: true, isSafe: true }];
};
