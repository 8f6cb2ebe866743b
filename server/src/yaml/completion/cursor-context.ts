/**
 * Where in a document the cursor is, read from the text around it: the keys above it with less indentation, or the
 * brackets around it. Works on text that is no YAML yet, and costs no parse of the file.
 */
import type { LineIndex, Span } from "@fairlead/runtime/documents";
import { climb, type Ground, isDocumentEnd, type Path, type Surroundings } from "./climb.ts";
import { type FlowContext, nextSign, readFlow, startsWord } from "./flow-context.ts";
import { type LineStructure, readLine, withoutComment } from "./line-openers.ts";

export interface CursorContext {
  /** Keys and, for list items, zeros. To the map for `key`, to the value for `value`, to the list for `item`. */
  path: Path;
  place: "key" | "value" | "item";
  flow: boolean;
  /** Keys that are there already, the one at the cursor aside; for an item the keys that would belong to it. */
  keys: string[];
  /** Items that are there already, the one at the cursor aside. */
  items: string[];
  /** What is being typed and would be replaced, quotes included. */
  span: Span;
  /** The quote that the word at the cursor begins with; empty where there is none. */
  quote: string;
  /** The column at which a key begins or would begin. */
  column: number;
  /** Whether a colon follows already. */
  hasColon: boolean;
  /** Whether lines follow that would be the value of a key at the cursor. */
  hasChildren: boolean;
  /** Whether a comma must part what is typed from what follows in the same brackets. */
  needsComma: boolean;
  /** Where the YAML document that the cursor is in begins and ends. */
  document: Span;
}

