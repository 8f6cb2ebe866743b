/** Small helpers over natural text, shared by the skills. */

const STOP_WORDS = new Set(
  (
    "a about after all also am an and any are as at be been before being but by can could did do does for from had has have " +
    "he her him his how i if in into is it its just me more most my no nor not of on or our out over own please she " +
    "should so some such than that the their them then there these they this those to too under up us very was we " +
    "were what when where which while who whom why will with would you your yours"
  ).split(" "),
);

/** Sentences of a text, trimmed; line ends end one too. */
export function sentences(text: string): string[] {
  return (text.match(/[^.!?\n]+(?:[.!?]+(?=\s|$|["')\]])["')\]]*|[.!?](?=\S)[^.!?\n]*)*/g) ?? [])
    .map((sentence) => sentence.trim())
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
}

/** A word without its commonest English endings, so that `parcels` and `parcel` meet. */
export function stem(word: string): string {
  const lower = word.toLowerCase();
  if (lower.length <= 4) return lower.replace(/s$/, "");
  return lower.replace(/(?:ing|ed|es|e|s|ly|ment|ion)$/, "").replace(/(.)\1$/, "$1");
}

/** Stems of the words that carry meaning. */
export function contentStems(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.filter((word) => word.length > 1 && !STOP_WORDS.has(word)).map(stem);
}

const NEGATION = /\b(?:not|no|never|none|nothing|without|cannot|neither|nor)\b|n['’]t\b/i;

export function isNegated(sentence: string): boolean {
  return NEGATION.test(sentence);
}

/** True where only the bare answer is wanted. */
export function wantsBareAnswer(instruction: string): boolean {
  return /\b(?:only|just|nothing else|single word|one word|no explanation)\b/i.test(instruction);
}
