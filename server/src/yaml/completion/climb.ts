/** From the cursor up through the lines of block style: what holds it, and what stands beside it. */
import type { LineIndex } from "@fairlead/runtime/documents";
import { readFlow } from "./flow-context.ts";
import { isBlank, type LineStructure, type Opener, opensBlockScalar, readLine } from "./line-openers.ts";

export type Path = (string | number)[];

/** What holds the cursor, and where. */
export interface Surroundings {
  /** Keys, and zeros for list items, from the outermost to the innermost. */
  path: Path;
  /** The offset of the outermost bracket that is still open; the path leads to its value. */
  flowStart: number | undefined;
  /** Keys beside the one at the cursor. */
  keys: string[];
  /** Items beside the one at the cursor. */
  items: string[];
  /** The column at which what stands beside the cursor begins; undefined where nothing does. */
  siblingColumn: number | undefined;
  /** Whether deeper lines follow that would belong to a key at the cursor; `ragged` where they would not fit there. */
  children: "none" | "some" | "ragged";
}

/** One line above that holds the cursor. */
interface Frame {
  line: number;
  /** The column of the outermost sign that holds the cursor. */
  column: number;
  /** Where the next sign of the same line begins, which stands beside what comes below. */
  beside: number | undefined;
  segments: Path;
  /** What stands behind the key: nothing, an open bracket, or something finished that can hold nothing. */
  value: "nothing" | "closed" | { flowStart: number };
}

/** Everything that a climb needs to know of the file. */
export interface Ground {
  text: string;
  lines: LineIndex;
  line: number;
  offset: number;
}

/** Climbs from a line whose own structure up to the cursor is `current`. Undefined inside of texts and behind values. */
export function climb(ground: Ground, current: LineStructure): Surroundings | undefined {
  const frames = framesAbove(ground, current);
  const path: Path = [];
  for (const { segments, value } of frames.reverse()) {
    path.push(...segments);
    if (value === "closed") return undefined;
    if (value !== "nothing")
      return {
        path,
        flowStart: value.flowStart,
        keys: [],
        items: [],
        siblingColumn: undefined,
        children: "none",
      };
  }
  path.push(...current.openers.map(segmentOf));
  return {
    path,
    flowStart: undefined,
    ...besideCursor(ground, current),
    siblingColumn: siblingColumn(ground, frames.at(-1)),
    children: childrenBelow(ground, current),
  };
}

/** The column of the first line below the one that holds the cursor, the cursor's own aside. */
function siblingColumn(ground: Ground, holder: Frame | undefined): number | undefined {
  if (holder?.beside !== undefined) return holder.beside;
  // Behind a byte order mark columns are not what they seem.
  if (ground.line === 0) return undefined;
  let line = holder ? holder.line + 1 : ground.line;
  while (!holder && line > 0 && !isDocumentEnd(lineOf(ground, line - 1))) line -= 1;
  for (; line < ground.lines.lineCount; line += 1) {
    const text = ground.lines.lineText(line).replace(/^\uFEFF/, "");
    if (line > ground.line && isDocumentEnd(text)) return undefined;
    if (line === ground.line || isBlank(text) || text.startsWith("%")) continue;
    const column = text.length - text.trimStart().length;
    const isInside =
      !holder || column > holder.column || (column === holder.column && /^-(\s|$)/.test(text.trimStart()));
    return isInside ? column : undefined;
  }
  return undefined;
}

/** The next lines that lie deeper than what begins on the cursor's line. */
function childrenBelow(ground: Ground, current: LineStructure): Surroundings["children"] {
  const last = current.openers.at(-1);
  const column = last?.type === "key" ? last.column : current.restColumn;
  let outermost: number | undefined;
  for (let line = ground.line + 1; line < ground.lines.lineCount; line += 1) {
    const text = lineOf(ground, line);
    if (isDocumentEnd(text)) break;
    if (isBlank(text)) continue;
    const first = text.length - text.trimStart().length;
    const isDash = first === column && last?.type !== "dash" && /^-(\s|$)/.test(text.trimStart());
    if (first <= column && !isDash) break;
    if (outermost !== undefined && first < outermost) return "ragged";
    outermost ??= first;
    if (line - ground.line > MAX_CHILDREN) break;
  }
  return outermost === undefined ? "none" : "some";
}

