import { distance } from "fastest-levenshtein";
import type { AssertionFactory } from "./assertion.ts";
import { requireText, requireThreshold } from "./requirements.ts";

/** The edit distance to the value is at most the threshold, in characters. */
export const levenshtein: AssertionFactory = (input) => {
  const expected = requireText(input);
  const most = requireThreshold(input, "the most characters that may differ");
  return ({ output }) => {
    const apart = distance(output, expected);
    return { holds: apart <= most, reason: `The edit distance is ${apart}, the threshold ${most}.` };
  };
};
