/** Setting and dropping options in an object literal; what is kept stays byte for byte. */
import { applyEdits } from "../../text/edits.ts";
import { beginsLine, indentation, lineEnd, lineEnding, lineStart } from "../../text/style.ts";
import type { TextEdit } from "../../types.ts";
import { isNothing, optionValue } from "../options.ts";
import { propertyNameText, ts, unwrap } from "../syntax.ts";
import { removeFromList } from "./list-edits.ts";

/** An option and its value in the code, or options below it. */
export interface Setting {
  name: string;
  value: string | readonly Setting[];
}

/** What becomes of the options of an object. */
export interface OptionChange {
  settings: readonly Setting[];
  /** Options that go, by dotted path. */
  dropped: ReadonlySet<string>;
}

/** The options by dotted path as settings, those below the same option together. */
export function settingsOf(paths: readonly (readonly [path: readonly string[], value: string])[]): Setting[] {
  const names = [...new Set(paths.map(([[name = ""]]) => name))];
  return names.map((name) => {
    const own = paths.filter(([path]) => path[0] === name);
    const [whole] = own.filter(([path]) => path.length === 1);
    if (whole) return { name, value: whole[1] };
    return { name, value: settingsOf(own.map(([path, value]) => [path.slice(1), value] as const)) };
  });
}

/** The properties that go from a literal or change their value, those of objects in it included. */
export function goingNodes(literal: ts.ObjectLiteralExpression, change: OptionChange, prefix = ""): ts.Node[] {
  return literal.properties.flatMap((node) => {
    const name = propertyNameText(node.name);
    if (name === undefined) return [];
    const path = prefix + name;
    const setting = change.settings.find((one) => one.name === name);
    const inner = literalOf(node);
    if (typeof setting?.value === "string") return [node];
    if (!setting && (change.dropped.has(path) || isEmptied(inner, change.dropped, path))) return [node];
    return inner ? goingNodes(inner, { ...change, settings: setting?.value ?? [] }, `${path}.`) : [];
  });
}