/** The context of an offset; undefined where nothing can be completed: in comments, texts, or after a value. */
export function cursorContext(text: string, lines: LineIndex, offset: number): CursorContext | undefined {
  const line = lines.positionAt(offset).line;
  const ground: Ground = { text, lines, line, offset };
  const before = text.slice(lines.lineStart(line), offset).replace(/^\uFEFF/, " ");
  if (/^(---|\.\.\.|%)/.test(lines.lineText(line))) return undefined;
  const document = documentBounds(ground);
  const bracket = rootBracket(ground, document);
  if (bracket !== undefined) return flowContext(ground, bracket, [], document);
  const current = readLine(before);
  const surroundings = climb(ground, current);
  if (!surroundings) return undefined;
  const restStart = lines.lineStart(line) + current.restColumn;
  const flowStart = surroundings.flowStart ?? (/^[{[]/.test(current.rest) ? restStart : undefined);
  if (flowStart !== undefined) return flowContext(ground, flowStart, surroundings.path, document);
  const typed = before.slice(current.restColumn);
  // In a comment; or at an anchor, a tag or a text that has its own lines.
  if (withoutComment(typed) !== typed.trimEnd() || /^[&!|>@`%]/.test(typed)) return undefined;
  // An alias can stand for a value; as a key nobody wants it.
  if (typed.startsWith("*") && current.openers.length === 0) return undefined;
  const place = { ground, current, surroundings, restStart, typed, document };
  return current.openers.at(-1)?.type === "key" ? blockValue(place) : blockKeyOrItem(place);
}

/** Whether the value or the item would touch the sign that it belongs to. */
export function isTight(text: string, { span, flow, place }: CursorContext): boolean {
  const before = text.charAt(span.start - 1);
  return place === "value" ? before === ":" : place === "item" && !flow && before === "-";
}

interface BlockPlace {
  ground: Ground;
  current: LineStructure;
  surroundings: Surroundings;
  /** Where what is being typed begins. */
  restStart: number;
  typed: string;
  document: Span;
}

function blockValue({
  ground,
  current,
  surroundings,
  restStart,
  typed,
  document,
}: BlockPlace): CursorContext | undefined {
  // Behind a closing quote there is nothing more to say.
  if (/^(["'])[^"']*\1\s/.test(typed)) return undefined;
  const rest = restOfLine(ground);
  const tail = withoutComment(typed + rest).length - typed.length;
  // The value stands behind the cursor in brackets, or below it.
  if (typed === "" && (/^[ \t]*[[{&!|>]/.test(rest) || (tail <= 0 && surroundings.children !== "none")))
    return undefined;
  return {
    path: surroundings.path,
    place: "value",
    flow: false,
    keys: [],
    items: [],
    span: { start: restStart, end: ground.offset + Math.max(0, tail) },
    quote: quoteOf(typed),
    column: current.openers.at(-1)?.column ?? 0,
    hasColon: false,
    hasChildren: false,
    needsComma: false,
    document,
  };
}

function blockKeyOrItem(place: BlockPlace): CursorContext | undefined {
  const { ground, current, surroundings, restStart, typed, document } = place;
  // A second word cannot be part of a key or an id.
  if (/\S\s/.test(typed)) return undefined;
  const rest = restOfLine(ground);
  // What begins here would stand before something that is there already.
  if (typed === "" && /^([ \t]+[^ \t#]|-(\s|$)|[[{&!|>*?])/.test(rest)) return undefined;
  // Beside what stands there already, or nowhere.
  const { siblingColumn } = surroundings;
  const column = current.openers[0]?.column ?? current.restColumn;
  if (siblingColumn !== undefined && column !== siblingColumn) return undefined;
  if (typed === "" && surroundings.children === "ragged") return undefined;
  const word = /^(?:[^\s:#]|:(?=\S))*/.exec(rest)?.[0] ?? "";
  const isItem = current.openers.at(-1)?.type === "dash";
  return {
    path: isItem ? surroundings.path.slice(0, -1) : surroundings.path,
    place: isItem ? "item" : "key",
    flow: false,
    keys: surroundings.keys,
    items: surroundings.items,
    span: { start: restStart, end: ground.offset + word.length },
    quote: quoteOf(typed),
    column: current.restColumn,
    hasColon: /^\s*:(\s|$)/.test(rest.slice(word.length)),
    hasChildren: surroundings.children !== "none",
    needsComma: false,
    document,
  };
}

function flowContext(ground: Ground, start: number, base: Path, document: Span): CursorContext | undefined {
  const { text, lines, offset } = ground;
  const flow = readFlow(text, start, offset);
  if (!flow) return undefined;
  const quote = quoteOf(text.slice(flow.tokenStart, offset));
  const isClosed = quote !== "" && offset - flow.tokenStart > 1 && text.charAt(offset - 1) === quote;
  const rest = text.slice(offset, offset + 200);
  const isBefore = flow.tokenStart === offset && /^\s/.test(rest);
  const isValue = flow.place === "value";
  // A key or an item is put before what follows; a value replaces it.
  const end = isClosed || (isBefore && !isValue) ? offset : offset + wordLengthInFlow(rest, flow, quote);
  const next = nextSign(text, start, end);
  // The value is there already: in brackets, or on a line below.
  if (isValue && flow.tokenStart === offset && (end === offset ? startsWord(next) : /^\s*[[{&*!]/.test(rest)))
    return undefined;
  const needsComma = !isValue && startsWord(next);
  return {
    path: [...base, ...flow.path],
    place: flow.place,
    flow: true,
    keys: flow.place === "key" ? flow.siblings : [],
    items: flow.place === "item" ? flow.siblings : [],
    span: { start: flow.tokenStart, end },
    quote,
    column: lines.positionAt(flow.tokenStart).character,
    hasColon: !needsComma && /^\s*:/.test(text.slice(end, end + 20)),
    hasChildren: false,
    needsComma,
    document,
  };
}

function wordLengthInFlow(rest: string, { place }: FlowContext, quote: string): number {
  if (quote) {
    const closing = rest.search(quote === '"' ? /["\r\n]/ : /['\r\n]/);
    if (closing < 0) return 0;
    return closing + (rest.charAt(closing) === quote ? 1 : 0);
  }
  const stop = place === "key" ? /[\s,[\]{}:#]|$/ : /[,[\]{}\r\n]|\s#|\s*$|:\s/;
  return rest.slice(0, Math.max(0, rest.search(stop))).trimEnd().length;
}

/** A document that is one flow map, as JSON is, has no indentation to go by. */
function rootBracket({ text, offset }: Ground, { start }: Span): number | undefined {
  const gap = /^(?:\uFEFF|\s|#[^\n]*\n)*/.exec(text.slice(start, offset))?.[0].length ?? 0;
  const first = start + gap;
  return first < offset && /[{[]/.test(text.charAt(first)) ? first : undefined;
}

/** Between the nearest lines of `---` or `...`. Looked for in the text: a file may have very many lines. */
function documentBounds({ text, lines, line, offset }: Ground): Span {
  const here = lines.lineStart(line);
  let start = 0;
  let from = here - 1;
  while (from >= 0) {
    const feed = Math.max(text.lastIndexOf("\n---", from), text.lastIndexOf("\n...", from));
    const mark = feed < 0 ? 0 : feed + 1;
    if (mark < here && isDocumentEnd(text.slice(mark, mark + 4))) {
      const next = text.indexOf("\n", mark);
      start = next < 0 ? text.length : next + 1;
      break;
    }
    from = feed - 1;
  }
  let end = text.length;
  for (let feed = text.indexOf("\n", here); feed >= 0; feed = nextMark(text, feed + 1)) {
    if (!isDocumentEnd(text.slice(feed + 1, feed + 5))) continue;
    end = feed + 1;
    break;
  }
  return { start, end: Math.max(end, offset) };
}

function nextMark(text: string, from: number): number {
  const marks = [text.indexOf("\n---", from), text.indexOf("\n...", from)].filter((feed) => feed >= 0);
  return marks.length === 0 ? -1 : Math.min(...marks);
}

function restOfLine({ lines, line, offset }: Ground): string {
  return lines.lineText(line).slice(offset - lines.lineStart(line));
}

function quoteOf(typed: string): string {
  return /^["']/.exec(typed)?.[0] ?? "";
}
