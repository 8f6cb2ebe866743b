/** The assertions by the names that documents use (promptfoo's). */
import type { Assertion } from "../../documents/vocabulary.ts";
import { BenchmarkInputError } from "../benchmark-input-error.ts";
import { fillInDeep, type Variables } from "../template.ts";
import type { Answer, AssertionFactory, Check } from "./assertion.ts";
import { contains, containsAll, containsAny, icontains, icontainsAll, icontainsAny } from "./contains.ts";
import { cost } from "./cost.ts";
import { equals } from "./equals.ts";
import { javascript } from "./javascript.ts";
import { containsJson, isJson } from "./json.ts";
import { latency } from "./latency.ts";
import { levenshtein } from "./levenshtein.ts";
import { llmRubric } from "./llm-rubric.ts";
import { regex } from "./regex.ts";
import { rougeN } from "./rouge-n.ts";
import { referencesOf, similar } from "./similar.ts";
import { startsWith } from "./starts-with.ts";

export type { Answer } from "./assertion.ts";

type PlainType = Exclude<Assertion["type"], `not-${string}`>;

const FACTORIES: Readonly<Record<PlainType, AssertionFactory>> = {
  equals,
  contains,
  icontains,
  "contains-any": containsAny,
  "contains-all": containsAll,
  "icontains-any": icontainsAny,
  "icontains-all": icontainsAll,
  "starts-with": startsWith,
  regex,
  "is-json": isJson,
  "contains-json": containsJson,
  levenshtein,
  "rouge-n": rougeN,
  javascript,
  "llm-rubric": llmRubric,
  similar,
  latency,
  cost,
};

export interface PreparedAssertion {
  type: string;
  weight: number;
  /** What a judge is asked; undefined for what needs none. */
  rubric: string | undefined;
  /** Texts that the answer is compared with by their vectors. */
  references: string[];
  check(answer: Answer): { passed: boolean; reason: string };
}

/** Whether there is an assertion of that name. */
export function isAssertionType(type: string): type is Assertion["type"] {
  return Object.hasOwn(FACTORIES, type.replace(/^not-/, ""));
}

/** An assertion ready to be checked. Throws BenchmarkInputError. */
export function prepareAssertion(
  assertion: Assertion,
  variables: Variables,
  pointer: string,
  allowScripts = false,
): PreparedAssertion {
  const { type, threshold, weight = 1 } = assertion;
  // Those of a dataset have met no schema.
  if (typeof type !== "string" || !isAssertionType(type)) {
    const names = Object.keys(FACTORIES).join(", ");
    throw new BenchmarkInputError(
      "bench.bad-assertion",
      pointer,
      `There is no assertion "${type}". There are ${names}.`,
    );
  }
  const turnedRound = type.startsWith("not-");
  const plain = (turnedRound ? type.slice(4) : type) as PlainType;
  // A script reads its variables itself: two braces are code in it.
  const isScript = plain === "javascript";
  const value = isScript ? assertion.value : fillInDeep(assertion.value, variables, `${pointer}/value`);
  const check: Check = FACTORIES[plain]({ value, threshold, pointer, variables, allowScripts });
  return {
    type,
    weight,
    rubric: plain === "llm-rubric" ? String(value) : undefined,
    references: plain === "similar" ? referencesOf(value) : [],
    check: (answer) => {
      const { holds, reason } = check(answer);
      return { passed: holds !== undefined && holds !== turnedRound, reason };
    },
  };
}
