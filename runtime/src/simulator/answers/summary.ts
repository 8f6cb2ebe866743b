/** One-sentence summaries: the sentence that carries most of the text's words. */
import { pick } from "../randomness.ts";
import { extractField } from "./extraction.ts";
import type { Skill } from "./skill.ts";
import { contentStems, sentences } from "./words.ts";

const CUE = /\b(?:summari[sz]e|summary|tl;dr|in one sentence|shorten|gist|main point|key point)\b/i;
const GREETING =
  /^(?:hi|hello|hey|dear|good (?:morning|day|afternoon)|thanks|thank you|regards|best|sincerely|kind)\b/i;
const MATTERS =
  /\b(?:late|delay|refund|charged|broken|damaged|error|cannot|can't|not|need|want|cancel|missing|lost|wrong|fail|because|down|urgent|never|arriv)/i;

const HEDGES = [
  "The customer has contacted us about their account and would like some help.",
  "Someone has written in with a general question.",
  "It is hard to say without more context what this is about.",
];

export const summary: Skill = ({ instruction, material }) => {
  if (!CUE.test(instruction)) return undefined;
  return {
    right: withWantedPiece(keySentence(material), instruction, material),
    wrong: (draw) => pick(HEDGES, draw("hedge")),
  };
};

/** `Keep the parcel number`: it stands in front where the sentence itself has it not. */
function withWantedPiece(sentence: string, instruction: string, material: string): string {
  const wanted = /\b(?:keep|include|mention|quote)\s+(?:the\s+|its\s+)?([^.,;\n]{3,60})/i.exec(instruction)?.[1];
  const piece = wanted === undefined ? undefined : extractField(wanted, material);
  return piece === undefined || sentence.includes(piece) ? sentence : `${piece}: ${sentence}`;
}

/**
 * The most telling sentence of a text, by how frequent its words are, with a bonus where something happened. Long ones
 * gain a little, since a short one seldom says what it is about. */
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
    const score = sum / (words.length + 1) ** 0.3 + (MATTERS.test(sentence) ? 2 : 0);
    if (score > bestScore) {
      best = sentence;
      bestScore = score;
    }
  }
  return /[.!?]["')\]]*$/.test(best) ? best : `${best}.`;
}
