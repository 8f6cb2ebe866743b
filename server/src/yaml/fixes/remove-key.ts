import { type MapNode, type ParsedFile, pointerSegments } from "@fairlead/runtime/documents";
import type { Fixer } from "./fix.ts";
import { placeAt } from "./new-keys.ts";
import { entryRemoval, replace } from "./node-edits.ts";

/** Takes away a key that nothing knows, with its value. */
export const removeKey: Fixer = ({ code, range, data }, { file }) => {
  if (code !== "document.unknown-key" || data?.pointer === undefined) return [];
  const holder = placeAt(file, file.lines.offsetAt(range.start), data.pointer)?.node;
  if (holder?.type !== "map") return [];
  const key = keyAt(holder, file.lines.offsetAt(range.start));
  const span = key === undefined ? undefined : entryRemoval(file, holder, key);
  if (key === undefined || !span || isBig(file, span.start, span.end)) return [];
  // At the root whole sections hang on a slip of the finger.
  if (pointerSegments(data.pointer).length === 0) return [];
  const name = key.length <= 60 ? `"${key}"` : "this key";
  return [{ title: `Remove ${name}`, edits: [replace(file, span, "")], isPreferred: false }];
};

function keyAt(map: MapNode, offset: number): string | undefined {
  return [...map.entries.values()].find(({ keySpan, merged }) => !merged && keySpan.start === offset)?.key;
}

/** What has many lines is a mistake of another kind. */
function isBig({ lines }: ParsedFile, start: number, end: number): boolean {
  return lines.positionAt(end).line - lines.positionAt(start).line > 10;
}
