/** Prose for questions that no skill knows, and to bring an answer to a wanted length. */
import type { Draw } from "../randomness.ts";
import { splitTokens } from "../tokens.ts";
import { contentStems } from "./words.ts";

const SENTENCES = [
  "The first step is to write down what is known and what is not.",
  "From there it helps to compare the options by cost, by time and by risk.",
  "A small trial usually shows more than a long discussion.",
  "Where two choices look equal, the one that is easier to undo is the better one.",
  "Keep a record of the decision and of the reasons behind it.",
  "It is worth asking those who will live with the result.",
  "Finally, set a date on which to look at it again.",
];

/** A coherent general reply about the subject of a question. */
export function generalReply(question: string, draw: Draw): string {
  const words = question.match(/[\p{L}\p{N}'-]+/gu) ?? [];
  const meaningful = words.filter((word) => contentStems(word).length > 0 && word.length > 3).slice(0, 4);
  const subject = meaningful.length > 0 ? meaningful.join(" ") : "your question";
  const start = Math.floor(draw("start") * SENTENCES.length);
  const body = [0, 1, 2].map((step) => SENTENCES[(start + step) % SENTENCES.length]);
  return [`Here is a way to look at ${subject}.`, ...body].join(" ");
}

/** A general reply that says nothing: what a bad answer looks like. */
export function evasion(): string {
  return "I am not able to say much about that. It depends on many things, and opinions differ.";
}

/** Exactly so many tokens: the text cut, or filled up with more sentences. */
export function fillUp(tokens: readonly string[], wanted: number): string[] {
  const filled = tokens.slice(0, wanted);
  for (let index = 0; filled.length < wanted; index += 1) {
    for (const token of splitTokens(` ${SENTENCES[index % SENTENCES.length]}`)) {
      if (filled.length < wanted) filled.push(token);
    }
  }
  return filled;
}
