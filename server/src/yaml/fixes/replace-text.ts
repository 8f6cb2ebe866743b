import type { Fixer } from "./fix.ts";

/** Puts what was likely meant in place of what is written. */
export const replaceText: Fixer = ({ range, data }, { file: { text, lines } }) => {
  const written = text.slice(lines.offsetAt(range.start), lines.offsetAt(range.end));
  return (data?.replacements ?? []).map((newText, index) => ({
    title: `Replace ${written === "" ? "this" : `"${shortened(written)}"`} with ${newText.startsWith('"') ? newText : `"${shortened(newText)}"`}`,
    edits: [{ range, newText }],
    isPreferred: index === 0,
    isSafe: index === 0 && isSameWord(written, newText),
  }));
};

/** Whether only case, dashes and blanks differ. */
function isSameWord(a: string, b: string): boolean {
  const bare = (text: string) => text.toLowerCase().replace(/[-_\s]/g, "");
  return bare(a) !== "" && bare(a) === bare(b);
}

/** A menu has no room for books. */
function shortened(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}
