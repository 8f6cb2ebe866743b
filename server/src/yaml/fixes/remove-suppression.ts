import type { Span } from "@fairlead/runtime/documents";
import type { Fixer } from "./fix.ts";
import { replace } from "./node-edits.ts";

/** Takes a code out of a suppression that it does nothing in; with the last code the whole comment goes. */
export const removeSuppression: Fixer = ({ code, range }, { file }) => {
  if (!/^suppression\.(unused|not-possible|unknown-code)$/.test(code)) return [];
  const { lines, text } = file;
  const line = lines.lineText(range.start.line);
  const start = lines.lineStart(range.start.line);
  const comment = /(^|\s)#+[ \t]*fairlead-ignore(?:-file)?\b:?(.*)$/.exec(line);
  if (!comment) return [];
  const named = text.slice(lines.offsetAt(range.start), lines.offsetAt(range.end));
  const listed: string[] = (comment[2] ?? "").replace(/(^|\s)--(\s.*)?$/, "").match(/[^\s,]+/g) ?? [];
  const isPreferred = code !== "suppression.unknown-code";
  if (listed.length > 1 && listed.includes(named)) {
    const span = withComma(text, { start: lines.offsetAt(range.start), end: lines.offsetAt(range.end) });
    return [{ title: `Remove ${named}`, edits: [replace(file, span, "")], isPreferred, isSafe: isPreferred }];
  }
  const from = start + comment.index;
  const isAlone = line.slice(0, comment.index).trim() === "";
  const hasNext = range.start.line + 1 < lines.lineCount;
  const span: Span =
    isAlone && hasNext
      ? { start: text.startsWith("\uFEFF", start) ? start + 1 : start, end: lines.lineStart(range.start.line + 1) }
      : { start: from, end: start + line.length };
  return [{ title: "Remove this comment", edits: [replace(file, span, "")], isPreferred, isSafe: isPreferred }];
};

function withComma(text: string, { start, end }: Span): Span {
  const after = /^\s*,[ \t]*/.exec(text.slice(end))?.[0].length;
  if (after !== undefined) return { start, end: end + after };
  const before = /[ \t]*,?[ \t]*$/.exec(text.slice(0, start))?.[0].length ?? 0;
  return { start: start - before, end };
}
