/** Chains of members, and what they hang on. */
import type { Imported, MemberChain, Owner, UnservedCommand } from "../client-calls.ts";
import type { VendorTables } from "../vendors/index.ts";
import { mayBeRefused, withRefused } from "../vendors/refused.ts";
import { servedSurface } from "../vendors/served.ts";
import type { Declaration } from "./declarations.ts";
import { isMadeHere } from "./made-here.ts";
import type { VendorTracer } from "./modules.ts";
import type { Scopes } from "./scopes.ts";
import { ancestor, literalText, propertyNameText, ts, unwrap } from "./syntax.ts";
import { writtenMap } from "./written.ts";

// Each gives a client like the one it is called on.
const CLONING = new Set(["withOptions", "copy"]);

/** The chain that ends at a node; undefined where the node is none, or only the inner part of one. */
export function chainAt(node: ts.Node, look: (base: ts.Expression) => Owner): MemberChain | undefined {
  if (!isAccess(node) || isInner(node)) return undefined;
  const members: string[] = [];
  let at: ts.Expression = node;
  for (;;) {
    at = unwrap(at);
    if (isAccess(at)) {
      members.unshift(ts.isPropertyAccessExpression(at) ? at.name.text : (literalText(at.argumentExpression) ?? "[…]"));
      at = at.expression;
    } else if (ts.isCallExpression(at) && isCloning(at.expression)) {
      at = (unwrap(at.expression) as ts.PropertyAccessExpression).expression;
    } else if (ts.isAwaitExpression(at)) at = at.expression;
    else break;
  }
  return new LazyChain(at, mayBeRefused(members) ? withArguments(node, members) : members, node, look);
}

/** The members of a call with what its arguments ask for that the gateway refuses. */
function withArguments(node: ts.Expression, members: string[]): string[] {
  const call = node.parent;
  const [body] = ts.isCallExpression(call) && call.expression === node ? call.arguments : [];
  const plain = body && unwrap(body);
  return plain && ts.isObjectLiteralExpression(plain) ? withRefused(members, writtenMap(plain)) : members;
}

/** A file has thousands of chains, so one is no more than its nodes until it is asked. */
class LazyChain implements MemberChain {
  readonly root: string | undefined;
  readonly members: string[];
  readonly #base: ts.Expression;
  readonly #node: ts.Node;
  readonly #look: (base: ts.Expression) => Owner;

  constructor(base: ts.Expression, members: string[], node: ts.Node, look: (base: ts.Expression) => Owner) {
    this.root = ts.isIdentifier(base) || base.kind === ts.SyntaxKind.ThisKeyword ? base.getText() : undefined;
    this.members = members;
    this.#base = base;
    this.#node = node;
    this.#look = look;
  }

  get start(): number {
    return this.#node.getStart();
  }

  get owner(): Owner {
    return this.#look(this.#base);
  }
}

/** The chains that taking a value apart amounts to: `const { images } = client`. */
export function destructuredChains(node: ts.Node, look: (base: ts.Expression) => Owner): MemberChain[] {
  if (!ts.isVariableDeclaration(node) || !ts.isObjectBindingPattern(node.name) || !node.initializer) return [];
  let base = unwrap(node.initializer);
  const outer: string[] = [];
  while (isAccess(base)) {
    outer.unshift(
      ts.isPropertyAccessExpression(base) ? base.name.text : (literalText(base.argumentExpression) ?? "[…]"),
    );
    base = unwrap(base.expression);
  }
  const found: MemberChain[] = [];
  const take = (pattern: ts.ObjectBindingPattern, before: readonly string[]): void => {
    for (const element of pattern.elements) {
      const name = propertyNameText(element.propertyName ?? element.name) ?? "[…]";
      const members = [...before, ...(element.dotDotDotToken ? [] : [name])];
      if (ts.isObjectBindingPattern(element.name)) take(element.name, members);
      else found.push(new LazyChain(base, members, element, look));
    }
  };
  take(node.name, outer);
  return found;
}

