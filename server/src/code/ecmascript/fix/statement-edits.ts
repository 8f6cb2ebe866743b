/** Edits of the statements that load modules. */
import { indentation, lineEnd, lineStart, nextLine } from "../../text/style.ts";
import type { TextEdit } from "../../types.ts";
import type { Declaration } from "../declarations.ts";
import { ts } from "../syntax.ts";
import type { FileStyle } from "./file-style.ts";
import { removeFromList } from "./list-edits.ts";
import { type LoadForm, loaderText } from "./loads.ts";

export type BoundLoad = Exclude<LoadForm, { form: "inline" } | { form: "other" }>;

/** A class that a new load brings in, and the name it gets. */
export interface BroughtIn {
  gatewayName: string;
  name: string;
}

/** The new load in the place of the old, so that the comments around it stay. */
export function replaceLoad(form: BoundLoad, module: string, wanted: readonly BroughtIn[], style: FileStyle): TextEdit {
  const { node } = form;
  const text =
    form.form === "declarator" ? declarator(form.call, module, wanted, style) : staticLoad(form, module, wanted, style);
  return { start: node.getStart(), end: node.getEnd(), text };
}

/** A new load on the line after the old one. */
export function addAfter(
  text: string,
  form: BoundLoad,
  module: string,
  wanted: readonly BroughtIn[],
  style: FileStyle,
): TextEdit {
  const statement = form.form === "declarator" ? form.statement : form.node;
  const keyword = form.form === "declarator" ? `${/^\w+/.exec(form.node.parent.getText())?.[0] ?? "const"} ` : "";
  const load =
    form.form === "declarator"
      ? keyword + declarator(form.call, module, wanted, style) + style.semicolon
      : staticLoad(form, module, wanted, style);
  const end = statement.getEnd();
  const rest = text.slice(end, lineEnd(text, end));
  // A comment at the end of the line belongs to the old load.
  const at = /^[ \t]*(?:\/\/.*|\/\*(?:(?!\*\/).)*\*\/[ \t]*)?$/.test(rest) ? end + rest.trimEnd().length : end;
  return { start: at, end: at, text: style.lineEnding + indentation(text, statement.getStart()) + load };
}

/** Takes a whole load away, with its line where it has one of its own. */
export function removeLoad(text: string, form: BoundLoad): TextEdit[] {
  if (form.form === "declarator" && form.statement.declarationList.declarations.length > 1) {
    const { declarations } = form.statement.declarationList;
    return removeFromList(text, [...declarations], new Set([form.node]));
  }
  const statement = form.form === "declarator" ? form.statement : form.node;
  const start = statement.getStart();
  const end = statement.getEnd();
  const before = text.slice(lineStart(text, start), start);
  const after = text.slice(end, lineEnd(text, end));
  const blanks = /^[ \t]*/.exec(after)?.[0].length ?? 0;
  if (before.trim() !== "" || after.trim() !== "") return [{ start, end: end + blanks, text: "" }];
  return [{ start: start - before.length, end: nextLine(text, end), text: "" }];
}

/** Takes some bindings out of a load that keeps others. */
export function removeBindings(text: string, form: BoundLoad, unused: ReadonlySet<Declaration>): TextEdit[] {
  if (unused.size === 0) return [];
  if (form.form === "declarator") {
    const { name } = form.node;
    return ts.isIdentifier(name) ? [] : removeFromList(text, [...name.elements], unused);
  }
  const clause = form.form === "import" ? form.node.importClause : undefined;
  if (!clause) return [];
  const named = clause.namedBindings;
  const edits: TextEdit[] = [];
  if (clause.name && unused.has(clause) && named) {
    edits.push({ start: clause.name.getStart(), end: named.getStart(), text: "" });
  }
  if (!named) return edits;
  const elements = ts.isNamespaceImport(named) ? [named] : [...named.elements];
  const all = elements.every((element) => unused.has(element));
  if (all && clause.name) edits.push({ start: clause.name.getEnd(), end: named.getEnd(), text: "" });
  else if (!all && ts.isNamedImports(named)) edits.push(...removeFromList(text, [...named.elements], unused));
  return edits;
}

function staticLoad(form: BoundLoad, module: string, wanted: readonly BroughtIn[], style: FileStyle): string {
  const specifier = style.quote + module + style.quote;
  if (form.form === "import-equals") return `import ${wanted[0]?.name} = require(${specifier})${style.semicolon}`;
  const names = wanted.map(({ gatewayName, name }) => (gatewayName === name ? name : `${gatewayName} as ${name}`));
  return `import {${style.padding}${names.join(", ")}${style.padding}} from ${specifier}${style.semicolon}`;
}

function declarator(call: ts.CallExpression, module: string, wanted: readonly BroughtIn[], style: FileStyle): string {
  const names = wanted.map(({ gatewayName, name }) => (gatewayName === name ? name : `${gatewayName}: ${name}`));
  return `{${style.padding}${names.join(", ")}${style.padding}} = ${loaderText(call, module, style.quote)}`;
}
