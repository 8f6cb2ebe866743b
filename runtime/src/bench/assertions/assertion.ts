/** What an assertion is, and what it sees. */
import type { Variables } from "../template.ts";

/** An answer as assertions see it. */
export interface Answer {
  output: string;
  totalMs: number | undefined;
  costMicroUsd: number | undefined;
  /** What a judge said, by rubric; missing before it was asked. */
  judged?: ReadonlyMap<string, Verdict> | undefined;
  /** How near it is to an expected text, by that text, from -1 to 1; missing before it was measured. */
  similar?: ReadonlyMap<string, number> | undefined;
}

/** How an answer fared. `holds` is undefined where it can not be told: then neither the check nor its opposite passes. */
export interface Verdict {
  holds: boolean | undefined;
  reason: string;
}

export type Check = (answer: Answer) => Verdict;

/** What the document says, with its variables filled in. */
export interface AssertionInput {
  value: unknown;
  threshold: number | undefined;
  /** Where it stands, for errors. */
  pointer: string;
  variables: Variables;
  /** The suite is trusted to run code. */
  allowScripts: boolean;
}

/** Makes the check of one type. Throws BenchmarkInputError where value or threshold do not do. */
export type AssertionFactory = (input: AssertionInput) => Check;

/** An answer or value, short enough for a reason. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
