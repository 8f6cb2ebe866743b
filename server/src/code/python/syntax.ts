/** Parsing Python, and small questions about its nodes. */
import type { SyntaxNode } from "@lezer/common";
import { parser } from "@lezer/python";

export type { SyntaxNode };

/** The syntax tree of a file. Never throws: the parser recovers from broken text. */
export function parsePython(text: string): SyntaxNode {
  // The grammar does not know a byte order mark; an empty line of the same length it does.
  return parser.parse(text.replace(/^\uFEFF/, "\n")).topNode;
}

/** The children of a node, in order. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child);
  return children;
}

/** Visits a node and everything below it, parents first. */
export function visitPython(node: SyntaxNode, visitor: (node: SyntaxNode) => void): void {
  visitor(node);
  for (let child = node.firstChild; child; child = child.nextSibling) visitPython(child, visitor);
}

/** One argument of a call: positional, by keyword, or unpacked. */
export interface Argument {
  keyword: string | undefined;
  /** `*` or `**`. */
  unpacked: boolean;
  value: SyntaxNode;
  /** The whole of it, its keyword or stars included. */
  from: number;
  to: number;
}

/** The arguments of an argument list. */
export function argumentsOf(list: SyntaxNode | null, text: string): Argument[] {
  const found: Argument[] = [];
  let keyword: string | undefined;
  let unpacked = false;
  let from: number | undefined;
  const children = list ? childrenOf(list) : [];
  for (const [index, child] of children.entries()) {
    if (child.name === "," || child.name === "(" || child.name === ")" || child.name === "Comment") continue;
    from ??= child.from;
    if (child.name === "*" || child.name === "**") unpacked = true;
    else if (children[index + 1]?.name === "AssignOp") keyword = text.slice(child.from, child.to);
    else if (child.name !== "AssignOp") {
      found.push({ keyword, unpacked, value: child, from, to: child.to });
      keyword = undefined;
      from = undefined;
      unpacked = false;
    }
  }
  return found;
}

/** An entry of a dictionary, or a keyword argument of a call that stands for one. */
interface Entry {
  key: string;
  value: SyntaxNode;
}

/**
 * The entries of a dictionary or of a call with keywords, such as `HttpOptions(…)`; undefined for everything else, and
 * where something is unpacked into it.
 */
export function entriesOf(value: SyntaxNode, text: string): Entry[] | undefined {
  if (value.name === "CallExpression") {
    const args = argumentsOf(value.getChild("ArgList"), text);
    const entries = args.flatMap((one) => (one.keyword === undefined ? [] : [{ key: one.keyword, value: one.value }]));
    return entries.length === args.length ? entries : undefined;
  }
  if (value.name !== "DictionaryExpression") return undefined;
  const entries: Entry[] = [];
  const children = childrenOf(value).filter(({ name }) => name !== "Comment");
  for (const [index, child] of children.entries()) {
    if (child.name === "**") return undefined;
    const held = children[index + 1]?.name === ":" ? children[index + 2] : undefined;
    const key = held && stringText(child, text);
    if (held && !key?.complete) return undefined;
    if (held && key) entries.push({ key: key.text, value: held });
  }
  return entries;
}

/** A string with what of it is known: all of a plain one, the beginning of a formatted one. */
export interface KnownText {
  text: string;
  complete: boolean;
}

/** The text of a string node; undefined for every other node, and for bytes. */
export function stringText(node: SyntaxNode, text: string): KnownText | undefined {
  if (node.name !== "String" && node.name !== "FormatString") return undefined;
  const source = text.slice(node.from, node.to);
  const match = /^([A-Za-z]*)("""|'''|"|')([\s\S]*)\2$/.exec(source);
  if (!match || /b/i.test(match[1] ?? "")) return undefined;
  const inner = match[3] ?? "";
  if (node.name === "String") return { text: inner, complete: true };
  const end = inner.indexOf("{");
  return end < 0 ? { text: inner, complete: true } : { text: inner.slice(0, end), complete: false };
}

/** The nearest node of one of these names that holds a node; undefined where none does. */
export function enclosing(node: SyntaxNode, names: ReadonlySet<string>): SyntaxNode | undefined {
  for (let at = node.parent; at; at = at.parent) if (names.has(at.name)) return at;
  return undefined;
}

/** The innermost statement that holds a node. */
export function statementOf(node: SyntaxNode): SyntaxNode {
  let at = node;
  while (at.parent && at.parent.name !== "Script" && at.parent.name !== "Body") at = at.parent;
  return at;
}

/** How many places of a file the parser could not read. */
export function pythonErrors(root: SyntaxNode, text: string): number {
  let count = 0;
  root.cursor().iterate((node) => {
    // The grammar wants a value after `yield`, and Python does not.
    if (node.type.isError && !/\byield\s*$/.test(text.slice(Math.max(0, node.from - 20), node.from))) count++;
  });
  return count;
}
