/** What the expressions of one TypeScript or JavaScript file are worth. */
import { type ClientFact, oneOf, UNKNOWN, type Value } from "../../values/value.ts";
import { found } from "../../vendors/rows.ts";
import type { Declaration } from "../declarations.ts";
import { readOptions } from "../options.ts";
import type { Scopes } from "../scopes.ts";
import { isAssignment, literalText, propertyNameText, ts, unwrap } from "../syntax.ts";
import { classValue } from "./classes.ts";
import {
  assignedMembers,
  callbackOwner,
  declaredTypes,
  dottedPath,
  passedArguments,
  returnedBy,
  type TypeDeclaration,
} from "./looking-around.ts";
import { jsDocType, typeValue } from "./types.ts";

const MOST_DEEP = 40;
/** The options by which any vendor's client may be aimed elsewhere. */
const ANY_CLIENT = found("client");

export class ValueReader {
  readonly scopes: Scopes;
  readonly #clientAt: (start: number, end: number) => ClientFact | undefined;
  readonly #mocked: ReadonlySet<string>;
  readonly #types: ReadonlyMap<string, TypeDeclaration>;
  readonly #known = new Map<ts.Node, Value>();
  readonly #globals = new Map<string, Value>();
  readonly #waiting = new Map<number, ts.Node>();
  readonly #locals: Record<number, Value> = {};
  #members: ReadonlyMap<string, readonly ts.Expression[]> | undefined;
  #depth = 0;

  /** `mocked` are the modules that the file replaces: what comes of them is worth nothing. */
  constructor(
    sourceFile: ts.SourceFile,
    scopes: Scopes,
    mocked: ReadonlySet<string>,
    clientAt: (start: number, end: number) => ClientFact | undefined,
  ) {
    this.scopes = scopes;
    this.#mocked = mocked;
    this.#clientAt = clientAt;
    this.#types = declaredTypes(sourceFile);
  }

  /** The classes and functions that the values given so far lead to. */
  locals(): Readonly<Record<number, Value>> {
    for (const [at, node] of this.#waiting) {
      this.#waiting.delete(at);
      this.#locals[at] ??= ts.isClassLike(node)
        ? classValue(node, this)
        : this.#function(node as ts.FunctionLikeDeclaration);
    }
    return this.#locals;
  }

  valueOf(expression: ts.Expression): Value {
    const node = unwrap(expression);
    return this.#once(node, () => this.#read(node));
  }

  /** What a name is worth where it stands: a declaration, or a type that the file declares. */
  named(name: ts.Identifier): Value {
    const declaration = this.scopes.resolve(name);
    if (declaration) return this.declared(declaration);
    const type = this.#types.get(name.text);
    if (type) return this.#once(type, () => this.typeOf(ts.isTypeAliasDeclaration(type) ? type.type : type));
    return this.#global(name.text);
  }

