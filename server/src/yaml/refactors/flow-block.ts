/** Maps and lists in braces and brackets become lines, and the other way about. */
import type { DocumentNode, MapEntry, ParsedFile } from "@fairlead/runtime/documents";
import { CodeActionKind, type TextEdit } from "vscode-languageserver";
import { endOfEntry, lineEnding, ownEntries, replace, startOfEntry } from "../fixes/node-edits.ts";
import { behindColon, hasComment, type Refactorer, type Step, stepsAt } from "./refactoring.ts";
import { whereSame } from "./same-meaning.ts";

/** Longer lines nobody wants to read. */
const MAX_LINE = 120;

export const flowToBlock: Refactorer = (file, document, offset) => {
  if (/\.json$/i.test(file.uri)) return [];
  const steps = stepsAt(document, offset);
  // Lines can not stand inside of brackets, so the outermost ones go first.
  const step = steps.find(({ node }) => node.type !== "scalar" && node.alias === undefined && node.flow);
  if (!step || step === steps[0] || size(step.node) === 0) return [];
  const kind = CodeActionKind.RefactorRewrite;
  return [{ title: "Write on lines of its own", kind, edits: () => whereSame(file, toLines(file, step)) }];
};

export const blockToFlow: Refactorer = (file, document, offset) => {
  const steps = stepsAt(document, offset);
  const step = steps.findLast(({ node }) => node.type !== "scalar");
  if (!step?.entry || step.node.alias !== undefined || step.node.type === "scalar" || step.node.flow) return [];
  // The sections of a document are no lists of a line.
  if (steps.indexOf(step) < 2) return [];
  const { entry, node } = step;
  const start = behindColon(file, entry);
  const end = endOfEntry(file, entry);
  const text = file.text.slice(start, end);
  if (hasComment(text) || /<<\s*:|(^|\s)[&|>]/.test(text) || text.length > 4 * MAX_LINE) return [];
  const flow = flowOf(file, node);
  const column = file.lines.positionAt(entry.keySpan.end).character;
  if (flow === undefined || column + flow.length + 2 > MAX_LINE) return [];
  const title = node.type === "map" ? "Write in braces on one line" : "Write in brackets on one line";
  const edits = () => whereSame(file, [replace(file, { start, end }, ` ${flow}`)]);
  return [{ title, kind: CodeActionKind.RefactorRewrite, edits }];
};

function size(node: DocumentNode): number {
  return node.type === "map" ? node.entries.size : node.type === "sequence" ? node.items.length : 0;
}

function toLines(file: ParsedFile, { node, entry }: Step): TextEdit[] | undefined {
  const { text, lines } = file;
  const start = lines.positionAt(node.span.start);
  const { line: last } = lines.positionAt(node.span.end);
  const behind = text.slice(node.span.end, lines.lineStart(last) + lines.lineText(last).length);
  if (hasComment(text.slice(node.span.start, node.span.end)) || !/^\s*(#.*)?$/.test(behind)) return undefined;
  const parts = partsOf(file, node);
  const eol = lineEnding(file);
  const end = node.span.end + behind.length;
  const comment = behind.trim() === "" ? "" : ` ${behind.trim()}`;
  if (!entry)
    return [
      replace(file, { start: node.span.start, end }, parts.join(`${eol}${" ".repeat(start.character)}`) + comment),
    ];
  const key = lines.positionAt(startOfEntry(file, entry));
  if (key.line !== start.line) return undefined;
  const lead = `${eol}${" ".repeat(key.character + 2)}`;
  const from = node.span.start - (/[ \t]*$/.exec(text.slice(0, node.span.start))?.[0].length ?? 0);
  return [replace(file, { start: from, end }, `${comment}${lead}${parts.join(lead)}`)];
}

/** The parts of a flow map or list, each as it would stand on a line. */
function partsOf(file: ParsedFile, node: DocumentNode): string[] {
  const joined = (start: number, end: number) =>
    file.text
      .slice(start, end)
      .replace(/\s*\r?\n\s*/g, " ")
      .trim();
  if (node.type === "map")
    return ownEntries(node).map((entry) => {
      const key = joined(startOfEntry(file, entry), keyEnd(file, entry));
      const value = joined(behindColon(file, entry), Math.max(behindColon(file, entry), entry.value.span.end));
      return value === "" ? `${key}:` : `${key}: ${value}`;
    });
  if (node.type !== "sequence") return [];
  return node.items.map(({ span }) => `- ${joined(span.start, span.end)}`);
}

function keyEnd({ text }: ParsedFile, { keySpan }: MapEntry): number {
  return keySpan.end + (/["']/.test(text.charAt(keySpan.end)) ? 1 : 0);
}

function flowOf(file: ParsedFile, node: DocumentNode): string | undefined {
  if (node.alias !== undefined) return `*${node.alias}`;
  if (node.type === "scalar") {
    const raw = file.text.slice(node.span.start, node.span.end);
    if (raw.includes("\n")) return undefined;
    const needsQuotes = !/^["']/.test(raw) && /[,[\]{}]/.test(raw);
    return needsQuotes ? JSON.stringify(node.value) : raw;
  }
  if (node.flow) {
    const raw = file.text.slice(node.span.start, node.span.end);
    return raw.includes("\n") ? undefined : raw;
  }
  const parts =
    node.type === "sequence"
      ? node.items.map((item) => flowOf(file, item))
      : ownEntries(node).map((entry) => pair(file, entry));
  if (parts.some((part) => part === undefined)) return undefined;
  return node.type === "sequence" ? `[${parts.join(", ")}]` : `{ ${parts.join(", ")} }`;
}

function pair(file: ParsedFile, entry: MapEntry): string | undefined {
  const value = flowOf(file, entry.value);
  const key = file.text.slice(startOfEntry(file, entry), keyEnd(file, entry));
  return value === undefined ? undefined : value === "" ? `${key}:` : `${key}: ${value}`;
}
