/** What holds a client after its construction, and whether other code gets it. */
import type { Holder } from "../client-calls.ts";
import { type Declaration, declaredName } from "./declarations.ts";
import type { Scopes } from "./scopes.ts";
import { isAssignment, propertyNameText, ts } from "./syntax.ts";

/** The holder of what is made at a node. */
export function holderOf(node: ts.NewExpression | ts.CallExpression, scopes: Scopes): Holder {
  const start = node.getStart();
  const none = { start, declaration: undefined, names: new Set<string>(), member: undefined };
  const value = outermost(node);
  const { parent } = value;
  if (isChainRoot(value)) return { ...none, leaves: false };
  if (ts.isExpressionStatement(parent) || isCallee(value)) return { ...none, leaves: false };
  if (ts.isVariableDeclaration(parent) || ts.isParameter(parent)) {
    const declaration = declaredName(parent)?.declaration;
    if (!declaration) return { ...none, leaves: !ts.isObjectBindingPattern(parent.name) };
    return variable(declaration);
  }
  if (ts.isPropertyDeclaration(parent)) return member(propertyNameText(parent.name) ?? parent.name.getText());
  if (ts.isPropertyAssignment(parent)) return { ...none, member: propertyNameText(parent.name), leaves: true };
  if (ts.isBinaryExpression(parent) && isAssignment(parent.operatorToken.kind) && parent.right === value) {
    const target = parent.left;
    if (ts.isPropertyAccessExpression(target)) return member(target.name.text);
    const declaration = ts.isIdentifier(target) ? scopes.resolve(target) : undefined;
    if (declaration) return variable(declaration);
  }
  return { ...none, leaves: true };

  function variable(declaration: Declaration): Holder {
    const names = namesOf(declaration, scopes);
    return { ...none, declaration, names, leaves: variableLeaves(declaration, scopes) };
  }

  function member(name: string): Holder {
    return { ...none, member: name, leaves: fieldLeaves(name, node) };
  }
}

/** The holder of what an import or a binding declares. */
export function holderOfDeclared(declaration: Declaration, scopes: Scopes): Holder {
  return {
    start: declaration.getStart(),
    declaration,
    names: namesOf(declaration, scopes),
    member: undefined,
    leaves: variableLeaves(declaration, scopes),
  };
}

/** Whether a value is called itself, as the AI SDK's providers are. */
function isCallee(value: ts.Expression): boolean {
  return ts.isCallExpression(value.parent) && value.parent.expression === value;
}

/** A declaration's name, and those of the variables that hold nothing else: `const api = client`. */
function namesOf(declaration: Declaration, scopes: Scopes, steps = 5): Set<string> {
  const name = declaredName(declaration)?.name.text;
  const names = new Set(name === undefined ? [] : [name]);
  if (steps === 0) return names;
  for (const use of scopes.references(declaration)) {
    const { parent } = outermost(use);
    const alias = ts.isVariableDeclaration(parent) && declaredName(parent)?.declaration;
    if (alias && alias !== declaration) for (const one of namesOf(alias, scopes, steps - 1)) names.add(one);
  }
  return names;
}

/** The expression around a node that has its value: parentheses, assertions, `??`, `await`, a choice of two. */
function outermost(node: ts.Expression): ts.Expression {
  let at = node;
  for (;;) {
    const { parent } = at;
    const same =
      ts.isParenthesizedExpression(parent) ||
      ts.isAsExpression(parent) ||
      ts.isSatisfiesExpression(parent) ||
      ts.isNonNullExpression(parent) ||
      ts.isTypeAssertionExpression(parent) ||
      (ts.isConditionalExpression(parent) && parent.condition !== at) ||
      (ts.isBinaryExpression(parent) && LOGICAL.has(parent.operatorToken.kind));
    if (!same) return at;
    at = parent as ts.Expression;
  }
}

const LOGICAL: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.AmpersandAmpersandToken,
]);

function isChainRoot(node: ts.Node): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) &&
    parent.expression === (node as ts.Expression)
  );
}

/** Whether a variable is used for anything else than members of its value. */
function variableLeaves(declaration: Declaration, scopes: Scopes): boolean {
  if (ts.getCombinedModifierFlags(declaration as ts.Declaration) & ts.ModifierFlags.Export) return true;
  return scopes.references(declaration).some((use) => {
    const value = outermost(use);
    const { parent } = value;
    if (isChainRoot(value) || isCallee(value)) return false;
    if (ts.isExpressionStatement(parent) || ts.isTypeQueryNode(parent)) return false;
    if (ts.isQualifiedName(parent) || ts.isDeleteExpression(parent) || ts.isPrefixUnaryExpression(parent)) return false;
    if (ts.isIfStatement(parent) || ts.isTypeOfExpression(parent)) return false;
    // `client = new OpenAI()` and `client ??= …` are not uses; `const { chat } = client` is one that can be seen.
    if (ts.isBinaryExpression(parent) && isAssignment(parent.operatorToken.kind) && parent.left === use) return false;
    if (ts.isBinaryExpression(parent) && COMPARING.has(parent.operatorToken.kind)) return false;
    return !(ts.isVariableDeclaration(parent) && ts.isObjectBindingPattern(parent.name));
  });
}

const COMPARING: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.InstanceOfKeyword,
]);

/** Whether a field can be reached from outside its class, or is handed on from within. */
function fieldLeaves(name: string, node: ts.Node): boolean {
  let owner: ts.Node = node;
  while (owner.parent && !ts.isClassLike(owner)) owner = owner.parent;
  if (!ts.isClassLike(owner)) return true;
  if (!name.startsWith("#") && !isPrivate(owner, name)) return true;
  let leaves = false;
  const look = (inner: ts.Node): void => {
    if (ts.isPropertyAccessExpression(inner) && inner.name.text === name) {
      const value = outermost(inner);
      const { parent } = value;
      const isTarget =
        ts.isBinaryExpression(parent) && isAssignment(parent.operatorToken.kind) && parent.left === inner;
      const isTested = ts.isPrefixUnaryExpression(parent) || ts.isIfStatement(parent);
      if (!isChainRoot(value) && !isTarget && !isTested) leaves = true;
    }
    ts.forEachChild(inner, look);
  };
  look(owner);
  return leaves;
}

function isPrivate(owner: ts.ClassLikeDeclaration, name: string): boolean {
  const parameters = owner.members.find(ts.isConstructorDeclaration)?.parameters ?? [];
  return [...owner.members, ...parameters].some(
    (one) =>
      (ts.isPropertyDeclaration(one) || ts.isParameter(one)) &&
      propertyNameText(one.name as ts.PropertyName) === name &&
      (ts.getCombinedModifierFlags(one) & ts.ModifierFlags.Private) !== 0,
  );
}
