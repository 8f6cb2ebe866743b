import { closest, documentAt } from "@fairlead/runtime/documents";
import { anchorsIn } from "../completion/anchors.ts";
import type { Fixer } from "./fix.ts";

/** Puts the name of an anchor above it in place of an alias that names none. */
export const replaceAlias: Fixer = ({ code, range }, { file }) => {
  if (code !== "yaml.undefined-alias") return [];
  const { start, end } = { start: file.lines.offsetAt(range.start), end: file.lines.offsetAt(range.end) };
  const document = documentAt(file, start);
  const written = /^\*[^\s,[\]{}]+/.exec(file.text.slice(start, end))?.[0];
  if (!document || !written) return [];
  const near = closest(written.slice(1), anchorsIn(file.text.slice(document.span.start, start)));
  const place = file.lines.range({ start, end: start + written.length });
  return near.map((name, index) => ({
    title: `Replace "${written}" with "*${name}"`,
    edits: [{ range: place, newText: `*${name}` }],
    isPreferred: index === 0,
  }));
};
