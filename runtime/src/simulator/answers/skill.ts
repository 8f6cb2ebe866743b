/** What a skill of the answer engine is: it knows one kind of question, and its right and its wrong answers. */
import type { Draw } from "../randomness.ts";

/** A question as the skills see it. */
export interface Question {
  /** What is to be done: the system messages and the part of the user's message before the material. */
  instruction: string;
  /** What it is to be done with. The same as the instruction where there is none apart. */
  material: string;
}

export interface SkillAnswer {
  right: string;
  /** A plausible mistake. */
  wrong(draw: Draw): string;
}

/** Returns undefined where the question is not of its kind. */
export type Skill = (question: Question) => SkillAnswer | undefined;
