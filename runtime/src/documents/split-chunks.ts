/**
 * Splits the text of a large document at the keys of its sections and at its entities, without parsing it. Only where
 * block style leaves no doubt: whoever gets `undefined` parses the document whole.
 */

/** One key with its value, with all lines up to the next key beside it. */
export interface Chunk {
  start: number;
  end: number;
  /** The column of its key. */
  column: number;
}

/** A section: parsed as one, or as a key whose value is made of chunks. */
export interface Section extends Chunk {
  /** Where its entities stand each for itself: they, and its key. */
  parts?: { key: string; chunks: Chunk[] };
}

const SECTION_KEY = /^[A-Za-z_][\w-]*:(?=\s|$)/;

const ENTITY_KEY = /^(?:[A-Za-z0-9_][\w.@-]*|"[\w.@-]+"|'[\w.@-]+'):(?=\s|$)/;

/** The sections of a part of a text that is one document in block style; undefined where it may be anything else. */
export function splitChunks(text: string, from: number, to: number): Section[] | undefined {
  const lines = contentLines(text, from, to);
  if (!lines) return undefined;
  const sections: Section[] = [];
  let first = 0;
  while (first < lines.length) {
    let after = first + 1;
    while (after < lines.length && (lines[after] as Line).column > 0) after += 1;
    const line = lines[first] as Line;
    const end = lines[after]?.start ?? to;
    if (line.column > 0 || !SECTION_KEY.test(contentOf(text, line))) return undefined;
    sections.push(sectionOf(text, { start: line.start, end, column: 0 }, lines.slice(first, after)));
    first = after;
  }
  return sections;
}

/** Whether a text holds nothing but blank lines and comments. */
export function isBlank(text: string): boolean {
  return contentLines(text, 0, text.length)?.length === 0;
}

interface Line {
  start: number;
  end: number;
  column: number;
}

/** The lines that are neither blank nor only a comment; undefined where one is not of block style in one document. */
function contentLines(text: string, from: number, to: number): Line[] | undefined {
  const lines: Line[] = [];
  let start = from;
  while (start < to) {
    const next = text.indexOf("\n", start);
    const end = next < 0 ? to : next + 1;
    let at = start;
    while (at < end && text.charCodeAt(at) === SPACE) at += 1;
    const column = at - start;
    const first = text.charAt(at);
    if (at < end && first !== "#" && !LINE_BREAK.test(first)) {
      // Any other white space may count as indentation or not: that is for the parser to say.
      if (/\s/.test(first) && text.slice(at, end).trim() !== "") return undefined;
      if (/\S/.test(first)) {
        if (column === 0 && MARKERS.test(text.slice(start, start + 3))) return undefined;
        lines.push({ start, end, column });
      }
    }
    start = end;
  }
  return lines;
}

const SPACE = 32;

const LINE_BREAK = /[\r\n]/;

const MARKERS = /^(?:---|\.\.\.|%)/;

/** A line without its indentation. */
function contentOf(text: string, { start, end, column }: Line): string {
  return text.slice(start + column, end);
}

function sectionOf(text: string, whole: Chunk, lines: readonly Line[]): Section {
  const [head, ...body] = lines;
  const key = head && /^([A-Za-z_][\w-]*):[ \t]*(?:#.*)?\r?\n?$/.exec(contentOf(text, head))?.[1];
  const column = body[0]?.column ?? 0;
  if (key === undefined || column === 0 || body.some((line) => line.column < column)) return whole;
  const heads = body.filter((line) => line.column === column);
  if (!heads.every((line) => ENTITY_KEY.test(contentOf(text, line)))) return whole;
  const chunks = heads.map(({ start }, index) => ({ start, end: heads[index + 1]?.start ?? whole.end, column }));
  return { ...whole, parts: { key, chunks } };
}
