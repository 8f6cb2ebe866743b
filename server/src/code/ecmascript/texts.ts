/** What text an expression may be, as far as the file tells. */
import type { Declaration } from "./declarations.ts";
import type { Scopes } from "./scopes.ts";
import { ancestor, isAssignment, propertyNameText, rootIdentifier, ts, unwrap, visit } from "./syntax.ts";
import { passedArguments } from "./values/looking-around.ts";

/** Stands in a text for what only a run would tell. */
export const HOLE = "\u0001";

// Bindings that go in circles, and choices among choices, must end somewhere.
const MOST_READS = 120;
const MOST_TEXTS = 8;

const SAME_TEXT = new Set(["trim", "trimEnd", "toString", "toLowerCase", "replace", "replaceAll", "valueOf"]);

/** The texts that an expression may be, the likeliest first, each with holes where it can not be told. */
export function textsOf(expression: ts.Expression, scopes: Scopes): string[] {
  return new TextReader(scopes).read(expression);
}

class TextReader {
  readonly #scopes: Scopes;
  #left = MOST_READS;

  constructor(scopes: Scopes) {
    this.#scopes = scopes;
  }

  read(expression: ts.Expression): string[] {
    if (this.#left-- <= 0) return [HOLE];
    const node = unwrap(expression);
    if (ts.isStringLiteralLike(node)) return [node.text];
    if (ts.isTemplateExpression(node)) {
      return node.templateSpans.reduce<string[]>(
        (texts, { expression: inner, literal }) => joined(texts, this.read(inner), literal.text),
        [node.head.text],
      );
    }
    if (ts.isBinaryExpression(node)) return this.#binary(node);
    if (ts.isConditionalExpression(node)) return either(this.read(node.whenTrue), this.read(node.whenFalse));
    if (ts.isAwaitExpression(node)) return this.read(node.expression);
    if (ts.isNewExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === "URL") {
      const [path, base] = node.arguments ?? [];
      return path ? this.read(base ?? path) : [HOLE];
    }
    if (ts.isCallExpression(node)) return this.#called(node);
    return this.#fromOutside(node) ? either(this.#named(node), [HOLE]) : this.#named(node);
  }

  #named(node: ts.Expression): string[] {
    const texts = this.#expressionsOf(node)
      .slice(0, MOST_TEXTS)
      .map((one) => this.read(one));
    return texts.length === 0 ? [HOLE] : texts.reduce(either);
  }

