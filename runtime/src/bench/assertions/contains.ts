import { type AssertionFactory, quote } from "./assertion.ts";
import { requireList, requireText } from "./requirements.ts";

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

const containingSome =
  (fold: (text: string) => string, wanted: "any" | "all"): AssertionFactory =>
  (input) => {
    const parts = requireList(input);
    return ({ output }) => {
      const missing = parts.filter((part) => !fold(output).includes(fold(part)));
      const holds = wanted === "all" ? missing.length === 0 : missing.length < parts.length;
      const listed = missing.map(quote).join(", ");
      return {
        holds,
        reason: missing.length === 0 ? "The answer contains all of them." : `Not in the answer: ${listed}.`,
      };
    };
  };

/** The answer contains at least one of the values. */
export const containsAny = containingSome((text) => text, "any");
export const icontainsAny = containingSome((text) => text.toLowerCase(), "any");

/** The answer contains all of the values. */
export const containsAll = containingSome((text) => text, "all");
export const icontainsAll = containingSome((text) => text.toLowerCase(), "all");
