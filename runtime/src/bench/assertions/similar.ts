import { type AssertionFactory, quote } from "./assertion.ts";
import { requireList } from "./requirements.ts";

/** promptfoo's threshold where an assertion has none. */
const THRESHOLD = 0.75;

/** What the answer is compared with. */
export function referencesOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).map(String);
}

/**
 * The answer means about the same as the value, or as one of several: the cosine of their vectors is at least the
 * threshold. The vectors are asked for after the run, see `similarity/compare-answers.ts`.
 */
export const similar: AssertionFactory = (input) => {
  const expected = requireList(input);
  const least = input.threshold ?? THRESHOLD;
  return (answer) => {
    const found = expected.map((text) => answer.similar?.get(text));
    const known = found.filter((value) => value !== undefined);
    if (known.length < found.length) return { holds: undefined, reason: "There are no vectors to compare." };
    const nearest = Math.max(...known);
    const text = expected[known.indexOf(nearest)] ?? "";
    const reason = `The similarity to ${quote(text)} is ${nearest.toFixed(2)}, the threshold ${least}.`;
    return { holds: nearest >= least, reason };
  };
};
