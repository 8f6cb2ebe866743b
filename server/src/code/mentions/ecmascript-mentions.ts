/** The names of workloads in TypeScript and JavaScript. */
import { initialiserOf } from "../ecmascript/address.ts";
import { VendorTracer } from "../ecmascript/modules.ts";
import { Scopes } from "../ecmascript/scopes.ts";
import { ancestor, parse, propertyNameText, ts, unwrap, visit } from "../ecmascript/syntax.ts";
import { followValue } from "./ecmascript-values.ts";
import { GatewayClasses } from "./gateway-classes.ts";
import { isWorkloadHeader } from "./prefilter.ts";
import type { WorkloadMention } from "./types.ts";

/** The names of workloads in one file, in no order. */
export function ecmascriptMentions(path: string, text: string): WorkloadMention[] {
  const sourceFile = parse(path, text);
  const scopes = new Scopes(sourceFile);
  const reader = new Reader(text, scopes, new GatewayClasses(scopes, new VendorTracer(scopes)));
  visit(sourceFile, (node) => reader.look(node));
  return [...reader.found.values()];
}

class Reader {
  /** By place: one name may be reached by several ways. */
  readonly found = new Map<number, WorkloadMention>();
  readonly #text: string;
  readonly #scopes: Scopes;
  readonly #classes: GatewayClasses;

  constructor(text: string, scopes: Scopes, classes: GatewayClasses) {
    this.#text = text;
    this.#scopes = scopes;
    this.#classes = classes;
  }

  look(node: ts.Node): void {
    if (ts.isNewExpression(node)) {
      if (node.arguments?.[0] && this.#classes.isClass(node.expression)) this.#options(node.arguments[0]);
      this.#pair(node.arguments);
    } else if (ts.isCallExpression(node)) this.#call(node);
    else if (ts.isPropertyAssignment(node)) {
      if (this.#isHeaderName(node.name)) this.#value(node.initializer);
    } else if (ts.isBinaryExpression(node)) this.#assignment(node);
    else if (ts.isArrayLiteralExpression(node)) this.#pair(node.elements);
    else if (ts.isVariableDeclaration(node) || ts.isPropertyDeclaration(node) || ts.isParameter(node)) {
      if (node.initializer && this.#classes.isOptionsType(node.type)) this.#typed(node.initializer);
    } else if (ts.isSatisfiesExpression(node) || ts.isAsExpression(node)) {
      if (this.#classes.isOptionsType(node.type)) this.#typed(node.expression);
    } else if (ts.isReturnStatement(node)) {
      const holder = ancestor(node.parent, ts.isFunctionLike);
      if (node.expression && this.#classes.isOptionsType(holder?.type)) this.#typed(node.expression);
    } else if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) {
      if (this.#classes.isOptionsType(node.type)) this.#typed(node.body);
    }
  }

  #call(node: ts.CallExpression): void {
    const callee = unwrap(node.expression);
    const [first] = node.arguments;
    if (callee.kind === ts.SyntaxKind.SuperKeyword) {
      const holder = ancestor(node, ts.isClassLike);
      if (first && holder && this.#classes.extendsClient(holder)) this.#options(first);
    } else if (ts.isPropertyAccessExpression(callee) && callee.name.text === "withOptions") {
      if (first && this.#classes.isClient(callee.expression)) this.#options(first);
    }
    // `headers.set(name, value)`, `request.setHeader(name, value)`, and whatever else takes both.
    this.#pair(node.arguments);
  }

  #assignment({ left, right, operatorToken }: ts.BinaryExpression): void {
    const target = unwrap(left);
    if (operatorToken.kind !== ts.SyntaxKind.EqualsToken || !ts.isElementAccessExpression(target)) return;
    if (this.#isHeader(target.argumentExpression)) this.#value(right);
  }

  /** A header's name and its value, one after the other. */
  #pair(parts: readonly ts.Expression[] | undefined): void {
    const [name, value, more] = parts ?? [];
    if (name && value && !more && this.#isHeader(name)) this.#value(value);
  }

  #isHeaderName(name: ts.PropertyName): boolean {
    return ts.isComputedPropertyName(name) ? this.#isHeader(name.expression) : isWorkloadHeader(propertyNameText(name));
  }

  #isHeader(expression: ts.Expression): boolean {
    const node = unwrap(expression);
    const initialiser = ts.isIdentifier(node) ? initialiserOf(node, this.#scopes) : undefined;
    const text = initialiser ? unwrap(initialiser) : node;
    return ts.isStringLiteralLike(text) && isWorkloadHeader(text.text);
  }

  /** The workload in the options that an expression stands for. */
  #options(expression: ts.Expression): void {
    for (const value of followValue(expression, this.#scopes)) {
      if (!ts.isObjectLiteralExpression(value)) continue;
      for (const property of value.properties) {
        if (ts.isSpreadAssignment(property)) this.#options(property.expression);
        else this.#option(property);
      }
    }
  }

  #option(property: ts.ObjectLiteralElementLike): void {
    if (ts.isPropertyAssignment(property) && propertyNameText(property.name) === "workload")
      this.#value(property.initializer);
    else if (ts.isShorthandPropertyAssignment(property) && property.name.text === "workload")
      this.#value(property.name);
  }

  /** The workloads in an expression whose type is made of the gateway's options. */
  #typed(expression: ts.Expression): void {
    const node = unwrap(expression);
    if (ts.isArrayLiteralExpression(node)) for (const element of node.elements) this.#typed(element);
    if (!ts.isObjectLiteralExpression(node)) return;
    for (const property of node.properties) {
      this.#option(property);
      if (ts.isPropertyAssignment(property)) this.#typed(property.initializer);
    }
  }

  #value(expression: ts.Expression): void {
    for (const value of followValue(expression, this.#scopes)) if (ts.isStringLiteralLike(value)) this.#add(value);
  }

  #add(literal: ts.StringLiteralLike): void {
    const start = literal.getStart() + 1;
    const quote = this.#text[start - 1];
    // A quote that is still being typed has no end.
    const closed = literal.end > start && this.#text[literal.end - 1] === quote;
    const end = closed ? literal.end - 1 : literal.end;
    this.found.set(start, { workload: literal.text, start, end });
  }
}
