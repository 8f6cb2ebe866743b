import { type AssertionFactory, quote } from "./assertion.ts";
import { requireText } from "./requirements.ts";

/** The answer starts with the value; white space before it does not count. */
export const startsWith: AssertionFactory = (input) => {
  const start = requireText(input);
  return ({ output }) => {
    const holds = output.trimStart().startsWith(start);
    return { holds, reason: `The answer ${holds ? "starts" : "does not start"} with ${quote(start)}.` };
  };
};
