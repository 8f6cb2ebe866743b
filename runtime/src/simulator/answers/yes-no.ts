/** Questions to be answered with yes or no from a given text. */
import type { Question, Skill } from "./skill.ts";
import { contentStems, isNegated, sentences, wantsBareAnswer } from "./words.ts";

const YES_OR_NO = /\b(?:yes\s*(?:or|\/)\s*no|true or false)\b/i;
const QUESTION =
  /(?:^|[\n.:?!]\s*)((?:is|are|does|do|did|has|have|had|was|were|can|could|will|should)\s[^?\n]{3,200})\?/i;

export const yesNo: Skill = (question) => {
  const asked = QUESTION.exec(question.instruction)?.[1] ?? QUESTION.exec(question.material)?.[1];
  if (asked === undefined || (!YES_OR_NO.test(question.instruction) && question.material === question.instruction)) {
    return undefined;
  }
  const yes = holds(asked, question);
  const bare = YES_OR_NO.test(question.instruction) || wantsBareAnswer(question.instruction);
  const say = (value: boolean) => (value ? "Yes" : "No") + (bare ? "" : ", going by the text.");
  return {
    right: say(yes),
    wrong: (draw) => (draw("hedge") < 0.3 ? "The text could be read either way." : say(!yes)),
  };
};

/** True where a sentence of the text has at least half of the question's words and the same sign. */
export function holds(asked: string, { material }: Pick<Question, "material">): boolean {
  const wanted = [...new Set(contentStems(asked))];
  let best: string | undefined;
  let bestShare = 0;
  for (const sentence of sentences(material.replace(`${asked}?`, ""))) {
    const words = new Set(contentStems(sentence));
    const share = wanted.filter((word) => words.has(word)).length / Math.max(1, wanted.length);
    if (share > bestShare) {
      best = sentence;
      bestShare = share;
    }
  }
  return best !== undefined && bestShare >= 0.5 && isNegated(best) === isNegated(asked);
}
