import type { Fixer } from "./fix.ts";

/** Puts what was likely meant in place of what is written. */
export const replaceText: Fixer = ({ range, data }, { text, lines }) => {
  const written = text.slice(lines.offsetAt(range.start), lines.offsetAt(range.end));
  return (data?.replacements ?? []).map((newText, index) => ({
    title: `Replace ${written === "" ? "this" : `"${shortened(written)}"`} with ${newText.startsWith('"') ? newText : `"${shortened(newText)}"`}`,
    edits: [{ range, newText }],
    isPreferred: index === 0,
  }));
};

/** A menu has no room for books. */
function shortened(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}
