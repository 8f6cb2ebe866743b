/** What can be folded away: documents, maps, lists, long values, comments, and regions marked by comments. */
import type { DocumentNode, ParsedFile, Span } from "@fairlead/runtime/documents";
import { type FoldingRange, FoldingRangeKind } from "vscode-languageserver";

/** The folding ranges of a file, by whole lines; at most `limit`, the outermost first. */
export function foldingRanges(file: ParsedFile, limit = Number.POSITIVE_INFINITY): FoldingRange[] {
  const folder = new Folder(file);
  for (const { root, span } of file.documents) {
    if (file.documents.length > 1) folder.document(span);
    if (root) folder.node(root);
  }
  folder.comments();
  if (folder.found.length > limit) folder.found.sort((a, b) => a.depth - b.depth).length = limit;
  return folder.found
    .sort((a, b) => a.range.startLine - b.range.startLine || b.range.endLine - a.range.endLine)
    .map(({ range }) => range);
}

class Folder {
  readonly found: { range: FoldingRange; depth: number }[] = [];
  readonly #file: ParsedFile;
  /** The lines behind the first of values over several lines: a `#` there begins no comment. */
  readonly #inValues = new Set<number>();

  constructor(file: ParsedFile) {
    this.#file = file;
  }

  document(span: Span): void {
    const { start, end } = this.#trimmed(span);
    this.#add(this.#line(start), this.#line(end), 0);
  }

  node(node: DocumentNode, depth = 1): void {
    // What an alias stands for is folded where it stands.
    if (node.alias !== undefined) return;
    if (node.type === "scalar") {
      const first = this.#line(node.span.start);
      const last = this.#line(Math.max(node.span.start, node.span.end - 1));
      for (let line = first + 1; line <= last; line += 1) this.#inValues.add(line);
      return;
    }
    if (node.type === "map") {
      for (const { keySpan, value, merged } of node.entries.values()) {
        if (merged) continue;
        this.#block(keySpan.start, value, depth);
        this.node(value, depth + 1);
      }
      return;
    }
    for (const item of node.items) {
      this.#block(item.span.start, item, depth);
      this.node(item, depth + 1);
    }
  }

  comments(): void {
    const { lines } = this.#file;
    const regions: number[] = [];
    let first: number | undefined;
    for (let line = 0; line <= lines.lineCount; line += 1) {
      const comment = this.#inValues.has(line) ? undefined : /^\s*#(.*)/.exec(lines.lineText(line))?.[1];
      const marker = comment === undefined ? undefined : /^\s*#?(end)?region\b/.exec(comment);
      if (comment !== undefined && !marker) {
        first ??= line;
        continue;
      }
      if (first !== undefined) this.#add(first, line - 1, 1, FoldingRangeKind.Comment);
      first = undefined;
      if (marker?.[1]) {
        const start = regions.pop();
        if (start !== undefined) this.#add(start, line, 0, FoldingRangeKind.Region);
      } else if (marker) regions.push(line);
    }
  }

  #block(start: number, value: DocumentNode, depth: number): void {
    if (value.alias !== undefined) return;
    const last = this.#line(this.#trimmed(value.span).end);
    const closes = value.type !== "scalar" && value.flow && /^\s*[\]}]/.test(this.#file.lines.lineText(last));
    this.#add(this.#line(start), closes ? last - 1 : last, depth);
  }

  #add(startLine: number, endLine: number, depth: number, kind?: FoldingRangeKind): void {
    if (endLine <= startLine) return;
    this.found.push({ range: { startLine, endLine, ...(kind && { kind }) }, depth });
  }

  #trimmed({ start, end }: Span): Span {
    const { text } = this.#file;
    let last = Math.min(end, text.length);
    while (last > start && /\s/.test(text.charAt(last - 1))) last -= 1;
    return { start, end: last };
  }

  #line(offset: number): number {
    return this.#file.lines.positionAt(offset).line;
  }
}
