/** The assertions by the names that documents use (promptfoo's). */
import type { Assertion } from "../../documents/vocabulary.ts";
import { fillInDeep, type Variables } from "../template.ts";
import type { Answer, AssertionFactory, Check } from "./assertion.ts";
import { contains, icontains } from "./contains.ts";
import { cost } from "./cost.ts";
import { equals } from "./equals.ts";
import { containsJson, isJson } from "./json.ts";
import { latency } from "./latency.ts";
import { levenshtein } from "./levenshtein.ts";
import { regex } from "./regex.ts";
import { startsWith } from "./starts-with.ts";

export type { Answer } from "./assertion.ts";

type PlainType = Exclude<Assertion["type"], `not-${string}`>;

const FACTORIES: Readonly<Record<PlainType, AssertionFactory>> = {
  equals,
  contains,
  icontains,
  "starts-with": startsWith,
  regex,
  "is-json": isJson,
  "contains-json": containsJson,
  levenshtein,
  latency,
  cost,
};

export interface PreparedAssertion {
  type: string;
  weight: number;
  check(answer: Answer): { passed: boolean; reason: string };
}

/** An assertion ready to be checked. Throws BenchmarkInputError. */
export function prepareAssertion(assertion: Assertion, variables: Variables, pointer: string): PreparedAssertion {
  const { type, threshold, weight = 1 } = assertion;
  const turnedRound = type.startsWith("not-");
  const plain = (turnedRound ? type.slice(4) : type) as PlainType;
  const value = fillInDeep(assertion.value, variables, `${pointer}/value`);
  const check: Check = FACTORIES[plain]({ value, threshold, pointer, variables });
  return {
    type,
    weight,
    check: (answer) => {
      const { holds, reason } = check(answer);
      return { passed: holds !== undefined && holds !== turnedRound, reason };
    },
  };
}
