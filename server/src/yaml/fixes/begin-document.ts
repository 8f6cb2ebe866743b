import { DOCUMENT_KINDS, kindOfName } from "@fairlead/runtime/documents";
import { documentSkeletons } from "../completion/document-skeletons.ts";
import type { Fix, Fixer } from "./fix.ts";
import { styleOf } from "./new-keys.ts";
import { insert } from "./node-edits.ts";

/** Begins an empty file, or says which kind of document a file is. */
export const beginDocument: Fixer = ({ code, data, range }, { file }) => {
  if (/\.json$/i.test(file.uri)) return [];
  const style = styleOf(file, 0, false);
  const named = kindOfName(file.uri);
  if (code === "document.empty")
    return documentSkeletons(named, style).map(({ kind, insert: text }): Fix => {
      const end = file.text.length;
      const lead = end > 0 && !/[\r\n\uFEFF]$/.test(file.text) ? style.eol : "";
      return {
        title: `Begin a ${kind}`,
        edits: [insert(file, end, `${lead}${text.trimEnd()}${style.eol}`)],
        isPreferred: named !== undefined,
      };
    });
  if (code !== "document.missing-key" || data?.missing !== undefined) return [];
  const start = file.lines.offsetAt({ line: range.start.line, character: 0 });
  if (range.start.character !== 0) return [];
  return DOCUMENT_KINDS.map((kind) => ({
    title: `Say that this is a ${kind}`,
    edits: [insert(file, start, `kind: ${kind}${style.eol}`)],
    isPreferred: false,
  }));
};
