/** One-sentence summaries: the sentence that carries most of the text's words. */
import { pick } from "../randomness.ts";
import type { Skill } from "./skill.ts";
import { contentStems, sentences } from "./words.ts";

const CUE = /\b(?:summari[sz]e|summary|tl;dr|in one sentence|shorten|gist|main point|key point)\b/i;
const GREETING =
  /^(?:hi|hello|hey|dear|good (?:morning|day|afternoon)|thanks|thank you|regards|best|sincerely|kind)\b/i;
const MATTERS =
  /\b(?:late|delay|refund|charged|broken|damaged|error|cannot|can't|not|need|want|cancel|missing|lost|wrong|fail|because|down|urgent)/i;

const HEDGES = [
  "The customer has contacted us about their account and would like some help.",
  "Someone has written in with a general question.",
  "It is hard to say without more context what this is about.",
];

export const summary: Skill = ({ instruction, material }) => {
  if (!CUE.test(instruction)) return undefined;
  return { right: keySentence(material), wrong: (draw) => pick(HEDGES, draw("hedge")) };
};

/** The most telling sentence of a text, by the mean frequency of its words, with a bonus where something happened. */
export function keySentence(text: string): string {
  const all = sentences(text);
  const candidates = all.filter((sentence) => !GREETING.test(sentence) || contentStems(sentence).length > 5);
  const frequency = new Map<string, number>();
  for (const word of contentStems(text)) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  let best = all[0] ?? "There is nothing to summarise.";
  let bestScore = -1;
  for (const sentence of candidates) {
    const words = contentStems(sentence);
    const sum = words.reduce((total, word) => total + (frequency.get(word) ?? 0), 0);
    const score = sum / Math.sqrt(words.length + 1) + (MATTERS.test(sentence) ? 2 : 0);
    if (score > bestScore) {
      best = sentence;
      bestScore = score;
    }
  }
  return /[.!?]["')\]]*$/.test(best) ? best : `${best}.`;
}
