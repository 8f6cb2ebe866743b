/** Small questions about the nodes that bind and use Python's names. */
import { childrenOf, type SyntaxNode } from "./syntax.ts";

const SCOPES = new Set([
  "Script",
  "FunctionDefinition",
  "LambdaExpression",
  "ClassDefinition",
  "ArrayComprehensionExpression",
  "DictionaryComprehensionExpression",
  "SetComprehensionExpression",
  "ComprehensionExpression",
]);

/** Whether a name stands for its value: not in an import, and not as a keyword of a call. */
export function isUse(node: SyntaxNode): boolean {
  const { parent, nextSibling } = node;
  if (parent?.name === "ImportStatement") return false;
  return parent?.name !== "ArgList" || nextSibling?.name !== "AssignOp";
}

/** What stands between the parentheses of a tuple. */
export function inside(tuple: SyntaxNode): SyntaxNode[] {
  return childrenOf(tuple).slice(1, -1);
}

/** The scope that a node stands in. */
export function scopeAround(node: SyntaxNode): SyntaxNode | undefined {
  for (let at = node.parent; at; at = at.parent) if (SCOPES.has(at.name)) return at;
  return undefined;
}

/** What a scope is known by: node objects are made anew at every step through the tree, and so can not be keys. */
export function keyOf(scope: SyntaxNode): number {
  return scope.name === "Script" ? -1 : scope.from;
}

/** The parts of a list between its commas, without parentheses and comments. */
export function splitByComma(nodes: readonly SyntaxNode[]): SyntaxNode[][] {
  const parts: SyntaxNode[][] = [[]];
  for (const node of nodes) {
    if (node.name === ",") parts.push([]);
    else if (node.name !== "(" && node.name !== ")" && node.name !== "Comment") parts.at(-1)?.push(node);
  }
  return parts.filter((part) => part.length > 0);
}

/** Whether a node stands where only a type checker looks. */
export function isTypeChecking(node: SyntaxNode, text: string): boolean {
  for (let at = node.parent; at; at = at.parent) {
    if (at.name !== "IfStatement") continue;
    const test = at.firstChild?.nextSibling;
    const body = at.getChild("Body");
    // What stands in an `else` is what runs.
    if (!body || node.from > body.to) continue;
    if (test && /^(?:\w+\.)?TYPE_CHECKING$/.test(text.slice(test.from, test.to))) return true;
  }
  return false;
}
