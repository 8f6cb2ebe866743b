import { childOf, type ParsedFile, pointerSegments, type ScalarNode, toPointer } from "@fairlead/runtime/documents";
import type { Fixer } from "./fix.ts";
import { placeAt } from "./new-keys.ts";
import { replace } from "./node-edits.ts";

/** Gives two values of one map that are likely swapped to each other. */
export const swapValues: Fixer = ({ range, data }, { file }) => {
  const { pointer, swappedWith } = data ?? {};
  if (pointer === undefined || swappedWith === undefined) return [];
  const segments = pointerSegments(pointer);
  const key = segments.pop();
  const holder = placeAt(file, file.lines.offsetAt(range.start), toPointer(segments))?.node;
  const one = holder && key !== undefined && writtenIn(holder, key);
  const other = holder && writtenIn(holder, swappedWith);
  if (!one || !other) return [];
  const edits = [replace(file, one.span, textOf(file, other)), replace(file, other.span, textOf(file, one))];
  return [{ title: `Swap "${key}" and "${swappedWith}"`, edits, isPreferred: true }];
};

function writtenIn(holder: Parameters<typeof childOf>[0], key: string): ScalarNode | undefined {
  const found = childOf(holder, key);
  return found?.node.type === "scalar" && found.node.alias === undefined && !found.entry?.merged
    ? found.node
    : undefined;
}

function textOf({ text }: ParsedFile, { span }: ScalarNode): string {
  return text.slice(span.start, span.end);
}