  /** Whether others than this file may give the value too. */
  #fromOutside(node: ts.Expression): boolean {
    const root = rootIdentifier(node);
    const declaration = root && this.#scopes.resolve(root);
    return declaration !== undefined && ancestor(declaration, isParameterOrStatement)?.kind === ts.SyntaxKind.Parameter;
  }

  #binary(node: ts.BinaryExpression): string[] {
    switch (node.operatorToken.kind) {
      case ts.SyntaxKind.PlusToken:
        return joined(this.read(node.left), this.read(node.right), "");
      case ts.SyntaxKind.BarBarToken:
      case ts.SyntaxKind.QuestionQuestionToken:
        return either(this.read(node.left), this.read(node.right));
      case ts.SyntaxKind.AmpersandAmpersandToken:
        return this.read(node.right);
      default:
        return [HOLE];
    }
  }

  #called(node: ts.CallExpression): string[] {
    const callee = unwrap(node.expression);
    if (ts.isPropertyAccessExpression(callee)) {
      return SAME_TEXT.has(callee.name.text) ? this.read(callee.expression) : [HOLE];
    }
    const declaration = ts.isIdentifier(callee) ? this.#scopes.resolve(callee) : undefined;
    const made = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
    const called = made ?? (declaration && ts.isFunctionDeclaration(declaration) ? declaration : undefined);
    if (!called || !(ts.isArrowFunction(called) || ts.isFunctionDeclaration(called)) || !called.body) return [HOLE];
    if (!ts.isBlock(called.body)) return this.read(called.body);
    const last = called.body.statements.at(-1);
    return last && ts.isReturnStatement(last) && last.expression ? this.read(last.expression) : [HOLE];
  }

  /** The expressions whose value a name, a field or a member of a written object may have. */
  #expressionsOf(expression: ts.Expression): ts.Expression[] {
    const node = unwrap(expression);
    if (ts.isIdentifier(node)) {
      const declaration = this.#scopes.resolve(node);
      return declaration ? this.#given(declaration) : [];
    }
    if (!ts.isPropertyAccessExpression(node)) return [];
    const name = node.name.text;
    if (node.expression.kind === ts.SyntaxKind.ThisKeyword) return assignedToField(node, name);
    if (this.#left-- <= 0) return [];
    return this.#expressionsOf(node.expression).flatMap((owner) => memberOf(owner, name));
  }

  #given(declaration: Declaration): ts.Expression[] {
    if (ts.isVariableDeclaration(declaration)) {
      const assigned = this.#scopes.references(declaration).flatMap(({ parent }) => {
        const isTarget = ts.isBinaryExpression(parent) && isAssignment(parent.operatorToken.kind);
        return isTarget && this.#scopes.resolve(parent.left as ts.Identifier) === declaration ? [parent.right] : [];
      });
      return [...(declaration.initializer ? [declaration.initializer] : []), ...assigned];
    }
    if (ts.isParameter(declaration)) {
      const passed = passedArguments(declaration, this.#scopes);
      return declaration.initializer ? [...passed, declaration.initializer] : passed;
    }
    if (!ts.isBindingElement(declaration) || !ts.isObjectBindingPattern(declaration.parent)) return [];
    const name = propertyNameText(declaration.propertyName ?? declaration.name);
    const owner = declaration.parent.parent;
    const objects = ts.isParameter(owner)
      ? passedArguments(owner, this.#scopes)
      : ts.isVariableDeclaration(owner) && owner.initializer
        ? [owner.initializer, ...this.#expressionsOf(owner.initializer)]
        : [];
    const members = name === undefined ? [] : objects.flatMap((object) => memberOf(object, name));
    return declaration.initializer ? [...members, declaration.initializer] : members;
  }
}

function isParameterOrStatement(node: ts.Node): node is ts.ParameterDeclaration | ts.Statement {
  return ts.isParameter(node) || ts.isStatement(node);
}

function memberOf(object: ts.Expression, name: string): ts.Expression[] {
  const node = unwrap(object);
  const inner = ts.isCallExpression(node) && node.arguments[0] ? unwrap(node.arguments[0]) : node;
  // `Object.freeze({ … })` holds what it is given.
  const literal = ts.isObjectLiteralExpression(inner) ? inner : node;
  if (!ts.isObjectLiteralExpression(literal)) return [];
  return literal.properties.flatMap((property) =>
    ts.isPropertyAssignment(property) && propertyNameText(property.name) === name
      ? [property.initializer]
      : ts.isShorthandPropertyAssignment(property) && property.name.text === name
        ? [property.name]
        : [],
  );
}

/** What the class around a node ever gives a field of its own. */
function assignedToField(node: ts.Node, name: string): ts.Expression[] {
  const owner = ancestor(node, ts.isClassLike);
  const found: ts.Expression[] = [];
  if (owner) {
    visit(owner, (inner) => {
      if (ts.isPropertyDeclaration(inner) && propertyNameText(inner.name as ts.PropertyName) === name) {
        if (inner.initializer) found.push(inner.initializer);
      } else if (
        ts.isBinaryExpression(inner) &&
        isAssignment(inner.operatorToken.kind) &&
        ts.isPropertyAccessExpression(inner.left) &&
        inner.left.expression.kind === ts.SyntaxKind.ThisKeyword &&
        inner.left.name.text === name
      ) {
        found.push(inner.right);
      }
    });
  }
  return found;
}

function either(some: readonly string[], others: readonly string[]): string[] {
  return [...new Set([...some, ...others])].slice(0, MOST_TEXTS);
}

function joined(before: readonly string[], middle: readonly string[], after: string): string[] {
  return before.flatMap((start) => middle.map((text) => start + text + after)).slice(0, MOST_TEXTS);
}
