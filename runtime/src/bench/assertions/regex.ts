import { BenchmarkInputError } from "../benchmark-input-error.ts";
import type { AssertionFactory } from "./assertion.ts";
import { requireText } from "./requirements.ts";

/** The answer matches the regular expression (JavaScript's, without flags). */
export const regex: AssertionFactory = (input) => {
  const source = requireText(input);
  let pattern: RegExp;
  try {
    pattern = new RegExp(source);
  } catch (error) {
    throw new BenchmarkInputError("bench.bad-assertion", `${input.pointer}/value`, (error as Error).message);
  }
  return ({ output }) => {
    const holds = pattern.test(output);
    return { holds, reason: `The answer ${holds ? "matches" : "does not match"} /${source}/.` };
  };
};
