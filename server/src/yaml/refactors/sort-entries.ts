/** The entities of a section in the order of their ids, each with the comments above it. */
import { type MapNode, type ParsedDocument, type ParsedFile, schemaOf } from "@fairlead/runtime/documents";
import { CodeActionKind, type TextEdit } from "vscode-languageserver";
import { endOfEntry, endOfLine, ownEntries, replace, startOfEntry } from "../fixes/node-edits.ts";
import type { Refactorer } from "./refactoring.ts";
import { whereSame } from "./same-meaning.ts";

/** Sorts the section whose key the offset is on. */
export const sortSection: Refactorer = (file, document, offset) => {
  const section = sections(document).find(({ key }) => key.start <= offset && offset <= key.end);
  if (!section || isSorted(section.map)) return [];
  return [
    {
      title: `Sort ${section.name} by id`,
      kind: CodeActionKind.RefactorRewrite,
      edits: () => whereSame(file, sorted(file, section.map)),
    },
  ];
};

/** The edits that sort all sections of a file, as far as they can be sorted. */
export function sortAllSections(file: ParsedFile): TextEdit[] | undefined {
  const edits = file.documents.flatMap((document) =>
    sections(document).flatMap(({ map }) => (isSorted(map) ? [] : (sorted(file, map) ?? []))),
  );
  return whereSame(file, edits);
}

function sections({
  kind,
  root,
  ours,
}: ParsedDocument): { name: string; key: { start: number; end: number }; map: MapNode }[] {
  if (!kind || !ours || root?.type !== "map") return [];
  const { properties = {} } = schemaOf(kind);
  return ownEntries(root).flatMap(({ key, keySpan, value }) =>
    properties[key]?.["x-defines"] && value.type === "map" && value.alias === undefined
      ? [{ name: key, key: keySpan, map: value }]
      : [],
  );
}

function isSorted(map: MapNode): boolean {
  const ids = ownEntries(map).map(({ key }) => key);
  return ids.every((id, index) => index === 0 || compare(ids[index - 1] ?? "", id) <= 0);
}

/** As people count: `gpt-4` before `gpt-10`. */
function compare(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}

function sorted(file: ParsedFile, map: MapNode): TextEdit[] | undefined {
  const { lines, text } = file;
  const entries = ownEntries(map);
  if (map.flow || entries.length !== map.entries.size) return undefined;
  const pieces: { key: string; start: number; end: number }[] = [];
  let before = Number.NEGATIVE_INFINITY;
  for (const entry of entries) {
    let first = lines.positionAt(startOfEntry(file, entry)).line;
    if (!/^\s*["']?[^\s#-]/.test(lines.lineText(first)) || first <= before) return undefined;
    while (first - 1 > before && isCommentOf(lines.lineText(first - 1), lines.lineText(first))) first -= 1;
    const end = endOfLine(file, endOfEntry(file, entry));
    pieces.push({ key: entry.key, start: lines.lineStart(first), end });
    before = lines.positionAt(end).line;
  }
  const order = [...pieces].sort((a, b) => compare(a.key, b.key));
  return pieces.flatMap((piece, index) => {
    const other = order[index];
    if (!other || other === piece) return [];
    return [replace(file, piece, text.slice(other.start, other.end))];
  });
}

/** Whether a line is a comment as deep as the line below it. */
function isCommentOf(line: string, below: string): boolean {
  return /^\s+#/.test(line) && line.search(/\S/) === below.search(/\S/);
}
