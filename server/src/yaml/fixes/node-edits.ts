/** Takes entries and items out of documents and puts items in, with their commas and lines, and nothing else. */
import type { MapEntry, MapNode, ParsedFile, SequenceNode, Span } from "@fairlead/runtime/documents";
import type { TextEdit } from "vscode-languageserver";

/** A text in place of a span. */
export function replace({ lines }: ParsedFile, span: Span, newText: string): TextEdit {
  return { range: lines.range(span), newText };
}

/** A text at an offset. */
export function insert(file: ParsedFile, offset: number, newText: string): TextEdit {
  return replace(file, { start: offset, end: offset }, newText);
}

/** The line ending of a file. */
export function lineEnding({ text }: ParsedFile): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}

/** The column of an offset as far as indentation goes: a byte order mark before it does not count. */
export function columnAt({ text, lines }: ParsedFile, offset: number): number {
  const { line, character } = lines.positionAt(offset);
  return line === 0 && text.startsWith("\uFEFF") ? Math.max(0, character - 1) : character;
}

/** Where the line of an offset ends, its line break not counted. */
export function endOfLine({ lines }: ParsedFile, offset: number): number {
  const { line } = lines.positionAt(offset);
  return lines.lineStart(line) + lines.lineText(line).length;
}

/** The entries that are written in a map, in their order; not what is merged in. */
export function ownEntries(node: MapNode): MapEntry[] {
  return [...node.entries.values()].filter(({ merged }) => !merged);
}

/** Where the key of an entry begins, its quote included. */
export function startOfEntry({ text }: ParsedFile, { keySpan }: MapEntry): number {
  return keySpan.start - (/["']/.test(text.charAt(keySpan.start - 1)) ? 1 : 0);
}

/** Where an entry ends, the blanks behind it not counted. A value that is missing ends with the colon. */
export function endOfEntry({ text }: ParsedFile, { keySpan, value }: MapEntry): number {
  let end = Math.max(keySpan.end, value.span.end);
  if (value.span.end <= value.span.start) end += /^["']?\s*:/.exec(text.slice(keySpan.end))?.[0].length ?? 0;
  while (end > keySpan.end && /\s/.test(text.charAt(end - 1))) end -= 1;
  return end;
}

/** What to take away so that an item is gone; undefined where it is the only one or can not go without its neighbours. */
export function itemRemoval(file: ParsedFile, list: SequenceNode, index: number): Span | undefined {
  const item = list.items[index];
  if (!item || list.items.length < 2) return undefined;
  if (list.flow) {
    const spans = list.items.map(({ span }) => span);
    return flowRemoval(file, list.span, spans, index);
  }
  return blockRemoval(file, item.span, (line) => /^\s*-\s/.test(line) && !/^\s*-\s+-\s/.test(line));
}

/** The same for an entry of a map. */
export function entryRemoval(file: ParsedFile, map: MapNode, key: string): Span | undefined {
  const entries = ownEntries(map);
  const index = entries.findIndex((entry) => entry.key === key);
  const entry = entries[index];
  if (!entry || entries.length < 2) return undefined;
  const spanOf = (one: MapEntry): Span => ({ start: startOfEntry(file, one), end: endOfEntry(file, one) });
  if (map.flow) return flowRemoval(file, map.span, entries.map(spanOf), index);
  return blockRemoval(file, spanOf(entry), (line) => /^\s*["']?[^\s-]/.test(line) || /^\s*-\S/.test(line));
}

function flowRemoval({ text }: ParsedFile, holder: Span, spans: readonly Span[], index: number): Span | undefined {
  const span = spans[index];
  const before = spans[index - 1];
  const after = spans[index + 1];
  if (!span) return undefined;
  let removal: Span;
  if (before) removal = { start: before.end, end: span.end };
  else {
    const comma = text.indexOf(",", span.end);
    if (!after || comma < 0 || comma > after.start) return undefined;
    const first = holder.start + 1 + (/^\s*/.exec(text.slice(holder.start + 1, span.start))?.[0].length ?? 0);
    removal = { start: first, end: comma + 1 + (/^[ \t]*/.exec(text.slice(comma + 1))?.[0].length ?? 0) };
  }
  // A comment between them may be about the one that stays.
  return /(^|\s)#/.test(text.slice(removal.start, removal.end)) ? undefined : removal;
}

function blockRemoval({ text, lines }: ParsedFile, span: Span, mayBegin: (line: string) => boolean): Span | undefined {
  let end = span.end;
  while (end > span.start && /\s/.test(text.charAt(end - 1))) end -= 1;
  const first = lines.positionAt(span.start).line;
  const last = lines.positionAt(end).line;
  if (!mayBegin(lines.lineText(first))) return undefined;
  const start = lines.lineStart(first);
  if (last + 1 < lines.lineCount) return { start, end: lines.lineStart(last + 1) };
  // Without a line break behind it, the one before it goes.
  const lineBreak = text.slice(Math.max(0, start - 2), start) === "\r\n" ? 2 : Math.min(1, start);
  return { start: start - lineBreak, end: text.length };
}

/** Adds an item at the end of a list, or at an index. */
export function itemInsertion(file: ParsedFile, list: SequenceNode, item: string): TextEdit | undefined {
  const last = list.items.at(-1);
  if (list.flow) {
    if (!last) return replace(file, list.span, `[${item}]`);
    return insert(file, last.span.end, `, ${item}`);
  }
  if (!last) return undefined;
  let end = last.span.end;
  while (end > last.span.start && /\s/.test(file.text.charAt(end - 1))) end -= 1;
  const { line } = file.lines.positionAt(last.span.start);
  const dash = /^(\s*)-(\s+)/.exec(file.lines.lineText(line));
  if (!dash) return undefined;
  return insert(file, endOfLine(file, end), `${lineEnding(file)}${dash[1]}-${dash[2]}${item}`);
}
