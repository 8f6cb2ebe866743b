/** What differs between two texts, word by word. */

export interface DiffPart {
  kind: "same" | "added" | "removed";
  text: string;
}

/** Beyond so many comparisons words give way to lines, and these to whole texts: nobody waits for a difference. */
const MOST_CELLS = 2_000_000;

/** The parts of both texts in order: without those added it is the first text, without those removed the second. */
export function wordDiff(before: string, after: string): DiffPart[] {
  if (before === after) return before === "" ? [] : [{ kind: "same", text: before }];
  const words = (text: string) => text.match(/\s+|[\p{L}\p{N}\p{M}_]+|[^\s\p{L}\p{N}\p{M}_]/gu) ?? [];
  return diffOf(words(before), words(after)) ?? diffOf(linesOf(before), linesOf(after)) ?? whole(before, after);
}

const linesOf = (text: string) => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

const whole = (before: string, after: string): DiffPart[] =>
  joined([
    { kind: "removed", text: before },
    { kind: "added", text: after },
  ]);

/** By the longest common subsequence; undefined where the middle that differs is too large for it. */
function diffOf(before: readonly string[], after: readonly string[]): DiffPart[] | undefined {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  const shorter = Math.min(before.length, after.length) - start;
  while (end < shorter && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  const left = before.slice(start, before.length - end);
  const right = after.slice(start, after.length - end);
  if (left.length * right.length > MOST_CELLS) return undefined;
  return joined([
    { kind: "same", text: before.slice(0, start).join("") },
    ...middle(left, right),
    { kind: "same", text: before.slice(before.length - end).join("") },
  ]);
}

function middle(left: readonly string[], right: readonly string[]): DiffPart[] {
  const width = right.length + 1;
  // The length of the longest common subsequence of what begins at each pair of places.
  const lengths = new Uint32Array((left.length + 1) * width);
  for (let row = left.length - 1; row >= 0; row -= 1) {
    for (let column = right.length - 1; column >= 0; column -= 1) {
      const below = lengths[(row + 1) * width + column] ?? 0;
      const beside = lengths[row * width + column + 1] ?? 0;
      const both = (lengths[(row + 1) * width + column + 1] ?? 0) + 1;
      lengths[row * width + column] = left[row] === right[column] ? both : Math.max(below, beside);
    }
  }
  const parts: DiffPart[] = [];
  let row = 0;
  let column = 0;
  while (row < left.length || column < right.length) {
    const below = row < left.length ? (lengths[(row + 1) * width + column] ?? 0) : -1;
    const beside = column < right.length ? (lengths[row * width + column + 1] ?? 0) : -1;
    if (row < left.length && column < right.length && left[row] === right[column]) {
      parts.push({ kind: "same", text: left[row] ?? "" });
      row += 1;
      column += 1;
    } else if (below >= beside) {
      parts.push({ kind: "removed", text: left[row] ?? "" });
      row += 1;
    } else {
      parts.push({ kind: "added", text: right[column] ?? "" });
      column += 1;
    }
  }
  return parts;
}

/** Neighbours of one kind as one part; empty ones left out. */
function joined(parts: readonly DiffPart[]): DiffPart[] {
  const found: DiffPart[] = [];
  for (const { kind, text } of parts) {
    const last = found.at(-1);
    if (text === "") continue;
    if (last?.kind === kind) last.text += text;
    else found.push({ kind, text });
  }
  return found;
}
