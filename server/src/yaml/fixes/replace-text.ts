import { type ParsedFile, pointerSegments, toPointer } from "@fairlead/runtime/documents";
import type { Fixer } from "./fix.ts";
import { placeAt } from "./new-keys.ts";

/** Puts what was likely meant in place of what is written. */
export const replaceText: Fixer = ({ range, data }, { file }) => {
  const { text, lines } = file;
  const written = text.slice(lines.offsetAt(range.start), lines.offsetAt(range.end));
  const beside = neighbours(file, lines.offsetAt(range.start), data?.pointer);
  // What stands there already would stand there twice.
  const replacements = (data?.replacements ?? []).filter((newText) => !beside.has(newText));
  return replacements.map((newText, index) => ({
    title: `Replace ${written === "" ? "this" : `"${shortened(written)}"`} with ${newText.startsWith('"') ? newText : `"${shortened(newText)}"`}`,
    edits: [{ range, newText }],
    isPreferred: index === 0,
    isSafe: index === 0 && isSameWord(written, newText),
  }));
};

/** The other items of the list that a node stands in. */
function neighbours(file: ParsedFile, offset: number, pointer: string | undefined): ReadonlySet<unknown> {
  const segments = pointer === undefined ? [] : pointerSegments(pointer);
  const index = Number(segments.pop());
  const list = Number.isNaN(index) ? undefined : placeAt(file, offset, toPointer(segments))?.node;
  if (list?.type !== "sequence") return new Set();
  return new Set(list.items.flatMap((item, at) => (item.type === "scalar" && at !== index ? [item.value] : [])));
}

/** Whether only case, dashes and blanks differ. */
function isSameWord(a: string, b: string): boolean {
  const bare = (text: string) => text.toLowerCase().replace(/[-_\s]/g, "");
  return bare(a) !== "" && bare(a) === bare(b);
}

/** A menu has no room for books. */
function shortened(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}
