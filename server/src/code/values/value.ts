/**
 * What an expression is worth, as far as clients go. Plain data without nodes, so that a file's facts outlive its
 * syntax tree, and the same for every language. A value holds for its own file: `reduce.ts` follows it into others.
 */
import type { Place } from "../text/places.ts";
import type { FindingState } from "../types.ts";

export type Value =
  | { is: "client"; client: ClientFact }
  /** A vendor's class, `guessed` where not only bindings led to it. Without a state, what its instances point at is not known. */
  | { is: "vendor-class"; vendor: string; name: string; state?: FindingState; guessed?: boolean }
  | { is: "vendor-function"; role: VendorRole; vendor: string; name: string }
  /** What a module exports under a name: `*` is all of it, `=` what CommonJS exports as a whole. */
  | { is: "import"; from: string; name: string }
  | { is: "member"; of: Value; name: string }
  /** `state` is where a client that this makes points, where its options say it; `services` what it asks for by name. */
  | { is: "call" | "new"; of: Value; args: readonly Value[]; state?: FindingState; services?: readonly string[] }
  /** Something of this type. */
  | { is: "typed"; of: Value }
  | { is: "class"; extends?: Value; members: Readonly<Record<string, Value>>; statics: Readonly<Record<string, Value>> }
  /** `declared` is what its type says that it returns, for where what it returns can not be followed. */
  | { is: "function"; returns: Value; declared?: Value }
  | { is: "object"; members: Readonly<Record<string, Value>>; spread: readonly Value[] }
  /** A class or function of the file, by the place of its declaration. */
  | { is: "local"; at: number }
  /** One of several. */
  | { is: "any"; of: readonly Value[] }
  | { is: "unknown" };

/**
 * What calling a vendor's function gives: a client, the client that it is given, an answer, what makes clients in its
 * turn (a session of boto3's), or the client of the service that it is asked for.
 */
export type VendorRole = "factory" | "wrapper" | "request" | "session" | "services";

/** A client, or what a client has made. */
export interface ClientFact {
  /** Id of the vendor's table. */
  vendor: string;
  /** Its name in that table. */
  object: string;
  /** Where it points; undefined where what made it was not seen. */
  state: FindingState | undefined;
  /** Whether nothing but bindings led here: no guess at what an unknown function returns. */
  certain: boolean;
  /** The workload that its construction names. */
  workload: string | null;
}

/** A model's name as it is written in a call. */
export interface NamedModel {
  text: string;
  start: number;
  end: number;
  from: Place;
  to: Place;
}

/** A call that may be a client's. Lines and columns from 1. */
export interface CallFact {
  callee: Value;
  /** The names at the end of the callee, in the words of JavaScript: `chat.completions.create`. */
  members: readonly string[];
  /** The name that the callee begins with, where it begins with one. */
  root: string | undefined;
  /** What is passed for `model`, where that is written out or may be a client. */
  model?: NamedModel | { value: Value };
  /** The commands that are passed to a `send`. */
  command?: string;
  /** Where a client points, by its options, if this makes one. */
  constructs?: FindingState;
  /** The services that it may ask for by name. */
  services?: readonly string[];
  /** Whether this is no call yet, but what another function is given to call: `retry(client.responses.create)`. */
  handed?: boolean;
  start: number;
  end: number;
  from: Place;
  to: Place;
}

/** What of one file others may need, and what it calls. */
export interface FileFacts {
  exports: Readonly<Record<string, Value>>;
  /** Modules whose exports are all handed on. */
  stars: readonly string[];
  locals: Readonly<Record<number, Value>>;
  calls: readonly CallFact[];
  /** Modules that the file loads, by their specifiers. */
  imports: readonly string[];
  /** Modules that it replaces for a test. */
  mocked: readonly string[];
}

/** Functions, by the end of their names, that look at what they are given and do not call it. */
export const ONLY_LOOKING =
  /(?:^|\.)(?:expect|mocked|spyOn|fn|isMockFunction|log|debug|print|assert\w*|signature|isinstance|iscoroutinefunction|hasattr|getattr|setattr|callable|type|repr|id|\w*Mock|patch|object|stub|replace|restore)$/;

export const UNKNOWN: Value = { is: "unknown" };
export const NO_FACTS: FileFacts = { exports: {}, stars: [], locals: {}, calls: [], imports: [], mocked: [] };

/** One of some values: the only one itself. */
export function oneOf(values: readonly Value[]): Value {
  const known = values.filter(({ is }) => is !== "unknown");
  if (known.length === 0) return UNKNOWN;
  return known.length === 1 ? (known[0] as Value) : { is: "any", of: known };
}

/** Whether a value is, or may be, what the file itself imports by this test. */
export function isImportOf(value: Value, test: (from: string, name: string) => boolean): boolean {
  if (value.is === "any") return value.of.some((one) => isImportOf(one, test));
  return value.is === "import" && test(value.from, value.name);
}
