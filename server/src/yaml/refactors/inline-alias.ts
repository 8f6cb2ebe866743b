/** What an alias stands for is written in its place. */
import type { ParsedDocument, ParsedFile } from "@fairlead/runtime/documents";
import { CodeActionKind, type TextEdit } from "vscode-languageserver";
import { lineEnding, replace } from "../fixes/node-edits.ts";
import { type Refactorer, type Step, stepsAt, stepsBelow } from "./refactoring.ts";
import { whereSame } from "./same-meaning.ts";

export const inlineAlias: Refactorer = (file, document, offset) => {
  const step = stepsAt(document, offset).at(-1);
  const name = step?.node.alias;
  if (!step || name === undefined || offset < step.node.span.start) return [];
  return [
    {
      title: `Write out *${name} here`,
      kind: CodeActionKind.RefactorInline,
      edits: () => whereSame(file, written(file, document, step, name)),
    },
  ];
};

function written(file: ParsedFile, document: ParsedDocument, step: Step, name: string): TextEdit[] | undefined {
  const { text, lines } = file;
  const { span } = step.node;
  const source = anchored(file, document, name, span.start);
  if (!source) return undefined;
  const body = text.slice(source.node.span.start, source.node.span.end).trimEnd();
  // A second anchor of that name would change what others mean.
  if (/(^|[\s[{,])&[^\s]/.test(body)) return undefined;
  const isBlock = source.node.type !== "scalar" && !source.node.flow;
  if (!isBlock) return [replace(file, span, body)];
  if (!step.entry) return undefined;
  const key = lines.positionAt(step.entry.keySpan.start);
  const column = /^\s*(?:-\s+)*/.exec(lines.lineText(key.line))?.[0].length ?? 0;
  const from = lines.positionAt(source.node.span.start).character;
  const lead = `${lineEnding(file)}${" ".repeat(column + 2)}`;
  const moved = body
    .split(/\r?\n/)
    .map((line, index) => (index === 0 ? line : line.slice(Math.min(from, line.search(/\S|$/)))));
  const start = span.start - (/[ \t]*$/.exec(text.slice(0, span.start))?.[0].length ?? 0);
  return [replace(file, { start, end: span.end }, lead + moved.join(lead).replace(/[ \t]+(?=\r?\n)/g, ""))];
}

/** The last part before an offset that has the anchor. */
function anchored({ text }: ParsedFile, { root }: ParsedDocument, name: string, before: number): Step | undefined {
  if (!root) return undefined;
  return [...stepsBelow(root)].findLast(({ node }) => {
    if (node.alias !== undefined || node.span.start >= before) return false;
    const lead = text.slice(Math.max(0, node.span.start - name.length - 200), node.span.start);
    return /&([^\s,[\]{}]+)\s*(?:#[^\r\n]*\s*)?$/.exec(lead)?.[1] === name;
  });
}
