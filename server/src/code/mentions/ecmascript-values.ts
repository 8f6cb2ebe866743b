/** What an expression may be worth, as far as one file tells: through constants, members, choices and parameters. */
import { initialiserOf } from "../ecmascript/address.ts";
import type { Scopes } from "../ecmascript/scopes.ts";
import { literalText, propertyNameText, ts, unwrap } from "../ecmascript/syntax.ts";

// Bindings that go in circles must end somewhere, and real chains are short.
const MOST_STEPS = 12;

const CHOOSING: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.AmpersandAmpersandToken,
]);

/** The expressions that a value is written as: more than one where the code chooses. Those that lead nowhere are left out. */
export function followValue(expression: ts.Expression, scopes: Scopes, steps = MOST_STEPS): ts.Expression[] {
  if (steps === 0) return [];
  const node = unwrap(expression);
  const follow = (next: ts.Expression | undefined) => (next ? followValue(next, scopes, steps - 1) : []);
  if (ts.isConditionalExpression(node)) return [...follow(node.whenTrue), ...follow(node.whenFalse)];
  if (ts.isBinaryExpression(node) && CHOOSING.has(node.operatorToken.kind))
    return [...follow(node.left), ...follow(node.right)];
  if (ts.isIdentifier(node)) {
    const declaration = scopes.resolve(node);
    if (declaration && ts.isParameter(declaration))
      return [...follow(declaration.initializer), ...passedTo(declaration, scopes).flatMap(follow)];
    return follow(initialiserOf(node, scopes));
  }
  if (ts.isPropertyAccessExpression(node)) return memberValues(node.expression, node.name.text, scopes, steps);
  if (ts.isElementAccessExpression(node)) {
    const name = literalText(unwrap(node.argumentExpression));
    // Chosen at run time: any member may be meant.
    return memberValues(node.expression, name, scopes, steps);
  }
  if (ts.isCallExpression(node) && isObjectFunction(node.expression)) return node.arguments.flatMap(follow);
  return [node];
}

/** The values of one member, or of all where no name is given. */
function memberValues(owner: ts.Expression, name: string | undefined, scopes: Scopes, steps: number): ts.Expression[] {
  const node = unwrap(owner);
  const declaration = ts.isIdentifier(node) ? scopes.resolve(node) : undefined;
  if (declaration && (ts.isEnumDeclaration(declaration) || ts.isClassLike(declaration)))
    return (declaration.members as ts.NodeArray<ts.EnumMember | ts.ClassElement>).flatMap((member) => {
      if (!ts.isEnumMember(member) && !ts.isPropertyDeclaration(member)) return [];
      const fits = name === undefined || propertyNameText(member.name) === name;
      return fits && member.initializer ? followValue(member.initializer, scopes, steps - 1) : [];
    });
  return followValue(node, scopes, steps - 1).flatMap((value) => {
    if (!ts.isObjectLiteralExpression(value)) return [];
    return value.properties.flatMap((property) => {
      if (!ts.isPropertyAssignment(property)) return [];
      const fits = name === undefined || propertyNameText(property.name) === name;
      return fits ? followValue(property.initializer, scopes, steps - 1) : [];
    });
  });
}

/** What the calls in this file pass for a parameter of a named function. */
function passedTo(parameter: ts.ParameterDeclaration, scopes: Scopes): ts.Expression[] {
  const holder = parameter.parent;
  const index = holder.parameters.indexOf(parameter);
  const named = ts.isFunctionDeclaration(holder)
    ? holder
    : ts.isVariableDeclaration(holder.parent) && ts.isArrowFunction(holder)
      ? holder.parent
      : undefined;
  if (!named || parameter.dotDotDotToken) return [];
  return scopes.references(named).flatMap((reference) => {
    const call = reference.parent;
    const argument = ts.isCallExpression(call) && call.expression === reference ? call.arguments[index] : undefined;
    return argument ? [argument] : [];
  });
}

/** `Object.freeze` and `Object.assign`: what they return is made of what they take. */
function isObjectFunction(callee: ts.Expression): boolean {
  return (
    ts.isPropertyAccessExpression(callee) &&
    ts.isIdentifier(callee.expression) &&
    callee.expression.text === "Object" &&
    (callee.name.text === "freeze" || callee.name.text === "assign")
  );
}
