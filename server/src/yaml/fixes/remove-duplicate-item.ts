import type { ParsedFile, SequenceNode, Span } from "@fairlead/runtime/documents";
import type { Fixer } from "./fix.ts";
import { placeAt } from "./new-keys.ts";

/** Removes the second of two equal items, with its comma or its line. */
export const removeDuplicateItem: Fixer = ({ code, range, data }, file) => {
  if (code !== "document.duplicate-item" || data?.pointer === undefined) return [];
  const start = file.lines.offsetAt(range.start);
  const list = placeAt(file, start, data.pointer)?.node;
  if (list?.type !== "sequence") return [];
  const index = list.items.findIndex((item) => item.span.start === start);
  const span = index < 1 ? undefined : removal(file, list, index);
  if (!span) return [];
  const written = file.text.slice(start, file.lines.offsetAt(range.end));
  const title = written.length <= 60 && !written.includes("\n") ? `Remove this ${written}` : "Remove this item";
  return [{ title, edits: [{ range: file.lines.range(span), newText: "" }], isPreferred: true }];
};

function removal({ text, lines }: ParsedFile, list: SequenceNode, index: number): Span | undefined {
  const item = list.items[index];
  const before = list.items[index - 1];
  if (!item || !before) return undefined;
  if (list.flow) return { start: before.span.end, end: item.span.end };
  const first = lines.positionAt(item.span.start).line;
  const last = lines.positionAt(item.span.end).line;
  // A list within a list shares its first line with the outer one.
  if (!/^\s*-\s/.test(lines.lineText(first)) || /^\s*-\s+-\s/.test(lines.lineText(first))) return undefined;
  const end = last + 1 < lines.lineCount ? lines.lineStart(last + 1) : text.length;
  const isLastLine = last + 1 >= lines.lineCount;
  // Without a line break behind it, the one before it goes.
  const start = lines.lineStart(first) - (isLastLine ? lineBreakBefore(text, lines.lineStart(first)) : 0);
  return { start, end };
}

function lineBreakBefore(text: string, offset: number): number {
  return text.slice(Math.max(0, offset - 2), offset) === "\r\n" ? 2 : 1;
}
