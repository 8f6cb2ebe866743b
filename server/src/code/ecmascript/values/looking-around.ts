/** Questions about the surroundings of a node that values depend on. */
import { oneOf, type Value } from "../../values/value.ts";
import type { Scopes } from "../scopes.ts";
import { ancestor, isAssignment, ts, unwrap, visit } from "../syntax.ts";
import type { ValueReader } from "./read-values.ts";

export type TypeDeclaration = ts.InterfaceDeclaration | ts.TypeAliasDeclaration;

/** The interfaces and type aliases at the top of a file, by name. */
export function declaredTypes(sourceFile: ts.SourceFile): Map<string, TypeDeclaration> {
  const types = new Map<string, TypeDeclaration>();
  for (const statement of sourceFile.statements) {
    if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) {
      types.set(statement.name.text, statement);
    }
  }
  return types;
}

/** What a function returns, by its own `return`s or else by its type. */
export function returnedBy(node: ts.FunctionLikeDeclaration, reader: ValueReader): Value {
  const { body } = node;
  const values: Value[] = [];
  if (body && !ts.isBlock(body)) values.push(reader.valueOf(body));
  else if (body) {
    const look = (inner: ts.Node): void => {
      if (ts.isFunctionLike(inner) || ts.isClassLike(inner)) return;
      if (ts.isReturnStatement(inner)) {
        if (inner.expression) values.push(reader.valueOf(inner.expression));
        return;
      }
      if (!ts.isExpression(inner)) ts.forEachChild(inner, look);
    };
    ts.forEachChild(body, look);
  }
  const value = oneOf(values);
  return value.is === "unknown" && node.type ? reader.typeOf(node.type) : value;
}

const ELEMENTWISE = new Set(["then", "map", "forEach", "filter", "find", "flatMap", "some", "every"]);

/** What a callback's first parameter is one of: `clients.map((client) => …)`, `load().then((client) => …)`. */
export function callbackOwner(parameter: ts.ParameterDeclaration): ts.Expression | undefined {
  const callback = parameter.parent;
  if (!(ts.isArrowFunction(callback) || ts.isFunctionExpression(callback)) || callback.parameters[0] !== parameter) {
    return undefined;
  }
  const call = callback.parent;
  if (!ts.isCallExpression(call) || call.arguments[0] !== callback) return undefined;
  const callee = unwrap(call.expression);
  return ts.isPropertyAccessExpression(callee) && ELEMENTWISE.has(callee.name.text) ? callee.expression : undefined;
}

/** What the file itself passes for a parameter of a named function, or of a method that its class calls. */
export function passedArguments(parameter: ts.ParameterDeclaration, scopes: Scopes): ts.Expression[] {
  const owner = parameter.parent;
  const index = (owner.parameters as readonly ts.ParameterDeclaration[]).indexOf(parameter);
  const declaration = ts.isFunctionDeclaration(owner)
    ? owner
    : (ts.isArrowFunction(owner) || ts.isFunctionExpression(owner)) && ts.isVariableDeclaration(owner.parent)
      ? owner.parent
      : undefined;
  if (ts.isMethodDeclaration(owner)) return index < 0 ? [] : passedToMethod(owner, index);
  if (!declaration || index < 0) return [];
  return scopes
    .references(declaration)
    .slice(0, 10)
    .flatMap((use) => {
      const { parent } = use;
      const passed = ts.isCallExpression(parent) && parent.expression === use ? parent.arguments[index] : undefined;
      return passed && !ts.isSpreadElement(passed) ? [passed] : [];
    });
}

function passedToMethod(method: ts.MethodDeclaration, index: number): ts.Expression[] {
  const name = ts.isIdentifier(method.name) || ts.isPrivateIdentifier(method.name) ? method.name.text : undefined;
  const owner = ancestor(method, ts.isClassLike);
  const passed: ts.Expression[] = [];
  if (name === undefined || !owner) return passed;
  visit(owner, (node) => {
    if (passed.length >= 10 || !ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
    if (node.expression.name.text !== name || node.expression.expression.kind !== ts.SyntaxKind.ThisKeyword) return;
    const argument = node.arguments[index];
    if (argument && !ts.isSpreadElement(argument)) passed.push(argument);
  });
  return passed;
}

/** What is assigned to members of names other than `this`, by the dotted path. */
export function assignedMembers(nodes: readonly ts.Node[]): Map<string, ts.Expression[]> {
  const found = new Map<string, ts.Expression[]>();
  for (const node of nodes) {
    if (!ts.isPropertyAccessExpression(node) || !ts.isBinaryExpression(node.parent)) continue;
    const { left, right, operatorToken } = node.parent;
    const path = left === node && isAssignment(operatorToken.kind) ? dottedPath(node) : undefined;
    if (path !== undefined) found.set(path, [...(found.get(path) ?? []), right]);
  }
  return found;
}

/** The names of a chain that begins with one, as they are written: `app.locals`. */
export function dottedPath(expression: ts.Expression): string | undefined {
  const node = unwrap(expression);
  if (ts.isIdentifier(node)) return node.text;
  const owner = ts.isPropertyAccessExpression(node) ? dottedPath(node.expression) : undefined;
  return owner === undefined ? undefined : `${owner}.${(node as ts.PropertyAccessExpression).name.text}`;
}
