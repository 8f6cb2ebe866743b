/** Splits a file at the markers between its documents, without parsing it. */

/** A stretch of a file that holds one document as a rule, from its marker to the next. */
export interface Stretch {
  start: number;
  /** Where the document itself begins, behind the line of its marker; undefined where something stands on that line. */
  body: number | undefined;
  end: number;
}

/** Where a stretch stands among all of its file. */
export interface StretchPlace {
  isFirst: boolean;
  isLast: boolean;
}

/** What the parser takes for the beginning of a document, on a line of its own. */
export const MARKER = "---";

/** What may stand behind a marker, up to the end of its line. */
const NOTHING_ELSE = /[ \t]*(?:[ \t]#[^\r\n]*)?\r?(?:\n|$)/y;

/** A marker is a word of its own. */
const AFTER_MARKER = /^[ \t\r\n]?$/;

/**
 * The stretches of a text from an offset on, which together are all of it; undefined where one depends on another:
 * directives may hold for more than one document.
 */
export function splitDocuments(text: string, from: number): Stretch[] | undefined {
  if (text.startsWith("%", from) || text.includes("\n%") || text.includes("\uFEFF", from)) return undefined;
  const starts = [...markers(text, from)];
  if (starts[0] !== from) starts.unshift(from);
  return starts.map((start, index) => ({ start, body: bodyFrom(text, start), end: starts[index + 1] ?? text.length }));
}

function* markers(text: string, from: number): Iterable<number> {
  for (let at = text.startsWith(MARKER, from) ? from : nextMarker(text, from); at >= 0; at = nextMarker(text, at))
    if (isMarker(text, at)) yield at;
}

function isMarker(text: string, at: number): boolean {
  return text.startsWith(MARKER, at) && AFTER_MARKER.test(text.charAt(at + MARKER.length));
}

function nextMarker(text: string, from: number): number {
  const feed = text.indexOf(`\n${MARKER}`, from);
  return feed < 0 ? -1 : feed + 1;
}

function bodyFrom(text: string, start: number): number | undefined {
  if (!isMarker(text, start)) return start;
  NOTHING_ELSE.lastIndex = start + MARKER.length;
  return NOTHING_ELSE.test(text) ? NOTHING_ELSE.lastIndex : undefined;
}
