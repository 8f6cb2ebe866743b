import { documentAt, type ParsedFile } from "@fairlead/runtime/documents";
import { stepsAt } from "../refactors/refactoring.ts";
import type { Fixer } from "./fix.ts";
import { weightEdits } from "./weights.ts";

/** A menu has no room for more. */
const MAX_OFFERED = 3;

/** Puts what was likely meant in place of what is written. */
export const replaceText: Fixer = ({ range, data }, { file }) => {
  const { text, lines } = file;
  const written = text.slice(lines.offsetAt(range.start), lines.offsetAt(range.end));
  const beside = neighbours(file, lines.offsetAt(range.start));
  // What stands there already would stand there twice.
  const replacements = (data?.replacements ?? []).filter((newText) => !beside.has(newText));
  return replacements.slice(0, MAX_OFFERED).map((newText, index) => ({
    title: `Replace ${written === "" ? "this" : `"${shortened(written)}"`} with ${/^["[]/.test(newText) ? newText : `"${shortened(newText)}"`}`,
    edits: [{ range, newText }, ...weightEdits(file, lines.offsetAt(range.start), data?.pointer, newText)],
    isPreferred: index === 0,
    isSafe: index === 0 && isSameWord(written, newText),
  }));
};

/** The other items of the list, or the other keys of the map, among which what stands at an offset is one. */
function neighbours(file: ParsedFile, offset: number): ReadonlySet<unknown> {
  const document = documentAt(file, offset);
  const steps = document ? stepsAt(document, offset) : [];
  const at = steps.findLastIndex(({ entry, index }) => index !== undefined || entry?.keySpan.start === offset);
  const { index, entry } = steps[at] ?? {};
  const holder = steps[at - 1]?.node;
  if (holder?.type === "map") return new Set([...holder.entries.keys()].filter((key) => key !== entry?.key));
  if (holder?.type !== "sequence") return new Set();
  return new Set(
    holder.items.flatMap((item, place) => (item.type === "scalar" && place !== index ? [item.value] : [])),
  );
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
