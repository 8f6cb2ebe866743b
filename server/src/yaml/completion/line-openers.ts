/** What one line of block style opens: dashes and keys, with their columns. */

export interface Opener {
  type: "dash" | "key";
  /** Column from 0. */
  column: number;
  /** The key's text without quotes; empty for a dash. */
  key: string;
}

export interface LineStructure {
  openers: Opener[];
  /** The column at which the rest begins, after the blanks behind the last opener. */
  restColumn: number;
  /** What stands behind the last opener, a trailing comment cut off. */
  rest: string;
}

const KEY = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#&*!|>@`"'[\]{},%][^\n]*?)\s*:(?=\s|$)/;

/** Reads the dashes and the key at the beginning of a line. */
export function readLine(text: string): LineStructure {
  const openers: Opener[] = [];
  let column = text.length - text.trimStart().length;
  for (;;) {
    const rest = text.slice(column);
    const dash = /^-(?=\s|$)/.exec(rest);
    const key = dash ? null : KEY.exec(rest);
    if (!dash && !key) break;
    openers.push(dash ? { type: "dash", column, key: "" } : { type: "key", column, key: unquote(key?.[1] ?? "") });
    const after = column + (dash ? 1 : (key?.[0].length ?? 0));
    const gap = text.slice(after).length - text.slice(after).trimStart().length;
    column = after + gap;
    // A key ends what a line can open: a second one would have to be on a line of its own.
    if (key) break;
  }
  return { openers, restColumn: column, rest: withoutComment(text.slice(column)) };
}

/** Whether a line has nothing but blanks or a comment. */
export function isBlank(text: string): boolean {
  return /^\s*(#.*)?$/.test(text);
}

/** Whether a text that begins behind an opener opens a block scalar: `|`, `>-`, `|2+`. */
export function opensBlockScalar(rest: string): boolean {
  return /^(?:[&!]\S+\s+)*[|>][+\-\d]*\s*$/.test(rest);
}

/** Cuts off a comment, which begins with # at the start or behind a blank, outside of quotes. */
export function withoutComment(text: string): string {
  let quote = "";
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (quote) {
      if (character === "\\" && quote === '"') index += 1;
      else if (character === quote) quote = "";
    } else if ((character === '"' || character === "'") && /^$|[\s,[{:(]$/.test(text.slice(0, index).slice(-1)))
      quote = character;
    else if (character === "#" && /^$|\s/.test(text.slice(0, index).slice(-1))) return text.slice(0, index).trimEnd();
  }
  return text.trimEnd();
}

function unquote(key: string): string {
  if (!/^["']/.test(key)) return key;
  const inner = key.slice(1, -1);
  return key.startsWith("'") ? inner.replaceAll("''", "'") : inner.replace(/\\(.)/g, "$1");
}
