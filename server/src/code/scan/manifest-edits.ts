/** Editing the dependencies in a `package.json`, and nothing else of it. */
import { removeFromList } from "../ecmascript/fix/list-edits.ts";
import { indentationUnit } from "../ecmascript/fix/object-edits.ts";
import { ts } from "../ecmascript/syntax.ts";
import { applyEdits } from "../text/edits.ts";
import { beginsLine, indentation, lineEnding } from "../text/style.ts";
import type { TextEdit } from "../types.ts";

/** Where npm reads dependencies from, the usual first. */
export const DEPENDENCY_FIELDS = [
  "dependencies",
  "devDependencies",
  "peerDependencies",
  "optionalDependencies",
] as const;

type Field = (typeof DEPENDENCY_FIELDS)[number];

export interface DependencyChange {
  /** Package to its range. */
  added: ReadonlyMap<string, string>;
  removed: ReadonlySet<string>;
  /** Where the new ones go. */
  field: Field;
}

/** The names in each field of dependencies; undefined where the text is no JSON object. */
export function dependenciesIn(text: string): ReadonlyMap<Field, ReadonlySet<string>> | undefined {
  const manifest = rootOf(text);
  if (!manifest) return undefined;
  const found = new Map<Field, ReadonlySet<string>>();
  for (const field of DEPENDENCY_FIELDS) {
    const object = objectIn(manifest, field);
    if (object) found.set(field, new Set(object.properties.flatMap((one) => nameOf(one) ?? [])));
  }
  return found;
}

/** The text with the change made. What can not be read stays as it is. */
export function editManifest(text: string, { added, removed, field }: DependencyChange): string {
  let result = text;
  for (const one of DEPENDENCY_FIELDS) result = applyEdits(result, removals(result, one, removed));
  for (const [name, range] of added) result = applyEdits(result, addition(result, field, name, range));
  return rootOf(result) ? result : text;
}

function rootOf(text: string): ts.ObjectLiteralExpression | undefined {
  const json = text.replace(/^\uFEFF/, " ");
  const file = ts.createSourceFile(
    "package.json",
    json,
    ts.ScriptTarget.JSON,
    true,
    ts.ScriptKind.JSON,
  ) as ts.JsonSourceFile;
  const errors = (file as ts.JsonSourceFile & { parseDiagnostics?: readonly unknown[] }).parseDiagnostics ?? [];
  const value = file.statements[0]?.expression;
  return value && errors.length === 0 && ts.isObjectLiteralExpression(value) ? value : undefined;
}

function nameOf(property: ts.ObjectLiteralElementLike): string | undefined {
  return property.name && ts.isStringLiteral(property.name) ? property.name.text : undefined;
}

function objectIn(object: ts.ObjectLiteralExpression, name: string): ts.ObjectLiteralExpression | undefined {
  const property = object.properties.find((one) => nameOf(one) === name);
  const value = property && ts.isPropertyAssignment(property) ? property.initializer : undefined;
  return value && ts.isObjectLiteralExpression(value) ? value : undefined;
}

function removals(text: string, field: Field, removed: ReadonlySet<string>): TextEdit[] {
  const manifest = rootOf(text);
  const object = manifest && objectIn(manifest, field);
  if (!object) return [];
  const elements = [...object.properties];
  const going = new Set<ts.Node>(elements.filter((one) => removed.has(nameOf(one) ?? "")));
  if (going.size === 0) return [];
  if (going.size < elements.length) return removeFromList(text, elements, going);
  return [{ start: object.getStart() + 1, end: object.getEnd() - 1, text: "" }];
}

/** Among names in order, where they are in order; else at the end. */
function addition(text: string, field: Field, name: string, range: string): TextEdit[] {
  const manifest = rootOf(text);
  if (!manifest) return [];
  const entry = `"${name}": "${range}"`;
  const object = objectIn(manifest, field);
  if (!object) return newField(text, manifest, field, entry);
  const elements = [...object.properties];
  const names = elements.map((one) => nameOf(one) ?? "");
  const last = elements.at(-1);
  if (!last) {
    const inner = lineEnding(text) + indentation(text, object.parent.getStart()) + indentationUnit(text);
    const end = lineEnding(text) + indentation(text, object.parent.getStart());
    return [{ start: object.getStart(), end: object.getEnd(), text: `{${inner}${entry}${end}}` }];
  }
  const isSorted = names.every((one, index) => index === 0 || (names[index - 1] ?? "") <= one);
  const next = isSorted ? elements.find((_one, index) => (names[index] ?? "") > name) : undefined;
  if (next) {
    const start = next.getStart();
    return [{ start, end: start, text: entry + separator(text, start) }];
  }
  return [{ start: last.getEnd(), end: last.getEnd(), text: separator(text, last.getStart()) + entry }];
}

function separator(text: string, at: number): string {
  return beginsLine(text, at) ? `,${lineEnding(text)}${indentation(text, at)}` : ", ";
}

/** A field that is not there yet: before the other dependencies, or last. */
function newField(text: string, manifest: ts.ObjectLiteralExpression, field: Field, entry: string): TextEdit[] {
  const unit = indentationUnit(text);
  const ending = lineEnding(text);
  const whole = `"${field}": {${ending}${unit}${unit}${entry}${ending}${unit}}`;
  const elements = [...manifest.properties];
  const other = elements.find((one) => (DEPENDENCY_FIELDS as readonly string[]).includes(nameOf(one) ?? ""));
  const last = elements.at(-1);
  if (other) {
    const start = other.getStart();
    return [{ start, end: start, text: whole + separator(text, start) }];
  }
  if (last) return [{ start: last.getEnd(), end: last.getEnd(), text: separator(text, last.getStart()) + whole }];
  return [{ start: manifest.getStart(), end: manifest.getEnd(), text: `{${ending}${unit}${whole}${ending}}` }];
}
