/** A part that stands several times is written once, with an anchor, and its name elsewhere. */
import type { DocumentNode, ParsedFile } from "@fairlead/runtime/documents";
import { CodeActionKind, type TextEdit } from "vscode-languageserver";
import { anchorNames } from "../completion/anchors.ts";
import { endOfEntry, insert, replace } from "../fixes/node-edits.ts";
import { behindColon, hasComment, type Refactorer, type Step, stepsAt, stepsBelow } from "./refactoring.ts";
import { whereSame } from "./same-meaning.ts";

export const extractAnchor: Refactorer = (file, document, offset) => {
  if (!document.root || /\.json$/i.test(file.uri)) return [];
  const { root } = document;
  // From the outermost: the larger part is the better one to share.
  for (const step of stepsAt(document, offset).slice(1)) {
    if (!isShareable(step)) continue;
    const twins = likeOf(root, step.node).filter((other) => isTwin(step.node, other.node));
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

const shapes = new WeakMap<DocumentNode, Map<string, Step[]>>();

/** The nodes of a document that could be equal to one: of its shape and size. Looked for once, however often it is asked. */
function likeOf(root: DocumentNode, node: DocumentNode): readonly Step[] {
  let known = shapes.get(root);
  if (!known) {
    known = new Map();
    for (const step of stepsBelow(root)) {
      if (!isShareable(step)) continue;
      const shape = shapeOf(step.node);
      const same = known.get(shape);
      if (same) same.push(step);
      else known.set(shape, [step]);
    }
    shapes.set(root, known);
  }
  return known.get(shapeOf(node)) ?? [];
}

function shapeOf(node: DocumentNode): string {
  if (node.type === "map") return `map ${node.entries.size}`;
  return node.type === "sequence" ? `sequence ${node.items.length}` : "scalar";
}

/** Whether two nodes say the same; the first difference ends it. */
function isTwin(a: DocumentNode, b: DocumentNode): boolean {
  if (a === b) return true;
  if (a.type === "scalar") return b.type === "scalar" && a.value === b.value;
  if (a.type === "sequence") {
    if (b.type !== "sequence" || a.items.length !== b.items.length) return false;
    return a.items.every((item, index) => isTwin(item, b.items[index] as DocumentNode));
  }
  if (b.type !== "map" || a.entries.size !== b.entries.size) return false;
  for (const [key, { value }] of a.entries) {
    const other = b.entries.get(key);
    if (!other || !isTwin(value, other.value)) return false;
  }
  return true;
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
