/** The short form of an assertion in a cell, as promptfoo's CSV files have it in their column `__expected`. */

import type { Assertion } from "../../documents/vocabulary.ts";
import { isAssertionType } from "../assertions/index.ts";

const PREFIXED = /^(?<type>similar:cosine|[a-z-]+)(?:\((?<threshold>[\d.]+)\))?(?::\s?(?<value>[\s\S]*))?$/;

/** promptfoo's other words for them. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ["grade", "llm-rubric"],
  ["fn", "javascript"],
  ["eval", "javascript"],
  ["similar:cosine", "similar"],
]);
/** What promptfoo has besides; taken as a text that the answer must equal it would be wrong in silence. */
const MISSING =
  /^(?:not-)?(?:python|ruby|webhook|factuality|answer-relevance|context-(?:recall|relevance|faithfulness)|model-graded-\w+|g-eval|classifier|moderation|perplexity(?:-score)?|bleu|gleu|meteor|is-refusal|is-xml|contains-xml|is-sql|contains-sql|is-html|contains-html|is-valid-openai-(?:tools|function)-call|guardrails|word-count|select-best|pi)(?:\([\d.]+\))?(?::|$)/;

/**
 * `contains: word`, `levenshtein(3): word`, `is-json`; anything else is what the answer must
 * equal. undefined for an assertion of promptfoo that there is not here, and for one whose code is in a file.
 */
export function expectedAssertion(cell: string): Assertion | undefined {
  if (MISSING.test(cell.trim()) || /^(?:[a-z-]+:\s?)?file:\/\//.test(cell.trim())) return undefined;
  const { type: named, threshold, value } = PREFIXED.exec(cell.trim())?.groups ?? {};
  const type = named === undefined ? undefined : (ALIASES.get(named) ?? named);
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
