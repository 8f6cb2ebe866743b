/** Puts a text into one of the categories that the prompt names. */
import { pick } from "../randomness.ts";
import type { Skill } from "./skill.ts";
import { TOPIC_WORDS } from "./topics.ts";
import { contentStems, stem } from "./words.ts";

const CUE =
  /\b(?:classify|categori[sz]e|triage|label|route|assign|sort|which (?:category|team|queue|topic|department|priority)|category|sentiment|priority|urgency)\b/i;
const LIST_LEAD =
  /\b(?:one of|categories|labels|options|classes|topics|queues|teams|departments|priorities|into|as either|as|is it|between|either|to one of|among)\b[^:\n,.]{0,40}?[:\s]\s*/gi;

export const classification: Skill = ({ instruction, material }) => {
  if (!CUE.test(instruction)) return undefined;
  const categories = readCategories(instruction);
  if (categories.length < 2) return undefined;
  const right = classify(material, categories);
  return {
    right,
    wrong: (draw) =>
      pick(
        categories.filter((category) => category !== right),
        draw("category"),
      ),
  };
};

/** The categories that an instruction names, as it spells them; empty where it names none. */
export function readCategories(instruction: string): string[] {
  const bullets = [
    ...instruction.matchAll(/^\s*(?:[-*•]|\d+[.)])\s+["'`]?([\w][\w &/-]{0,39}?)["'`]?\s*(?:[:–—(].*)?$/gm),
  ];
  if (bullets.length >= 2) return unique(bullets.map((bullet) => (bullet[1] ?? "").trim()));
  let best: string[] = [];
  for (const list of [...afterLeads(instruction), ...bracketed(instruction)]) {
    const items = splitList(list);
    if (items.length > best.length) best = items;
  }
  return best;
}

function afterLeads(instruction: string): string[] {
  return [...instruction.matchAll(LIST_LEAD)].map((lead) => {
    const rest = instruction.slice(lead.index + lead[0].length);
    const end = rest.search(/[.;\n?!)]/);
    return end < 0 ? rest : rest.slice(0, end);
  });
}

function bracketed(instruction: string): string[] {
  return [...instruction.matchAll(/[([]([^()[\]]{3,200})[)\]]/g)].map((match) => match[1] ?? "");
}

/** Items of `a, b or c`, `a/b/c`, `a | b`. Empty unless each is a short name. */
function splitList(text: string): string[] {
  const list = text.slice(text.lastIndexOf(":") + 1).replace(/^\s*(?:one of|either|these|the following|the)\s+/i, "");
  const separator = /[,|]|\bor\b|\band\b/i.test(list) ? /\s*[,|]\s*(?:(?:or|and)\s+)?|\s+(?:or|and)\s+/i : /\s*\/\s*/;
  const items = list
    .split(separator)
    .map((item) => item.trim().replace(/^["'`]|["'`:]$/g, ""))
    .filter((item) => item !== "");
  const last = items.at(-1);
  // "billing, shipping or technical and reply with …": words after the last item do not belong to it.
  if (last !== undefined && last.split(/\s+/).length > 3) items[items.length - 1] = last.split(/\s+/)[0] ?? last;
  return items.length >= 2 && items.every((item) => item.split(/\s+/).length <= 4) ? unique(items) : [];
}

const unique = (items: readonly string[]) => [...new Set(items)];

/** The category that most words of the text speak for; of equals the one that is spoken for first. */
export function classify(text: string, categories: readonly string[]): string {
  const places = new Map<string, number>();
  for (const [place, word] of contentStems(text).entries()) if (!places.has(word)) places.set(word, place);
  let best = categories[0] ?? "";
  let bestScore = 0;
  for (const category of categories) {
    const score = scoreOf(category, places);
    if (score > bestScore) {
      best = category;
      bestScore = score;
    }
  }
  return best;
}

/** `places` has the stems of the text with where each stands first. */
function scoreOf(category: string, places: ReadonlyMap<string, number>): number {
  let score = 0;
  let first = Number.POSITIVE_INFINITY;
  const count = (word: string, weight: number) => {
    const place = places.get(word);
    if (place === undefined) return;
    score += weight;
    first = Math.min(first, place);
  };
  for (const word of contentStems(category.replace(/[_/&-]/g, " "))) {
    count(word, 3);
    for (const [topic, signs] of Object.entries(TOPIC_WORDS)) {
      if (!word.startsWith(topic) && !topic.startsWith(word)) continue;
      for (const sign of new Set(signs.split(" ").map(stem))) count(sign, 1);
    }
  }
  return score + 0.5 / (1 + first);
}