/** A command that is made at a node, where the gateway does not answer it. */
export function commandAt(node: ts.NewExpression, tracer: VendorTracer): UnservedCommand | undefined {
  const member = tracer.memberOf(node.expression);
  const known = member && tracer.vendors.module(member.specifier);
  const commands = known && servedSurface(known.vendor.id)?.commands;
  if (!member || !known || !commands?.pattern.test(member.name) || commands.served.includes(member.name))
    return undefined;
  return { vendor: known.vendor.id, name: member.name, start: node.getStart() };
}

type Access = ts.PropertyAccessExpression | ts.ElementAccessExpression;

function isAccess(node: ts.Node): node is Access {
  return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
}

/** Whether the chain goes on beyond a node, through assertions, `await` and clones. */
function isInner(node: ts.Expression): boolean {
  let at: ts.Node = node;
  while (
    ts.isParenthesizedExpression(at.parent) ||
    ts.isNonNullExpression(at.parent) ||
    ts.isAsExpression(at.parent) ||
    ts.isAwaitExpression(at.parent) ||
    (ts.isCallExpression(at.parent) && at.parent.expression === at && isCloning(at.parent.expression))
  ) {
    at = at.parent;
  }
  return isAccess(at.parent) && at.parent.expression === at;
}

function isCloning(callee: ts.Expression): boolean {
  const inner = unwrap(callee);
  return ts.isPropertyAccessExpression(inner) && CLONING.has(inner.name.text);
}

/** What an expression is, as the beginning of a chain. */
export function ownerOf(base: ts.Expression, scopes: Scopes, tracer: VendorTracer): Owner {
  const node = unwrap(base);
  const isOwn = () => isMadeHere(node, scopes);
  if (ts.isNewExpression(node)) return { kind: "construction", start: node.getStart() };
  if (!ts.isIdentifier(node)) return { kind: "other", isOwn };
  const declaration = aliased(node, scopes);
  if (!declaration) return { kind: "name", declaration, imported: undefined, other: false, isOwn };
  const imported = importOf(declaration);
  const made = ts.isVariableDeclaration(declaration) && declaration.initializer && unwrap(declaration.initializer);
  const constructed = made && ts.isNewExpression(made);
  // What is made here is a client whose holder is asked for it, or no client at all; a package's member is neither.
  const other =
    constructed || tracer.traceDeclaration(declaration) !== undefined || isPackage(imported?.module, scopes.vendors);
  return { kind: "name", declaration, imported, other, isOwn };
}

/** What a name is declared as, through plain aliases: `const api = client`. */
function aliased(node: ts.Identifier, scopes: Scopes): Declaration | undefined {
  let declaration = scopes.resolve(node);
  for (let steps = 0; steps < 10; steps++) {
    if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer) return declaration;
    const value = unwrap(declaration.initializer);
    const next = ts.isIdentifier(value) ? scopes.resolve(value) : undefined;
    if (!next || next === declaration) return declaration;
    declaration = next;
  }
  return declaration;
}

function importOf(declaration: Declaration): Imported | undefined {
  const statement = ancestor(declaration, ts.isImportDeclaration);
  if (statement) {
    const module = literalText(statement.moduleSpecifier) ?? "";
    const name = ts.isImportSpecifier(declaration) ? (declaration.propertyName ?? declaration.name).text : "default";
    return { module, name };
  }
  const variable = ancestor(declaration, ts.isVariableDeclaration);
  const call = variable?.initializer && unwrap(variable.initializer);
  const required = call && ts.isCallExpression(call) && ts.isIdentifier(call.expression) && call.arguments[0];
  if (!required || (call.expression as ts.Identifier).text !== "require") return undefined;
  const name = ts.isBindingElement(declaration)
    ? propertyNameText(declaration.propertyName ?? declaration.name)
    : "default";
  return { module: literalText(required) ?? "", name: name ?? "default" };
}

// Node's own modules export no client; any other package may be one of the workspace's.
function isPackage(module: string | undefined, vendors: VendorTables): boolean {
  return module !== undefined && (module.startsWith("node:") || vendors.module(module) !== undefined);
}
