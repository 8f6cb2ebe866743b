import type { AssertionFactory } from "./assertion.ts";
import { requireText } from "./requirements.ts";

/** promptfoo's threshold where an assertion has none. */
const DEFAULT_THRESHOLD = 0.75;

/**
 * The words of the answer and of the value overlap: ROUGE-1 as an F-measure is at least the threshold. C.-Y. Lin,
 * "ROUGE: A Package for Automatic Evaluation of Summaries" (2004), section 2; words without case, no stemming.
 */
export const rougeN: AssertionFactory = (input) => {
  const expected = wordsOf(requireText(input));
  const least = input.threshold ?? DEFAULT_THRESHOLD;
  return ({ output }) => {
    const score = rouge1(wordsOf(output), expected);
    return { holds: score >= least, reason: `ROUGE-1 is ${score.toFixed(3)}, the threshold ${least}.` };
  };
};

/** From 0 to 1: the harmonic mean of precision and recall of single words, repeated ones as often as they are in both. */
export function rouge1(answer: readonly string[], expected: readonly string[]): number {
  if (answer.length === 0 || expected.length === 0) return 0;
  const left = new Map<string, number>();
  for (const word of expected) left.set(word, (left.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of answer) {
    const count = left.get(word) ?? 0;
    if (count === 0) continue;
    shared += 1;
    left.set(word, count - 1);
  }
  return (2 * shared) / (answer.length + expected.length);
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
