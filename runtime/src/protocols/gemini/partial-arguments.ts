/**
 * Arguments of a call that come in pieces, each with the JSONPath of the value that it sets or, for a text, goes on
 * with: `$.recipe.steps[2]`.
 */
import { isObject } from "../shared/json.ts";
import { member } from "./member.ts";

/** The largest index of a list: without a bound one piece could make a list of four thousand million. */
const LARGEST_INDEX = 10_000;

type Container = Record<string, unknown> | unknown[];

export class PartialArguments {
  /** Without a prototype, here and below, so that no path reaches one. */
  readonly #root: Record<string, unknown> = Object.create(null);

  /** Takes whole arguments, or some of them. */
  assign(args: Readonly<Record<string, unknown>>): void {
    for (const name of Object.keys(args)) this.#root[name] = args[name];
  }

  /** Takes one piece; what has no path that can be followed is left out. */
  add(piece: unknown): void {
    const path = isObject(piece) ? parsePath(member(piece, "jsonPath")) : undefined;
    if (!isObject(piece) || !path) return;
    const text = member(piece, "stringValue");
    if (typeof text === "string") this.#set(path, (old) => (typeof old === "string" ? old + text : text));
    else {
      const value = member(piece, "numberValue") ?? member(piece, "boolValue") ?? null;
      this.#set(path, () => value);
    }
  }

  /** The arguments so far, as JSON text. */
  toJson(): string {
    return JSON.stringify(this.#root);
  }

  #set(path: readonly (string | number)[], change: (old: unknown) => unknown): void {
    let at: Container = this.#root;
    for (const [place, step] of path.entries()) {
      const next = path[place + 1];
      if (next === undefined) write(at, step, change(read(at, step)));
      else at = enter(at, step, typeof next === "number");
    }
  }
}

function read(at: Container, step: string | number): unknown {
  return Array.isArray(at) ? at[Number(step)] : at[String(step)];
}

function write(at: Container, step: string | number, value: unknown): void {
  if (!Array.isArray(at)) at[String(step)] = value;
  else if (typeof step === "number") at[step] = value;
}

function enter(at: Container, step: string | number, isList: boolean): Container {
  const known = read(at, step);
  if (typeof known === "object" && known !== null) return known as Container;
  const made: Container = isList ? [] : Object.create(null);
  write(at, step, made);
  return made;
}

/** The steps of `$.a.b[0]['c d']`; undefined where the text is none, or means the root. */
function parsePath(text: unknown): (string | number)[] | undefined {
  if (typeof text !== "string" || !text.startsWith("$")) return undefined;
  const steps: (string | number)[] = [];
  const step = /\.([^.[\]]+)|\[(\d{1,6})\]|\['([^']*)'\]|\["([^"]*)"\]/y;
  step.lastIndex = 1;
  while (step.lastIndex < text.length) {
    const found = step.exec(text);
    if (!found) return undefined;
    const [, name, index, single, double] = found;
    if (index !== undefined && Number(index) > LARGEST_INDEX) return undefined;
    steps.push(index === undefined ? (name ?? single ?? double ?? "") : Number(index));
  }
  return typeof steps[0] === "string" ? steps : undefined;
}
