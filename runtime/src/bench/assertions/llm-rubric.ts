import type { AssertionFactory } from "./assertion.ts";
import { requireText } from "./requirements.ts";

/** A judge model found that the answer fulfils the value. It is asked after the run, see `rubric/judge-answers.ts`. */
export const llmRubric: AssertionFactory = (input) => {
  const rubric = requireText(input);
  return ({ judged }) => judged?.get(rubric) ?? { holds: undefined, reason: "The judge was not asked." };
};
