/** What is certainly made in its own file, so that no other file's client can be meant by it. */
import type { Declaration } from "./declarations.ts";
import type { Scopes } from "./scopes.ts";
import { isAssignment, propertyNameText, ts, unwrap, visit } from "./syntax.ts";

const MOST_STEPS = 6;

/** Whether an expression has nothing but what the file constructs: by itself, by a variable, or by a function. */
export function isMadeHere(expression: ts.Expression, scopes: Scopes, steps = MOST_STEPS): boolean {
  if (steps === 0) return false;
  const node = unwrap(expression);
  const next = (one: ts.Expression) => isMadeHere(one, scopes, steps - 1);
  if (ts.isNewExpression(node)) return true;
  if (ts.isAwaitExpression(node)) return next(node.expression);
  if (ts.isConditionalExpression(node)) return allMade([node.whenTrue, node.whenFalse], next);
  if (ts.isBinaryExpression(node)) {
    const either = isAssignment(node.operatorToken.kind) || EITHER.has(node.operatorToken.kind);
    return either && allMade([node.left, node.right], next);
  }
  if (ts.isIdentifier(node)) {
    const declaration = scopes.resolve(node);
    return declaration !== undefined && allMade(valuesOf(declaration, scopes), next);
  }
  const callee = ts.isCallExpression(node) ? unwrap(node.expression) : undefined;
  const called = callee && ts.isIdentifier(callee) ? scopes.resolve(callee) : undefined;
  return called !== undefined && allMade(returnsOf(called), next);
}

const EITHER: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.AmpersandAmpersandToken,
]);

/** Whether at least one value is made, and every other is made too or nothing; an unknown one is neither. */
function allMade(
  values: readonly (ts.Expression | undefined)[] | undefined,
  isMade: (one: ts.Expression) => boolean,
): boolean {
  const some = values?.filter((one) => one === undefined || !isNothing(one)) ?? [];
  return some.length > 0 && some.every((one) => one !== undefined && isMade(one));
}

function isNothing(expression: ts.Expression): boolean {
  const node = unwrap(expression);
  return node.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(node) && node.text === "undefined");
}

/** All that a variable is given, itself left out; undefined for what is given from elsewhere. */
function valuesOf(declaration: Declaration, scopes: Scopes): (ts.Expression | undefined)[] | undefined {
  if (!ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name)) return undefined;
  const list = declaration.parent.parent;
  if (ts.isForInStatement(list) || ts.isForOfStatement(list)) return undefined;
  const values: (ts.Expression | undefined)[] = declaration.initializer ? [declaration.initializer] : [];
  for (const use of scopes.references(declaration)) {
    const { parent } = use;
    if (ts.isBinaryExpression(parent) && parent.left === use && isAssignment(parent.operatorToken.kind)) {
      values.push(parent.right);
      // Taken apart into it: `[client] = made()`.
    } else if (ts.isArrayLiteralExpression(parent) || ts.isShorthandPropertyAssignment(parent)) {
      const target = parent.parent.parent;
      if (ts.isBinaryExpression(target) && isAssignment(target.operatorToken.kind)) values.push(undefined);
    }
  }
  return values;
}

/** What a function of the file gives back; undefined for anything else. */
function returnsOf(declaration: Declaration): ts.Expression[] | undefined {
  const value = ts.isVariableDeclaration(declaration) ? declaration.initializer : declaration;
  const made = value && ts.isExpression(value) ? unwrap(value) : value;
  if (!made || !(ts.isFunctionDeclaration(made) || ts.isArrowFunction(made) || ts.isFunctionExpression(made)))
    return undefined;
  if (!made.body) return undefined;
  if (!ts.isBlock(made.body)) return [made.body];
  const found: ts.Expression[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isReturnStatement(node) && node.expression) found.push(node.expression);
    ts.forEachChild(node, look);
  };
  look(made.body);
  return found;
}

/** The fields that the classes of a file give nothing but what they construct. */
export function fieldsMadeHere(sourceFile: ts.SourceFile, scopes: Scopes): ReadonlySet<string> {
  const made = new Set<string>();
  const given = new Set<string>();
  const note = (name: string | undefined, value: ts.Expression | undefined): void => {
    if (name === undefined || (value && isNothing(value))) return;
    (value && isMadeHere(value, scopes) ? made : given).add(name);
  };
  visit(sourceFile, (node) => {
    if (ts.isPropertyDeclaration(node)) {
      if (node.initializer) note(propertyNameText(node.name), node.initializer);
    } else if (ts.isParameter(node) && ts.isIdentifier(node.name) && node.modifiers) {
      note(node.name.text, undefined);
    } else if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) {
      if (ts.isPropertyAccessExpression(node.left)) note(node.left.name.text, node.right);
    } else if (ts.isGetAccessorDeclaration(node)) note(propertyNameText(node.name), undefined);
  });
  return new Set([...made].filter((name) => !given.has(name)));
}
