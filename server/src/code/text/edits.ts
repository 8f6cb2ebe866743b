/** Applying text edits, and the promise that they do not overlap. */
import type { TextEdit } from "../types.ts";

/**
 * The edits in order of place, without repeats. Throws a RangeError where two overlap or one is outside the text:
 * a programming error, since edits are made for one text as a whole.
 */
export function orderEdits(edits: readonly TextEdit[], length: number): TextEdit[] {
  const ordered = edits
    .map((edit, index) => ({ edit, index }))
    .sort((a, b) => order(a.edit, b.edit) || a.index - b.index);
  const kept: TextEdit[] = [];
  for (const { edit } of ordered) {
    const last = kept.at(-1);
    if (last && last.start === edit.start && last.end === edit.end && last.text === edit.text) continue;
    if (edit.start < 0 || edit.end < edit.start || edit.end > length) {
      throw new RangeError(`an edit of ${edit.start} to ${edit.end} is outside a text of ${length}`);
    }
    if (last && edit.start < last.end) {
      throw new RangeError(`the edits ${last.start}-${last.end} and ${edit.start}-${edit.end} overlap`);
    }
    kept.push(edit);
  }
  return kept;
}

function order(a: TextEdit, b: TextEdit): number {
  return a.start - b.start || a.end - b.end;
}

/** The text with the edits made. Everything outside them stays as it is. Throws a RangeError where they overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = "";
  let position = 0;
  for (const edit of orderEdits(edits, text.length)) {
    result += text.slice(position, edit.start) + edit.text;
    position = edit.end;
  }
  return result + text.slice(position);
}
