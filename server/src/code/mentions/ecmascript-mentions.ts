/** The names of workloads in TypeScript and JavaScript. */
import { initialiserOf } from "../ecmascript/address.ts";
import { type Declaration, declaredName } from "../ecmascript/declarations.ts";
import { VendorTracer } from "../ecmascript/modules.ts";
import { Scopes } from "../ecmascript/scopes.ts";
import { ancestor, parse, propertyNameText, ts, unwrap, visit } from "../ecmascript/syntax.ts";
import { callableOf, Follower } from "./ecmascript-values.ts";
import { GatewayClasses } from "./gateway-classes.ts";
import { exportedNames, exportedValue, takenName } from "./modules.ts";
import { isWorkloadHeader, mayTakeHeader } from "./prefilter.ts";
import type { FileMentions, OfferedCall, OtherFiles, Use, WantedConstant, WorkloadMention } from "./types.ts";

/** What one file says of workloads, in no order. */
export function ecmascriptMentions(path: string, text: string, others?: OtherFiles): FileMentions {
  const sourceFile = parse(path, text);
  const scopes = new Scopes(sourceFile);
  const reader = new Reader(text, scopes, new GatewayClasses(scopes, new VendorTracer(scopes)), others);
  visit(sourceFile, (node) => reader.look(node));
  return { mentions: [...reader.found.values()], wanted: reader.wanted, offered: reader.offered };
}

class Reader {
  /** By place: one name may be reached by several ways. */
  readonly found = new Map<number, WorkloadMention>();
  readonly wanted: WantedConstant[] = [];
  readonly offered: OfferedCall[] = [];
  readonly #text: string;
  readonly #scopes: Scopes;
  readonly #classes: GatewayClasses;
  readonly #others: OtherFiles | undefined;
  readonly #followers: Readonly<Record<Use, Follower>>;

  constructor(text: string, scopes: Scopes, classes: GatewayClasses, others: OtherFiles | undefined) {
    this.#text = text;
    this.#scopes = scopes;
    this.#classes = classes;
    this.#others = others;
    this.#followers = { name: this.#follower("name"), options: this.#follower("options") };
  }

  look(node: ts.Node): void {
    if (this.#others?.wanted.length) this.#exported(node);
    if (ts.isNewExpression(node)) {
      if (node.arguments?.[0] && this.#classes.isClass(node.expression)) this.#options(node.arguments[0]);
      this.#offeredBy(node);
    } else if (ts.isCallExpression(node)) this.#call(node);
    else if (ts.isPropertyAssignment(node)) {
      if (this.#isHeaderName(node.name)) this.#value(node.initializer);
    } else if (ts.isBinaryExpression(node)) this.#assignment(node);
    else if (ts.isArrayLiteralExpression(node)) this.#pair(node.elements);
    else if (ts.isSatisfiesExpression(node) || ts.isAsExpression(node)) {
      if (this.#classes.isOptionsType(node.type)) this.#typed(node.expression);
    } else if (ts.isReturnStatement(node)) {
      const holder = ancestor(node.parent, ts.isFunctionLike);
      if (node.expression && this.#classes.isOptionsType(holder?.type)) this.#typed(node.expression);
    } else if (ts.isArrowFunction(node)) {
      if (!ts.isBlock(node.body) && this.#classes.isOptionsType(node.type)) this.#typed(node.body);
    } else if (ts.isPropertyDeclaration(node)) this.#annotated(node);
    else this.#declaration(declaredName(node)?.declaration);
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
    // `headers.set(name, value)`, `request.setHeader(name, value)`.
    const called = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
    if (ts.isIdentifier(called) && mayTakeHeader(called.text)) this.#pair(node.arguments);
    this.#offeredBy(node);
  }

  #declaration(declaration: Declaration | undefined): void {
    if (!declaration) return;
    if (ts.isVariableDeclaration(declaration) || ts.isParameter(declaration)) this.#annotated(declaration);
    const names = this.#others?.wanted.length || ts.isClassLike(declaration) ? exportedNames(declaration) : [];
    // A subclass without a constructor of its own takes what the gateway's class takes.
    if (ts.isClassLike(declaration) && names.length > 0 && !hasConstructor(declaration)) {
      if (this.#classes.extendsClient(declaration)) this.#offer(names, 0, undefined, "options");
    }
    for (const { names: path, use } of this.#others?.wanted ?? []) {
      const [exported, ...members] = path;
      if (exported === undefined || !names.includes(exported)) continue;
      this.#use(use, this.#followers[use].declared(declaration, members));
    }
  }

  /** What a statement exports, as far as other files take it for names. */
  #exported(node: ts.Node): void {
    const exported = exportedValue(node);
    for (const { names, use } of exported ? (this.#others?.wanted ?? []) : []) {
      const members = exported?.name === undefined ? names : names[0] === exported.name ? names.slice(1) : undefined;
      if (exported && members) this.#use(use, this.#followers[use].membersAt(exported.value, members));
    }
  }

  #annotated({ type, initializer }: ts.VariableDeclaration | ts.ParameterDeclaration | ts.PropertyDeclaration): void {
    if (initializer && this.#classes.isOptionsType(type)) this.#typed(initializer);
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

  /** The arguments of a call of what another file offers. */
  #offeredBy({ expression, arguments: passed }: ts.CallExpression | ts.NewExpression): void {
    const taken = this.#others && takenName(expression, this.#scopes);
    for (const { argument, member, use } of taken ? (this.#others?.offered(taken) ?? []) : []) {
      const value = passed?.[argument];
      if (!value) continue;
      this.#use(use, member === undefined ? [value] : this.#followers[use].members(value, member));
    }
  }

  /** The workload in the options that an expression stands for. */
  #options(expression: ts.Expression): void {
    for (const value of this.#followers.options.values(expression)) {
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

  #use(use: Use, expressions: readonly ts.Expression[]): void {
    for (const expression of expressions) {
      if (use === "name") this.#value(expression);
      else this.#options(expression);
    }
  }

  #value(expression: ts.Expression): void {
    for (const value of this.#followers.name.values(expression)) if (ts.isStringLiteralLike(value)) this.#add(value);
  }

  #follower(use: Use): Follower {
    return new Follower(this.#scopes, {
      taken: (name) => this.wanted.push({ ...name, use }),
      awaited: (parameter, member) => {
        const callable = callableOf(parameter);
        const names = callable ? exportedNames(callable) : [];
        this.#offer(names, parameter.parent.parameters.indexOf(parameter), member, use);
      },
    });
  }

  #offer(names: readonly string[], argument: number, member: string | undefined, use: Use): void {
    for (const name of names) this.offered.push({ name, argument, member, use });
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

function hasConstructor({ members }: ts.ClassLikeDeclaration): boolean {
  return members.some((member) => ts.isConstructorDeclaration(member));
}