  #global(name: string): Value {
    const known = this.#globals.get(name);
    if (known) return known;
    this.#globals.set(name, UNKNOWN);
    const assigned = this.scopes.assignedGlobally(name).slice(0, 4);
    const value = oneOf(assigned.map((one) => this.valueOf(one)));
    this.#globals.set(name, value);
    return value;
  }

  declared(declaration: Declaration): Value {
    return this.#once(declaration, () => this.#declared(declaration));
  }

  typeOf(node: ts.Node | undefined): Value {
    return node ? typeValue(node, this) : UNKNOWN;
  }

  /** A class or function, to be read when it is asked for. */
  local(node: ts.ClassLikeDeclaration | ts.FunctionLikeDeclaration): Value {
    const at = node.getStart();
    if (!(at in this.#locals)) this.#waiting.set(at, node);
    return { is: "local", at };
  }

  #once(node: ts.Node, read: () => Value): Value {
    const known = this.#known.get(node);
    if (known) return known;
    if (this.#depth >= MOST_DEEP) return UNKNOWN;
    // What leads back to itself is worth nothing more than its other parts.
    this.#known.set(node, UNKNOWN);
    this.#depth++;
    const value = read();
    this.#depth--;
    this.#known.set(node, value);
    return value;
  }

  #read(node: ts.Expression): Value {
    if (ts.isIdentifier(node)) return node.text === "undefined" ? UNKNOWN : this.named(node);
    if (ts.isPropertyAccessExpression(node)) return this.#member(node.expression, node.name.text);
    if (ts.isElementAccessExpression(node)) {
      const name = literalText(node.argumentExpression);
      // Any element of a list, or of a map of clients.
      return name === undefined ? this.valueOf(node.expression) : this.#member(node.expression, name);
    }
    if (node.kind === ts.SyntaxKind.ThisKeyword) return this.#self(node);
    if (ts.isAwaitExpression(node)) return this.valueOf(node.expression);
    if (ts.isNewExpression(node)) {
      const client = this.#clientAt(node.getStart(), node.expression.getEnd());
      if (client) return { is: "client", client };
      const of = this.valueOf(node.expression);
      const state = of.is === "unknown" ? "direct" : readOptions(node.arguments, ANY_CLIENT, this.scopes).address.state;
      return { is: "new", of, args: this.arguments(node.arguments), ...(state === "direct" ? {} : { state }) };
    }
    if (ts.isCallExpression(node)) return this.#call(node);
    if (ts.isConditionalExpression(node)) return oneOf([this.valueOf(node.whenTrue), this.valueOf(node.whenFalse)]);
    if (ts.isBinaryExpression(node)) return this.#binary(node);
    if (ts.isObjectLiteralExpression(node)) return this.#object(node);
    if (ts.isArrayLiteralExpression(node)) return oneOf(node.elements.slice(0, 10).map((one) => this.valueOf(one)));
    if (ts.isSpreadElement(node)) return this.valueOf(node.expression);
    if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return this.#function(node);
    if (ts.isClassExpression(node)) return this.local(node);
    return UNKNOWN;
  }

  #member(owner: ts.Expression, name: string): Value {
    const of = this.valueOf(owner);
    const given = this.#assigned(owner, name);
    return oneOf([...given, ...(of.is === "unknown" ? [] : [{ is: "member", of, name } as const])]);
  }

  /** What the file ever gives a member of something else's: `app.locals.openai = …`. */
  #assigned(owner: ts.Expression, name: string): Value[] {
    this.#members ??= assignedMembers(this.scopes.nodes);
    if (this.#members.size === 0) return [];
    const path = dottedPath(owner);
    const assigned = path === undefined ? undefined : this.#members.get(`${path}.${name}`);
    return (assigned ?? []).map((one) => this.valueOf(one));
  }

  #self(node: ts.Node): Value {
    let at: ts.Node | undefined = node.parent;
    for (; at && !ts.isClassLike(at); at = at.parent) {
      if (ts.isFunctionDeclaration(at) || ts.isFunctionExpression(at)) return UNKNOWN;
      if (ts.isClassLike(at.parent) && isStatic(at)) return this.local(at.parent);
    }
    return at ? { is: "typed", of: this.local(at) } : UNKNOWN;
  }

  #call(node: ts.CallExpression): Value {
    const client = this.#clientAt(node.getStart(), node.expression.getEnd());
    if (client) return { is: "client", client };
    const loaded = literalText(node.arguments[0]);
    if (node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      return loaded === undefined ? UNKNOWN : { is: "import", from: loaded, name: "*" };
    }
    const callee = unwrap(node.expression);
    if (loaded !== undefined && ts.isIdentifier(callee) && callee.text === "require" && !this.scopes.resolve(callee)) {
      return { is: "import", from: loaded, name: "=" };
    }
    if (ts.isPropertyAccessExpression(callee) && callee.name.text === "then") return this.valueOf(callee.expression);
    return { is: "call", of: this.valueOf(callee), args: this.arguments(node.arguments) };
  }

  /** Arguments as far as they may hold a client. */
  arguments(args: readonly ts.Expression[] | undefined): Value[] {
    return (args ?? []).slice(0, 4).map((arg) => this.valueOf(arg));
  }

  #binary(node: ts.BinaryExpression): Value {
    const operator = node.operatorToken.kind;
    if (operator === ts.SyntaxKind.CommaToken || isAssignment(operator)) return this.valueOf(node.right);
    const either =
      operator === ts.SyntaxKind.QuestionQuestionToken ||
      operator === ts.SyntaxKind.BarBarToken ||
      operator === ts.SyntaxKind.AmpersandAmpersandToken;
    return either ? oneOf([this.valueOf(node.left), this.valueOf(node.right)]) : UNKNOWN;
  }

  #object(node: ts.ObjectLiteralExpression): Value {
    const members: Record<string, Value> = {};
    const spread: Value[] = [];
    for (const property of node.properties) {
      if (ts.isSpreadAssignment(property)) {
        spread.push(this.valueOf(property.expression));
        continue;
      }
      const name = propertyNameText(property.name);
      if (name === undefined) continue;
      const value = ts.isPropertyAssignment(property)
        ? this.valueOf(property.initializer)
        : ts.isShorthandPropertyAssignment(property)
          ? this.named(property.name)
          : ts.isGetAccessor(property)
            ? returnedBy(property, this)
            : this.#function(property);
      if (value.is !== "unknown") members[name] = value;
    }
    return Object.keys(members).length > 0 || spread.length > 0 ? { is: "object", members, spread } : UNKNOWN;
  }

  #function(node: ts.FunctionLikeDeclaration): Value {
    const returns = returnedBy(node, this);
    const declared = node.type ? this.typeOf(node.type) : UNKNOWN;
    return { is: "function", returns, ...(declared.is === "unknown" || declared === returns ? {} : { declared }) };
  }

  #declared(declaration: Declaration): Value {
    if (ts.isImportClause(declaration)) return this.#imported(declaration.parent, "default");
    if (ts.isNamespaceImport(declaration)) return this.#imported(declaration.parent.parent, "*");
    if (ts.isImportSpecifier(declaration)) {
      return this.#imported(declaration.parent.parent.parent, (declaration.propertyName ?? declaration.name).text);
    }
    if (ts.isImportEqualsDeclaration(declaration)) {
      const { moduleReference } = declaration;
      const from = ts.isExternalModuleReference(moduleReference) ? literalText(moduleReference.expression) : undefined;
      return from === undefined ? UNKNOWN : { is: "import", from, name: "=" };
    }
    if (ts.isVariableDeclaration(declaration)) return this.#variable(declaration);
    if (ts.isBindingElement(declaration)) return this.#bound(declaration);
    if (ts.isParameter(declaration)) return this.#parameter(declaration);
    if (ts.isClassLike(declaration)) return this.local(declaration);
    if (ts.isFunctionDeclaration(declaration)) return this.local(declaration);
    if (ts.isFunctionExpression(declaration)) return this.#function(declaration);
    return UNKNOWN;
  }

  #imported(statement: ts.Node, name: string): Value {
    const from = ts.isImportDeclaration(statement) ? literalText(statement.moduleSpecifier) : undefined;
    return from === undefined || this.#mocked.has(from) ? UNKNOWN : { is: "import", from, name };
  }

  #variable(declaration: ts.VariableDeclaration): Value {
    const values: Value[] = [];
    if (declaration.initializer) values.push(this.valueOf(declaration.initializer));
    const loop = declaration.parent.parent;
    if (ts.isForOfStatement(loop)) values.push(this.valueOf(loop.expression));
    if (!(declaration.parent.flags & ts.NodeFlags.Const)) {
      for (const use of this.scopes.references(declaration)) {
        const { parent } = use;
        if (ts.isBinaryExpression(parent) && parent.left === use && isAssignment(parent.operatorToken.kind)) {
          values.push(this.valueOf(parent.right));
        }
      }
    }
    const value = oneOf(values);
    if (value.is !== "unknown") return value;
    return declaration.type ? this.typeOf(declaration.type) : jsDocType(declaration, undefined, this);
  }

  #bound(element: ts.BindingElement): Value {
    const name = propertyNameText(element.propertyName ?? element.name);
    const owner = element.parent.parent;
    let of = UNKNOWN;
    if (ts.isBindingElement(owner)) of = this.#once(owner, () => this.#bound(owner));
    else if (ts.isParameter(owner)) of = this.#once(owner, () => this.#parameter(owner));
    else if (owner.initializer) of = this.valueOf(owner.initializer);
    else if (owner.type) of = this.typeOf(owner.type);
    const whole = element.dotDotDotToken !== undefined || !ts.isObjectBindingPattern(element.parent);
    const given = whole || name === undefined || of.is === "unknown" ? of : ({ is: "member", of, name } as const);
    return element.initializer ? oneOf([given, this.valueOf(element.initializer)]) : given;
  }

  #parameter(parameter: ts.ParameterDeclaration): Value {
    const values: Value[] = [];
    if (parameter.type) values.push(this.typeOf(parameter.type));
    else {
      values.push(jsDocType(parameter.parent, propertyNameText(parameter.name as ts.BindingName), this));
      const owner = callbackOwner(parameter);
      if (owner) values.push(this.valueOf(owner));
      for (const passed of passedArguments(parameter, this.scopes)) values.push(this.valueOf(passed));
    }
    if (parameter.initializer) values.push(this.valueOf(parameter.initializer));
    return oneOf(values);
  }
}

export function isStatic(node: ts.Node): boolean {
  return (
    ts.isClassStaticBlockDeclaration(node) ||
    ((ts.isMethodDeclaration(node) || ts.isPropertyDeclaration(node) || ts.isAccessor(node)) &&
      (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Static) !== 0)
  );
}
