import { type AssertionFactory, quote } from "./assertion.ts";
import { requireText } from "./requirements.ts";

const containing =
  (fold: (text: string) => string): AssertionFactory =>
  (input) => {
    const part = requireText(input);
    return ({ output }) => {
      const holds = fold(output).includes(fold(part));
      return { holds, reason: `The answer ${holds ? "contains" : "does not contain"} ${quote(part)}.` };
    };
  };

/** The answer contains the value. */
export const contains = containing((text) => text);

/** The answer contains the value, whatever the case. */
export const icontains = containing((text) => text.toLowerCase());
