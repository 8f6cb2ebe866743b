/** A part that stands several times is written once, with an anchor, and its name elsewhere. */
import { isDeepStrictEqual } from "node:util";
import type { DocumentNode, ParsedFile } from "@fairlead/runtime/documents";
import { CodeActionKind, type TextEdit } from "vscode-languageserver";
import { anchorNames } from "../completion/anchors.ts";
import { endOfEntry, insert, replace } from "../fixes/node-edits.ts";
import { plainValue } from "./plain-value.ts";
import { behindColon, hasComment, type Refactorer, type Step, stepsAt, stepsBelow } from "./refactoring.ts";
import { whereSame } from "./same-meaning.ts";

export const extractAnchor: Refactorer = (file, document, offset) => {
  if (!document.root || /\.json$/i.test(file.uri)) return [];
  const { root } = document;
  // From the outermost: the larger part is the better one to share.
  for (const step of stepsAt(document, offset).slice(1)) {
    if (!isShareable(step)) continue;
    const twins = [...stepsBelow(root)].filter((other) => isShareable(other) && isTwin(step.node, other.node));
    if (twins.length < 2) continue;
    const [first, ...others] = twins;
    if (!first) continue;
    const known = anchorOf(file, first);
    const name = known ?? freeName(String(first.entry?.key ?? step.entry?.key ?? "shared"), file.text);
    const times = others.length === 1 ? "once more" : `${others.length} more times`;
    return [
      {
        title: `Share this as &${name}, and use it ${times}`,
        kind: CodeActionKind.RefactorExtract,
        edits: () => {
          const uses = others.map((other) => use(file, other, name));
          if (uses.some((edit) => edit === undefined)) return undefined;
          const definition = known === undefined ? define(file, first, name) : [];
          return definition && whereSame(file, [...definition, ...uses.flatMap((edit) => edit ?? [])]);
        },
      },
    ];
  }
  return [];
};

/** Maps and lists with more than one part; in a list only in brackets, since an anchor before a block names its key. */
function isShareable({ node, entry }: Step): boolean {
  if (node.alias !== undefined || node.type === "scalar") return false;
  const size = node.type === "map" ? node.entries.size : node.items.length;
  return size > 1 && (entry !== undefined || node.flow);
}

function isTwin(a: DocumentNode, b: DocumentNode): boolean {
  if (a === b) return true;
  if (a.type === "map")
    return b.type === "map" && a.entries.size === b.entries.size && isDeepStrictEqual(plainValue(a), plainValue(b));
  return a.type === b.type && isDeepStrictEqual(plainValue(a), plainValue(b));
}

function anchorOf({ text }: ParsedFile, { node, entry }: Step): string | undefined {
  const before = text.slice(
    entry ? Math.max(0, entry.keySpan.end) : Math.max(0, node.span.start - 100),
    node.span.start,
  );
  return /&([^\s,[\]{}]+)\s*$/.exec(before)?.[1];
}

function freeName(wanted: string, text: string): string {
  const base = wanted.replace(/[^A-Za-z0-9_-]+/g, "-").replace(/^-+|-+$/g, "") || "shared";
  const taken = new Set(anchorNames(text));
  let name = base;
  for (let number = 2; taken.has(name); number += 1) name = `${base}-${number}`;
  return name;
}

function define(file: ParsedFile, { node, entry }: Step, name: string): TextEdit[] | undefined {
  if (node.type === "scalar") return undefined;
  if (node.flow) return [insert(file, node.span.start, `&${name} `)];
  return entry && [insert(file, behindColon(file, entry), ` &${name}`)];
}

function use(file: ParsedFile, { node, entry }: Step, name: string): TextEdit | undefined {
  if (node.type === "scalar") return undefined;
  const start = entry ? behindColon(file, entry) : node.span.start;
  const end = entry ? endOfEntry(file, entry) : node.span.end;
  const text = file.text.slice(start, end);
  // A comment would be lost, and so would an anchor that others may name.
  if (hasComment(text) || /[\s[{,]&[^\s]/.test(text)) return undefined;
  return replace(file, { start, end }, `${entry ? " " : ""}*${name}`);
}
