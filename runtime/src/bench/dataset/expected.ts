/** The short form of an assertion in a cell, as promptfoo's CSV files have it in their column `__expected`. */

import type { Assertion } from "../../documents/vocabulary.ts";
import { isAssertionType } from "../assertions/index.ts";

const PREFIXED = /^(?<type>[a-z-]+)(?:\((?<threshold>[\d.]+)\))?(?::\s?(?<value>[\s\S]*))?$/;

/**
 * `contains: word`, `levenshtein(3): word`, `is-json`; anything else is what the answer must
 * equal.
 */
export function expectedAssertion(cell: string): Assertion {
  const { type, threshold, value } = PREFIXED.exec(cell.trim())?.groups ?? {};
  if (type === undefined || !isAssertionType(type)) return { type: "equals", value: cell };
  return {
    type,
    ...(value === undefined ? {} : { value: listOf(type, value) }),
    ...(threshold === undefined ? {} : { threshold: Number(threshold) }),
  };
}

/** `contains-any: a, b` has a list. */
function listOf(type: string, value: string): string | string[] {
  return /-(?:any|all)$/.test(type) ? value.split(",").map((part) => part.trim()) : value;
}
