import { type AssertionFactory, quote } from "./assertion.ts";
import { requireText } from "./requirements.ts";

/** The answer is exactly the value; white space around it does not count. */
export const equals: AssertionFactory = (input) => {
  const expected = requireText(input).trim();
  return ({ output }) => ({
    holds: output.trim() === expected,
    reason: `The answer ${quote(output)} is ${output.trim() === expected ? "" : "not "}${quote(expected)}.`,
  });
};