/** Lines looked at for their indentation: enough for any entity. */
const MAX_CHILDREN = 200;

/** The lines that hold the cursor, from the nearest to the outermost. */
function framesAbove(ground: Ground, current: LineStructure): Frame[] {
  const frames: Frame[] = [];
  let limit = current.openers[0]?.column ?? current.restColumn;
  let limitIsDash = current.openers[0]?.type === "dash";
  for (let line = ground.line - 1; line >= 0 && (limit > 0 || limitIsDash); line -= 1) {
    const text = lineOf(ground, line);
    if (isDocumentEnd(text)) break;
    // Most lines lie deeper, and what they say does not matter.
    const first = text.length - text.trimStart().length;
    if (first > limit || (first === limit && !limitIsDash) || isBlank(text)) continue;
    const structure = readLine(text);
    const holding = structure.openers.filter((opener) => holds(opener, limit, limitIsDash));
    const [outermost] = holding;
    if (!outermost) continue;
    const reachesEnd = holding.length === structure.openers.length;
    frames.push({
      line,
      column: outermost.column,
      beside: structure.openers[holding.length]?.column,
      segments: holding.map(segmentOf),
      value: reachesEnd ? heldBy(ground, line, structure) : "nothing",
    });
    limit = outermost.column;
    limitIsDash = outermost.type === "dash";
  }
  return frames;
}

/** A list may stand in the same column as the key that it belongs to. */
function holds({ column, type }: Opener, limit: number, limitIsDash: boolean): boolean {
  return column < limit || (column === limit && limitIsDash && type === "key");
}

function heldBy({ text, lines, offset }: Ground, line: number, { rest, restColumn }: LineStructure): Frame["value"] {
  if (rest === "" || (/^[&!]\S*$/.test(rest) && !opensBlockScalar(rest))) return "nothing";
  if (!/^[{[]/.test(rest)) return "closed";
  const flowStart = lines.lineStart(line) + restColumn;
  return readFlow(text, flowStart, offset) ? { flowStart } : "closed";
}

function besideCursor(ground: Ground, current: LineStructure): Pick<Surroundings, "keys" | "items"> {
  const last = current.openers.at(-1);
  if (last?.type === "key") return { keys: [], items: [] };
  const keys = columnEntries(ground, current.restColumn, "key", last === undefined);
  // Without a dash the line may become an item of the list that is there already.
  const column = last?.column ?? current.restColumn;
  const items = columnEntries(ground, column, "dash", current.openers.length <= 1);
  return { keys, items };
}

/** What begins in a column, below the cursor's line and, where asked for, above it, in the same map or list. */
function columnEntries(ground: Ground, column: number, type: Opener["type"], above: boolean): string[] {
  const found: string[] = [];
  for (const step of above ? [-1, 1] : [1]) {
    for (let line = ground.line + step; line >= 0 && line < ground.lines.lineCount; line += step) {
      const text = lineOf(ground, line);
      if (isDocumentEnd(text)) break;
      if (isBlank(text)) continue;
      const structure = readLine(text);
      const entry = structure.openers.find((opener) => opener.column === column && opener.type === type);
      if (entry) found.push(type === "key" ? entry.key : structure.rest.replace(/^(["'])(.*)\1$/, "$2"));
      // A key in the column of a list, or anything further out, is outside of it.
      const first = text.length - text.trimStart().length;
      if (first < column || (first === column && type === "dash" && !entry)) break;
    }
  }
  return found;
}

function lineOf({ lines }: Ground, line: number): string {
  const text = lines.lineText(line);
  return line === 0 ? text.replace(/^\uFEFF/, " ") : text;
}

function segmentOf({ type, key }: Opener): string | number {
  return type === "dash" ? 0 : key;
}

/** Whether a line separates documents. */
export function isDocumentEnd(text: string): boolean {
  return /^(---|\.\.\.)(\s|$)/.test(text);
}