/** The edits within a literal. `prefix` is the dotted path to it, `level` how much deeper it will stand than its line. */
export function objectEdits(
  text: string,
  literal: ts.ObjectLiteralExpression,
  change: OptionChange,
  prefix = "",
  level = 0,
): TextEdit[] {
  const elements = [...literal.properties];
  if (elements.length === 0) return [filled(text, literal, change.settings, level)];
  const within = text.slice(literal.getStart(), literal.getEnd());
  const spreads = change.settings.length > 1 && !/[\r\n]|\/[/*]/.test(within);
  const parts = partsOf(text, elements, change, prefix, spreads ? level + 1 : level);
  if (spreads) return [spreadOut(text, literal, parts, change.settings, level)];
  const { edits, going, added } = parts;
  const own = elements[0] && beginsLine(text, elements[0].getStart()) ? 1 : 0;
  const values = added.map((setting) => settingText(text, literal, setting, level + own));
  // What is spread into the object later would win over what stands first.
  const spread = elements.findLast(ts.isSpreadAssignment);
  if (spread) return [...edits, ...removals(text, elements, going), ...after(text, spread, values)];
  const replaced = edits.find((edit) => elements.some((node) => node.getStart() === edit.start));
  const [first] = [...going];
  if (!replaced && first && values.length > 0) {
    const rest = new Set([...going].slice(1));
    const separator = separatorAt(text, first);
    return [
      ...edits,
      { start: first.getStart(), end: first.getEnd(), text: values.join(separator) },
      ...removals(text, elements, rest),
    ];
  }
  return [...beside(text, elements, edits, replaced, values), ...removals(text, elements, going)];
}

/** An empty literal with options; what comments it holds come after them. */
function filled(
  text: string,
  literal: ts.ObjectLiteralExpression,
  settings: readonly Setting[],
  level: number,
): TextEdit {
  const start = literal.getStart();
  const end = literal.getEnd();
  if (!/\/[/*]/.test(text.slice(start, end))) return { start, end, text: objectText(text, literal, settings, level) };
  const lines = settings.map((setting) => settingText(text, literal, setting, level + 1));
  const inner = lineBreak(text, literal, level + 1);
  return { start: start + 1, end: start + 1, text: lines.map((line) => `${inner}${line},`).join("") };
}

/** New options before the first that changes its value, or before all. */
function beside(
  text: string,
  elements: readonly ts.ObjectLiteralElementLike[],
  edits: readonly TextEdit[],
  replaced: TextEdit | undefined,
  values: readonly string[],
): TextEdit[] {
  const anchor = (replaced && elements.find((node) => node.getStart() === replaced.start)) ?? elements[0];
  if (!anchor || values.length === 0) return [...edits];
  const separator = separatorAt(text, anchor);
  const before = values.join(separator) + separator;
  if (!replaced) {
    return [...edits, { start: anchor.getStart(), end: anchor.getStart(), text: before }];
  }
  return edits.map((edit) => (edit === replaced ? { ...edit, text: before + edit.text } : edit));
}

function after(text: string, node: ts.Node, values: readonly string[]): TextEdit[] {
  if (values.length === 0) return [];
  const separator = separatorAt(text, node);
  return [{ start: node.getEnd(), end: node.getEnd(), text: separator + values.join(separator) }];
}

function separatorAt(text: string, node: ts.Node): string {
  const start = node.getStart();
  return beginsLine(text, start) ? `,${lineEnding(text)}${indentation(text, start)}` : ", ";
}

function removals(text: string, elements: readonly ts.Node[], going: ReadonlySet<ts.Node>): TextEdit[] {
  if (going.size === 0) return [];
  if (going.size < elements.length) return removeFromList(text, elements, going);
  const [first] = elements;
  const last = elements.at(-1);
  return first && last ? [{ start: first.getStart(), end: last.getEnd(), text: "" }] : [];
}

interface Parts {
  /** Edits of options that stay or change their value. */
  edits: TextEdit[];
  going: Set<ts.ObjectLiteralElementLike>;
  added: Setting[];
}

function partsOf(
  text: string,
  elements: readonly ts.ObjectLiteralElementLike[],
  { settings, dropped }: OptionChange,
  prefix: string,
  level: number,
): Parts {
  const parts: Parts = { edits: [], going: new Set(), added: [] };
  const set = new Map(
    settings.map((setting) => [elements.findLast(({ name }) => propertyNameText(name) === setting.name), setting]),
  );
  for (const node of elements) {
    const setting = set.get(node);
    const name = propertyNameText(node.name);
    const path = prefix + (name ?? "");
    const inner = literalOf(node);
    if (setting) {
      parts.edits.push(...settingEdits(text, node, inner, setting, dropped, path, level));
    } else if (name !== undefined && (dropped.has(path) || isEmptied(inner, dropped, path))) {
      parts.going.add(node);
    } else if (inner && name !== undefined && hasBelow(dropped, path)) {
      parts.edits.push(...objectEdits(text, inner, { settings: [], dropped }, `${path}.`, level));
    }
  }
  const found = new Set(elements.map((node) => set.get(node)));
  parts.added = settings.filter((setting) => !found.has(setting));
  return parts;
}

/** The edits by which a property that is there gets its value. */
function settingEdits(
  text: string,
  node: ts.ObjectLiteralElementLike,
  inner: ts.ObjectLiteralExpression | undefined,
  { name, value }: Setting,
  dropped: ReadonlySet<string>,
  path: string,
  level: number,
): TextEdit[] {
  const own = node.name?.getText() ?? name;
  const replace = (written: string) => [{ start: node.getStart(), end: node.getEnd(), text: `${own}: ${written}` }];
  if (typeof value === "string") return replace(value);
  if (inner) return objectEdits(text, inner, { settings: value, dropped }, `${path}.`, level);
  const before = optionValue(node);
  const rest = value.map((setting) => settingText(text, node, setting)).join(", ");
  if (!before || isNothing(before)) return replace(`{ ${rest} }`);
  const kept = before.getText();
  return replace(`{ ...${/^[\w$.?]+$/.test(kept) ? kept : `(${kept})`}, ${rest} }`);
}

/** A literal on one line as one option a line, since it would grow too long: what is set, then what is kept. */
function spreadOut(
  text: string,
  literal: ts.ObjectLiteralExpression,
  { edits, going }: Parts,
  settings: readonly Setting[],
  level: number,
): TextEdit {
  const elements = [...literal.properties];
  const written = (node: ts.Node) => {
    const start = node.getStart();
    const end = node.getEnd();
    const own = edits.filter((edit) => edit.start >= start && edit.end <= end);
    return applyEdits(
      text.slice(start, end),
      own.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start })),
    );
  };
  const set = settings.map((setting) => {
    const node = elements.findLast(({ name }) => propertyNameText(name) === setting.name);
    return { node, line: node ? written(node) : settingText(text, literal, setting, level + 1) };
  });
  const nodes = new Set(set.map(({ node }) => node));
  const kept = elements.filter((node) => !going.has(node) && !nodes.has(node)).map(written);
  const own = set.map(({ line }) => line);
  // What is spread into the object later would win over what stands first.
  const lines = elements.some(ts.isSpreadAssignment) ? [...kept, ...own] : [...own, ...kept];
  return { start: literal.getStart(), end: literal.getEnd(), text: block(text, literal, lines, level) };
}

/** A literal with these options, where there was none or an empty one. `at` tells its indentation. */
export function objectText(text: string, at: ts.Node, settings: readonly Setting[], level = 0): string {
  if (settings.length === 1 && settings[0]) {
    return `{ ${settingText(text, at, settings[0], level)} }`;
  }
  const lines = settings.map((setting) => settingText(text, at, setting, level + 1));
  return block(text, at, lines, level);
}

function settingText(text: string, at: ts.Node, { name, value }: Setting, level = 0): string {
  const quote = typeof value === "string" && value.startsWith("'") ? "'" : '"';
  const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : quote + name + quote;
  return `${key}: ${typeof value === "string" ? value : objectText(text, at, value, level)}`;
}

function block(text: string, at: ts.Node, lines: readonly string[], level: number): string {
  const inner = lineBreak(text, at, level + 1);
  return `{${lines.map((line) => `${inner}${line},`).join("")}${lineBreak(text, at, level)}}`;
}

/** A line break with the indentation of a node's line, and levels more. */
function lineBreak(text: string, at: ts.Node, levels: number): string {
  const start = lineStart(text, at.getStart());
  const own = /^[ \t]*/.exec(text.slice(start, lineEnd(text, start)))?.[0] ?? "";
  return lineEnding(text) + own + indentationUnit(text).repeat(levels);
}

/** One level of indentation as the file has it: two blanks where it has none. */
export function indentationUnit(text: string): string {
  const first = /^(?:\t|(?: {2}){1,2}(?=[^\s*]))/m.exec(text)?.[0];
  return first ?? "  ";
}

function literalOf(node: ts.ObjectLiteralElementLike): ts.ObjectLiteralExpression | undefined {
  const value = optionValue(node);
  const inner = value && unwrap(value);
  return inner && ts.isObjectLiteralExpression(inner) ? inner : undefined;
}

function hasBelow(dropped: ReadonlySet<string>, path: string): boolean {
  return [...dropped].some((one) => one.startsWith(`${path}.`));
}

/** Whether all that an object holds goes, so that it may go itself. */
function isEmptied(
  literal: ts.ObjectLiteralExpression | undefined,
  dropped: ReadonlySet<string>,
  path: string,
): boolean {
  if (!literal || literal.properties.length === 0 || !hasBelow(dropped, path)) return false;
  return literal.properties.every((node) => {
    const name = propertyNameText(node.name);
    return name !== undefined && dropped.has(`${path}.${name}`);
  });
}
