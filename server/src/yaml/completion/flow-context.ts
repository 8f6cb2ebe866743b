/** Reads flow style, `{ a: [b, c] }`, from an opening bracket to the cursor and on to its end, however unfinished. */

/** One open bracket around the cursor. */
interface FlowLevel {
  type: "map" | "sequence";
  /** The key whose value is being read, in a map. */
  key: string | undefined;
  keys: string[];
  items: string[];
  /** Whether a bracket was closed since the last comma: only a comma or a bracket can come then. */
  finished: boolean;
}

export interface FlowContext {
  /** Keys and, for list items, zeros: from the opening bracket to the cursor. */
  path: (string | number)[];
  /** Whether the cursor is where a key, the value of a key, or an item of a list stands. */
  place: "key" | "value" | "item";
  /** The keys or the items of the innermost bracket, those behind the cursor included. */
  siblings: string[];
  /** Where the word at the cursor begins, quote included. */
  tokenStart: number;
}

interface Token {
  start: number;
  end: number;
  text: string;
}

/** Nothing of ours is longer on the far side of the cursor. */
const MAX_AHEAD = 4_000;

/** The place of `offset` within the flow that begins at `start`; undefined where that ends before, or in a comment. */
export function readFlow(text: string, start: number, offset: number): FlowContext | undefined {
  const levels: FlowLevel[] = [];
  const scanner = new FlowScanner(text, start);
  let token: Token | undefined;
  while (scanner.index < offset) {
    const next = scanner.next(offset);
    if (next === "comment") return undefined;
    if (typeof next === "object") token = next;
    else if (next !== "blank") {
      applyPunctuation(levels, next, token?.text);
      token = undefined;
      if (levels.length === 0) return undefined;
    }
  }
  const level = levels.at(-1);
  // Behind a finished word only a comma or a bracket can come.
  if (!level || level.finished || (token && token.end < offset)) return undefined;
  const path = levels.slice(0, -1).map((one): string | number => (one.type === "map" ? (one.key ?? "") : 0));
  const tokenStart = token?.start ?? offset;
  const end = wordEnd(text, offset);
  const ahead = siblingsAhead(text, end, level.type, startsWord(nextSign(text, start, end)));
  if (level.type === "sequence") return { path, place: "item", siblings: [...level.items, ...ahead], tokenStart };
  if (level.key === undefined) return { path, place: "key", siblings: [...level.keys, ...ahead], tokenStart };
  return { path: [...path, level.key], place: "value", siblings: [], tokenStart };
}

function applyPunctuation(levels: FlowLevel[], sign: string, token: string | undefined): void {
  const level = levels.at(-1);
  if (sign === "{" || sign === "[") {
    levels.push({ type: sign === "{" ? "map" : "sequence", key: undefined, keys: [], items: [], finished: false });
    return;
  }
  if (!level) return;
  if (sign === ":" && level.type === "map" && level.key === undefined) {
    level.key = token ?? "";
    level.keys.push(level.key);
  } else if (sign === "," || sign === "}" || sign === "]") {
    if (level.type === "sequence" && token !== undefined) level.items.push(token);
    if (level.type === "map" && level.key === undefined && token !== undefined) level.keys.push(token);
    level.key = undefined;
    level.finished = false;
    if (sign === ",") return;
    levels.pop();
    const outer = levels.at(-1);
    if (outer) outer.finished = true;
  }
}

/** Where the word at an offset ends. */
function wordEnd(text: string, offset: number): number {
  let end = offset;
  while (end < text.length && !/[\s,[\]{}]/.test(text.charAt(end)) && !/^:(\s|$)/.test(text.slice(end, end + 2)))
    end += 1;
  return end;
}

/**
 * The next character behind blanks and comments, empty where nothing follows. Lines that lie no deeper than the one of
 * the bracket at `start` do not belong to it.
 */
