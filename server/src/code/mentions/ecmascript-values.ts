/** What an expression may be worth, as far as one file tells: through constants, members, choices and parameters. */
import { initialiserOf } from "../ecmascript/address.ts";
import type { Declaration } from "../ecmascript/declarations.ts";
import type { Scopes } from "../ecmascript/scopes.ts";
import { literalText, propertyNameText, ts, unwrap } from "../ecmascript/syntax.ts";
import { takenName } from "./modules.ts";
import type { TakenName } from "./types.ts";

// Bindings that go in circles must end somewhere, and real chains are short.
const MOST_STEPS = 12;

const CHOOSING: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.AmpersandAmpersandToken,
]);

/** Where a value leaves the file. */
export interface WaysOut {
  /** It comes from another module of the project. */
  taken(name: TakenName): void;
  /** It is what a caller passes, or a member of that. */
  awaited(parameter: ts.ParameterDeclaration, member: string | undefined): void;
}

/** Follows values through one file. */
export class Follower {
  readonly #scopes: Scopes;
  readonly #ways: WaysOut;

  constructor(scopes: Scopes, ways: WaysOut) {
    this.#scopes = scopes;
    this.#ways = ways;
  }

  /** The expressions that a value is written as: more than one where the code chooses. What leads nowhere is left out. */
  values(expression: ts.Expression, steps = MOST_STEPS): ts.Expression[] {
    if (steps === 0) return [];
    const node = unwrap(expression);
    const taken = takenName(node, this.#scopes);
    if (taken) {
      this.#ways.taken(taken);
      return [];
    }
    const follow = (next: ts.Expression | undefined) => (next ? this.values(next, steps - 1) : []);
    if (ts.isConditionalExpression(node)) return [...follow(node.whenTrue), ...follow(node.whenFalse)];
    if (ts.isBinaryExpression(node) && CHOOSING.has(node.operatorToken.kind))
      return [...follow(node.left), ...follow(node.right)];
    if (ts.isIdentifier(node)) return this.#named(node, steps);
    if (ts.isPropertyAccessExpression(node)) return this.members(node.expression, node.name.text, steps);
    if (ts.isElementAccessExpression(node))
      // Chosen at run time, any member may be meant.
      return this.members(node.expression, literalText(unwrap(node.argumentExpression)), steps);
    if (ts.isCallExpression(node) && isObjectFunction(node.expression)) return node.arguments.flatMap(follow);
    return [node];
  }

  /** The values of one member of an expression, or of all members where no name is given. */
  members(owner: ts.Expression, name: string | undefined, steps = MOST_STEPS): ts.Expression[] {
    const node = unwrap(owner);
    const declaration = ts.isIdentifier(node) ? this.#scopes.resolve(node) : undefined;
    if (declaration && (ts.isEnumDeclaration(declaration) || ts.isClassLike(declaration)))
      return this.#declaredMembers(declaration, name, steps);
    return this.values(node, steps - 1).flatMap((value) => this.#membersOf(value, name, steps));
  }

  /** The values of an expression, or of a member of a member of it; `*` for any member. */
  membersAt(owner: ts.Expression, names: readonly string[]): ts.Expression[] {
    return names.reduce(
      (values, name) => values.flatMap((one) => this.members(one, name === "*" ? undefined : name)),
      [owner],
    );
  }

  /** The values of what a declaration of the file declares, or of a member of a member of it. */
  declared(declaration: Declaration, names: readonly string[]): ts.Expression[] {
    const [first, ...rest] = names.map((name) => (name === "*" ? undefined : name));
    const isMap = ts.isEnumDeclaration(declaration) || ts.isClassLike(declaration);
    const initialiser = ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
    const own = initialiser ? this.values(initialiser) : [];
    if (names.length === 0) return own;
    const found = isMap
      ? this.#declaredMembers(declaration, first, MOST_STEPS)
      : own.flatMap((value) => this.#membersOf(value, first, MOST_STEPS));
    return rest.reduce((values, name) => values.flatMap((one) => this.#membersOf(one, name, MOST_STEPS)), found);
  }

  #named(node: ts.Identifier, steps: number): ts.Expression[] {
    const declaration = this.#scopes.resolve(node);
    const follow = (next: ts.Expression | undefined) => (next ? this.values(next, steps - 1) : []);
    if (declaration && ts.isParameter(declaration)) {
      this.#ways.awaited(declaration, undefined);
      return [...follow(declaration.initializer), ...passedTo(declaration, this.#scopes).flatMap(follow)];
    }
    if (declaration && ts.isBindingElement(declaration)) {
      const owner = declaration.parent.parent;
      const member = propertyNameText((declaration.propertyName ?? declaration.name) as ts.PropertyName);
      const preset = follow(declaration.initializer);
      if (member === undefined || declaration.dotDotDotToken || !ts.isObjectBindingPattern(declaration.parent))
        return [];
      if (ts.isVariableDeclaration(owner) && owner.initializer)
        return [...preset, ...this.members(owner.initializer, member, steps - 1)];
      if (!ts.isParameter(owner)) return preset;
      this.#ways.awaited(owner, member);
      const passed = passedTo(owner, this.#scopes);
      return [...preset, ...passed.flatMap((argument) => this.members(argument, member, steps - 1))];
    }
    return follow(initialiserOf(node, this.#scopes));
  }

  #declaredMembers(
    { members }: ts.EnumDeclaration | ts.ClassLikeDeclaration,
    name: string | undefined,
    steps: number,
  ): ts.Expression[] {
    return (members as ts.NodeArray<ts.EnumMember | ts.ClassElement>).flatMap((member) => {
      if (!ts.isEnumMember(member) && !ts.isPropertyDeclaration(member)) return [];
      const fits = name === undefined || propertyNameText(member.name) === name;
      return fits && member.initializer ? this.values(member.initializer, steps - 1) : [];
    });
  }

  #membersOf(value: ts.Expression, name: string | undefined, steps: number): ts.Expression[] {
    if (!ts.isObjectLiteralExpression(value)) return [];
    return value.properties.flatMap((property) => {
      if (ts.isSpreadAssignment(property)) return this.members(property.expression, name, steps - 1);
      const fits = name === undefined || propertyNameText(property.name) === name;
      if (!fits) return [];
      if (ts.isPropertyAssignment(property)) return this.values(property.initializer, steps - 1);
      return ts.isShorthandPropertyAssignment(property) ? this.values(property.name, steps - 1) : [];
    });
  }
}

/** What the calls in this file pass for a parameter of a named function, or of the constructor of a named class. */
function passedTo(parameter: ts.ParameterDeclaration, scopes: Scopes): ts.Expression[] {
  const named = callableOf(parameter);
  const index = parameter.parent.parameters.indexOf(parameter);
  if (!named || parameter.dotDotDotToken) return [];
  return scopes.references(named).flatMap((reference) => {
    const call = reference.parent;
    const isCall = (ts.isCallExpression(call) || ts.isNewExpression(call)) && call.expression === reference;
    const argument = isCall ? call.arguments?.[index] : undefined;
    return argument ? [argument] : [];
  });
}

/** The declaration by whose name a parameter's function, or the class whose constructor it is, can be called. */
export function callableOf(parameter: ts.ParameterDeclaration): Declaration | undefined {
  const holder = parameter.parent;
  if (ts.isFunctionDeclaration(holder)) return holder;
  const made = ts.isConstructorDeclaration(holder) ? holder.parent : holder;
  if (ts.isClassDeclaration(made)) return made;
  if (!ts.isArrowFunction(made) && !ts.isFunctionExpression(made) && !ts.isClassExpression(made)) return undefined;
  return ts.isVariableDeclaration(made.parent) ? made.parent : undefined;
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
