/** Chains of members in Python, and what holds a client. */
import type { Holder, MemberChain, Owner } from "../client-calls.ts";
import { mayBeRefused, withRefused } from "../vendors/refused.ts";
import { membersOfPython } from "../vendors/served.ts";
import { isMadeHere } from "./made-here.ts";
import type { PythonScopes } from "./scopes.ts";
import { childrenOf, type SyntaxNode } from "./syntax.ts";
import { writtenArguments } from "./written.ts";

const CLONING = new Set(["with_options", "copy"]);

/** The chain that ends at a node; undefined where the node is none, or only the inner part of one. */
export function pythonChain(
  node: SyntaxNode,
  scopes: PythonScopes,
  text: string,
  isClient: (call: SyntaxNode) => boolean,
): MemberChain | undefined {
  if (node.name !== "MemberExpression" || isInner(node, text)) return undefined;
  const members: string[] = [];
  let at: SyntaxNode | null = node;
  for (;;) {
    if (at?.name === "MemberExpression") {
      const member = at.getChild("PropertyName");
      members.unshift(member ? text.slice(member.from, member.to) : "[…]");
      at = at.firstChild;
    } else if (at?.name === "ParenthesizedExpression") at = at.firstChild?.nextSibling ?? null;
    else if (at?.name === "AwaitExpression") at = at.lastChild;
    else if (at?.name === "CallExpression" && isCloning(at, text)) at = at.firstChild?.firstChild ?? null;
    else break;
  }
  const root = at?.name === "VariableName" ? text.slice(at.from, at.to) : undefined;
  const owner: Owner = at ? ownerOf(at, scopes, text, isClient) : { kind: "other", isOwn: () => false };
  const own = membersOfPython(members);
  const call = node.parent?.name === "CallExpression" && node.parent.from === node.from ? node.parent : undefined;
  const all = call && mayBeRefused(own) ? withRefused(own, writtenArguments(call, text)) : own;
  return { owner, root, members: all, start: node.from };
}

/** The holder of what a call makes. */
export function pythonHolder(call: SyntaxNode, scopes: PythonScopes, text: string): Holder {
  const none = { start: call.from, declaration: undefined, names: new Set<string>(), member: undefined };
  let value = call;
  while (value.parent && SAME_VALUE.has(value.parent.name)) value = value.parent;
  const { parent } = value;
  if (parent?.name === "MemberExpression" || parent?.name === "ExpressionStatement") return { ...none, leaves: false };
  if (parent?.name !== "AssignStatement") return { ...none, leaves: true };
  const targets = childrenOf(parent).filter(({ name }) => name === "VariableName" || name === "MemberExpression");
  const target = targets.length === 1 || targets[1]?.from === value.from ? targets[0] : undefined;
  if (!target || target.to > value.from) return { ...none, leaves: true };
  if (target.name === "MemberExpression") {
    const name = target.getChild("PropertyName");
    return { ...none, member: name ? membersOfPython([text.slice(name.from, name.to)])[0] : undefined, leaves: true };
  }
  const binding = scopes.resolve(target);
  const word = text.slice(target.from, target.to);
  const isGlobal = parent.parent?.name === "Script";
  // What stands at the top of a module is there for others, unless an underscore says otherwise.
  if (binding?.kind !== "value") return { ...none, leaves: true };
  const passedOn = scopes.uses(word, binding).some((use) => use.from !== target.from && !isRoot(use));
  const names = new Set([word]);
  return { ...none, declaration: binding, names, leaves: passedOn || (isGlobal && !word.startsWith("_")) };
}

const SAME_VALUE = new Set(["ParenthesizedExpression", "BinaryExpression", "ConditionalExpression"]);

function isRoot(use: SyntaxNode): boolean {
  return use.parent?.name === "MemberExpression" && use.parent.from === use.from;
}

function isInner(node: SyntaxNode, text: string): boolean {
  const parent = node.parent;
  if (parent?.name === "MemberExpression") return parent.from === node.from;
  return parent?.name === "CallExpression" && isCloning(parent, text) && parent.parent?.name === "MemberExpression";
}

function isCloning(call: SyntaxNode, text: string): boolean {
  const callee = call.firstChild;
  const name = callee?.name === "MemberExpression" ? callee.getChild("PropertyName") : null;
  return name !== null && CLONING.has(text.slice(name.from, name.to));
}

function ownerOf(node: SyntaxNode, scopes: PythonScopes, text: string, isClient: (call: SyntaxNode) => boolean): Owner {
  if (node.name === "CallExpression" && isClient(node)) return { kind: "construction", start: node.from };
  if (node.name !== "VariableName") return { kind: "other", isOwn: () => false };
  const isOwn = () => isMadeHere(node, scopes, text, isClient);
  const binding = scopes.resolve(node);
  if (binding?.kind !== "import") {
    return {
      kind: "name",
      declaration: binding?.kind === "value" ? binding : undefined,
      imported: binding?.kind === "own" ? { module: binding.from, name: binding.name } : undefined,
      other: false,
      isOwn,
    };
  }
  const { path, statement } = binding;
  const isFrom = text.startsWith("from", statement.from);
  const at = path.lastIndexOf(".");
  const imported =
    isFrom && at >= 0 ? { module: path.slice(0, at), name: path.slice(at + 1) } : { module: path, name: "default" };
  return {
    kind: "name",
    declaration: binding,
    imported,
    other: /^(?:openai|boto3|os|requests|httpx)\b/.test(path),
    isOwn,
  };
}
