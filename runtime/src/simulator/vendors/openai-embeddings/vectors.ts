/**
 * Vectors of texts, by one stated rule: each word and each three neighbouring letters of it adds or takes away one at a
 * place that its hash names (feature hashing, Weinberger et al. 2009), and the whole is brought to length one. Texts that
 * share words are near to each other, others nearly at right angles; the model's name turns the space.
 */
import { hash } from "node:crypto";

/** A whole word says more than a piece of one. */
const WORD_WEIGHT = 2;

/** The vector of a text, of length one. */
export function vectorOf(model: string, text: string, dimensions: number): number[] {
  const vector = new Array<number>(dimensions).fill(0);
  const add = (feature: string, weight: number): void => {
    const digest = Number.parseInt(hash("sha256", `${model}\n${feature}`).slice(0, 12), 16);
    const place = Math.floor(digest / 2) % dimensions;
    vector[place] = (vector[place] ?? 0) + (digest % 2 === 0 ? weight : -weight);
  };
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    add(word, WORD_WEIGHT);
    for (let at = 0; at + 3 <= word.length; at += 1) add(word.slice(at, at + 3), 1);
  }
  const length = Math.hypot(...vector);
  // A text without words points nowhere in particular, but somewhere.
  if (length === 0) return vector.map((_, index) => (index === 0 ? 1 : 0));
  return vector.map((value) => value / length);
}
