/** Did-you-mean. */
import { distance } from "fastest-levenshtein";

/** More candidates than this are compared only where they begin alike, so that a huge catalog stays quick. */
const MANY = 5_000;

/**
 * The words that are likely meant by a misspelt one, best first, at most `limit`.
 * A word is likely where less than half of it must change, or where one contains the other.
 */
export function closest(word: string, candidates: Iterable<string>, limit = 3): string[] {
  const wanted = word.toLowerCase();
  const all = [...candidates];
  const near = all.length > MANY ? all.filter((candidate) => candidate[0]?.toLowerCase() === wanted[0]) : all;
  const scored: { candidate: string; score: number }[] = [];
  for (const candidate of near) {
    const other = candidate.toLowerCase();
    const longest = Math.max(wanted.length, other.length);
    const allowed = Math.max(1, Math.round(longest * 0.4));
    const contained = wanted.length >= 3 && (other.includes(wanted) || (other.length >= 3 && wanted.includes(other)));
    if (!contained && Math.abs(other.length - wanted.length) > allowed) continue;
    const changes = isSwap(wanted, other) ? 1 : distance(wanted, other);
    if (changes <= allowed) scored.push({ candidate, score: changes });
    else if (contained) scored.push({ candidate, score: longest + changes });
  }
  scored.sort((a, b) => a.score - b.score || (a.candidate < b.candidate ? -1 : 1));
  return scored.slice(0, limit).map(({ candidate }) => candidate);
}

/** Whether two neighbouring letters have changed places: one slip of the fingers, not two changes. */
function isSwap(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return at + 1 < a.length && a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}

/** ` Did you mean "x"?`, or nothing where no word is near. */
export function didYouMean(suggestions: readonly string[]): string {
  return suggestions[0] === undefined ? "" : ` Did you mean "${suggestions[0]}"?`;
}
