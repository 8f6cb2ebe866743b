/**
 * Comments that silence rules: `fairlead-ignore CODE[, CODE] [-- reason]` and `fairlead-ignore-file CODE …`.
 * Knows nothing of the language: whoever reads a text hands in its comments.
 */
import type { Span } from "../../documents/line-index.ts";

/** A comment of a text. */
export interface CommentToken {
  /** With its marks: `# …`, `// …`, or a block comment. */
  text: string;
  /** Where it begins in the text, in UTF-16 units. */
  start: number;
  /** Its line, from 0. */
  line: number;
  /** Whether nothing but blanks stands before it on its line. */
  alone: boolean;
  /** Whether it stands before the first thing in the file that is no comment. */
  leading: boolean;
  /** For a comment that stands alone: the next line that holds more than comments and blanks; undefined at the end. */
  nextLine: number | undefined;
}

export interface SuppressedCode {
  code: string;
  span: Span;
}

export interface Suppression {
  /** The line that it is for; undefined where it is for the whole file. */
  line: number | undefined;
  codes: readonly SuppressedCode[];
  /** From the word `fairlead-ignore` to the end of the codes. */
  span: Span;
  /** Set where it can not work as it is written. */
  problem: "no-code" | "not-leading" | "nothing-below" | undefined;
  reason: string | undefined;
}

/** The word that every text with suppressions holds: a cheap first look. */
export const SUPPRESSION_WORD = "fairlead-ignore";

const FORM = /^(?:#+|\/\/+|\/\*+)?[ \t]*(fairlead-ignore(?:-file)?)(?![\w-])(?:[ \t]*:)?([^\r\n]*)/;

/** The suppressions among the comments of a text, in its order. A comment that only mentions the word is none. */
export function parseSuppressions(comments: Iterable<CommentToken>): Suppression[] {
  const found: Suppression[] = [];
  for (const comment of comments) {
    const match = FORM.exec(comment.text);
    if (!match) continue;
    const [whole, word = "", after = ""] = match;
    const rest = after.replace(/\*\/\s*$/, "");
    const dashes = /(?:^|\s)--(?:\s|$)/.exec(rest);
    const listed = dashes ? rest.slice(0, dashes.index) : rest;
    const start = comment.start + whole.indexOf(word);
    const listStart = comment.start + whole.length - after.length;
    const codes = [...listed.matchAll(/[^\s,]+/g)].map(({ 0: code, index }) => ({
      code,
      span: { start: listStart + index, end: listStart + index + code.length },
    }));
    const isFile = word.endsWith("-file");
    const line = isFile ? undefined : comment.alone ? comment.nextLine : comment.line;
    found.push({
      line,
      codes,
      span: { start, end: codes.at(-1)?.span.end ?? start + word.length },
      problem:
        codes.length === 0
          ? "no-code"
          : isFile && !comment.leading
            ? "not-leading"
            : !isFile && line === undefined
              ? "nothing-below"
              : undefined,
      reason: dashes ? rest.slice(dashes.index + dashes[0].length).trim() || undefined : undefined,
    });
  }
  return found;
}
