/** Parsing a file again after a keystroke: what did not change is taken from the tree before. */
import { parseUnlinked, readable, ts } from "./syntax.ts";

let last: { path: string; sourceFile: ts.SourceFile } | undefined;

/**
 * The syntax tree of a file. Where the file before it was an earlier text of the same path, that tree's nodes move into
 * the new one, and the old tree must not be used again.
 */
export function reparse(path: string, text: string): ts.SourceFile {
  const before = last?.path === path ? last.sourceFile : undefined;
  last = undefined;
  const sourceFile = before ? updated(before, path, text) : parseUnlinked(path, text);
  last = { path, sourceFile };
  return sourceFile;
}

function updated(before: ts.SourceFile, path: string, text: string): ts.SourceFile {
  const next = readable(text);
  const range = changedRange(before.text, next);
  // The parser's own bookkeeping costs more than it saves where most of the text is another.
  if (range.newLength > next.length / 2 || range.span.length > before.text.length / 2) return parseUnlinked(path, text);
  return ts.updateSourceFile(before, next, range);
}

/** The one stretch in which two texts differ. */
function changedRange(before: string, after: string): ts.TextChangeRange {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let end = 0;
  while (
    end < most - start &&
    before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)
  ) {
    end++;
  }
  return { span: { start, length: before.length - start - end }, newLength: after.length - start - end };
}