export function nextSign(text: string, start: number, offset: number): string {
  const [, line = "", further = ""] =
    /^([^\r\n]*)((?:\r?\n[^\r\n]*)*)/.exec(text.slice(offset, offset + MAX_AHEAD)) ?? [];
  const here = line.replace(/(^|\s)#.*$/, "").trim();
  if (here !== "") return here.charAt(0);
  const column = /^\s*/.exec(text.slice(text.lastIndexOf("\n", start) + 1, start))?.[0].length ?? 0;
  const next = further.split(/\r?\n/).find((one) => !/^\s*(#.*)?$/.test(one)) ?? "";
  const isInside = next.length - next.trimStart().length > column || /^[\]}]/.test(next.trimStart());
  return isInside ? next.trimStart().charAt(0) : "";
}

/** Whether a character behind the cursor begins something that a comma would have to part from what is typed. */
export function startsWord(following: string): boolean {
  return following !== "" && !",]}:".includes(following);
}

/** The keys or items that follow in the same bracket; the very first only where it is `apart` from the cursor. */
function siblingsAhead(text: string, offset: number, type: FlowLevel["type"], apart: boolean): string[] {
  const found: string[] = [];
  const levels: FlowLevel[] = [{ type, key: undefined, keys: [], items: [], finished: false }];
  const limit = Math.min(text.length, offset + MAX_AHEAD);
  const scanner = new FlowScanner(text, offset);
  // The rest of the word at the cursor is no sibling.
  let token: Token | undefined;
  let first = !apart;
  while (scanner.index < limit && levels.length > 0) {
    const next = scanner.next(limit);
    if (next === "comment" || next === "blank") continue;
    if (typeof next === "object") {
      token = next;
      continue;
    }
    const mine = levels.length === 1;
    if (mine && !first && token && (type === "map" ? next === ":" && levels[0]?.key === undefined : true))
      found.push(token.text);
    if (mine && next === ",") first = false;
    applyPunctuation(levels, next, token?.text);
    token = undefined;
  }
  return found;
}

class FlowScanner {
  index: number;
  readonly #text: string;

  constructor(text: string, start: number) {
    this.#text = text;
    this.index = start;
  }

  /** The next sign or word, not beyond `limit`. */
  next(limit: number): Token | "blank" | "comment" | "{" | "}" | "[" | "]" | "," | ":" {
    const start = this.index;
    const character = this.#text.charAt(start);
    if (/\s/.test(character)) {
      this.index += 1;
      return "blank";
    }
    if (character === "#" && (start === 0 || /\s/.test(this.#text.charAt(start - 1)))) return this.#comment(limit);
    if (character === '"' || character === "'") return this.#quoted(character, limit);
    if (isSign(character)) {
      this.index += 1;
      return character;
    }
    while (this.index < limit && !this.#endsPlain()) this.index += 1;
    if (this.index === start) this.index += 1;
    return { start, end: this.index, text: this.#text.slice(start, this.index).trim() };
  }

  /** `:` ends plain text only before a blank or a sign, so that addresses and ids keep theirs. */
  #endsPlain(): boolean {
    const character = this.#text.charAt(this.index);
    if (character === ":") return /^$|[\s,[\]{}]/.test(this.#text.charAt(this.index + 1));
    if (character === "#") return /\s/.test(this.#text.charAt(this.index - 1));
    return isSign(character) || character === "\n" || character === "\r";
  }

  #comment(limit: number): "comment" | "blank" {
    while (this.index < limit && !/[\r\n]/.test(this.#text.charAt(this.index))) this.index += 1;
    return this.index >= limit ? "comment" : "blank";
  }

  #quoted(quote: string, limit: number): Token {
    const start = this.index;
    this.index += 1;
    while (this.index < limit && this.#text.charAt(this.index) !== quote) {
      this.index += quote === '"' && this.#text.charAt(this.index) === "\\" ? 2 : 1;
    }
    const text = this.#text.slice(start + 1, Math.min(this.index, limit));
    this.index = Math.min(this.index + 1, Math.max(limit, start + 1));
    return { start, end: this.index, text };
  }
}

function isSign(character: string): character is "{" | "}" | "[" | "]" | "," | ":" {
  return character !== "" && "{}[],:".includes(character);
}
