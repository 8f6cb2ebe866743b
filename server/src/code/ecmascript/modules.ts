/** What of a vendor's an expression stands for, traced through the bindings of one file. */
import type { ClientClass, KnownModule, VendorTables } from "../vendors/index.ts";
import type { Declaration } from "./declarations.ts";
import type { Scopes } from "./scopes.ts";
import { literalText, propertyNameText, ts, unwrap } from "./syntax.ts";

/** The place in a file that loads a module. */
export type ModuleLoad = ts.ImportDeclaration | ts.ImportEqualsDeclaration | ts.CallExpression;

/** The whole module, as a namespace or as what `require` returns. */
interface ModuleThing {
  kind: "module";
  module: KnownModule;
  load: ModuleLoad;
}

/** A client class of a vendor's, or the gateway's that stands for it. */
export interface ClassThing {
  kind: "class";
  client: ClientClass;
  module: KnownModule;
  load: ModuleLoad;
}

export type VendorThing = ModuleThing | ClassThing;

/** An export of a module, whatever it is. */
interface ModuleMember {
  specifier: string;
  name: string;
  load: ModuleLoad;
}

// Bindings that go in circles (`const a = a`) must end somewhere, and real chains are short.
const MOST_STEPS = 20;

/** Traces expressions of one file back to vendors' modules. */
export class VendorTracer {
  readonly #scopes: Scopes;

  constructor(scopes: Scopes) {
    this.#scopes = scopes;
  }

  get vendors(): VendorTables {
    return this.#scopes.vendors;
  }

  /** The client class that an expression stands for, a `require`d module that is one itself included. */
  classOf(expression: ts.Expression): ClassThing | undefined {
    const thing = this.trace(expression);
    if (thing?.kind !== "module") return thing;
    const client = thing.module.itself;
    return client && isWholeModule(thing.load) ? { ...thing, kind: "class", client } : undefined;
  }

  /** The export of a module that an expression is, whatever it is: `sdk.InvokeModelCommand`. */
  memberOf(expression: ts.Expression): ModuleMember | undefined {
    const node = unwrap(expression);
    if (ts.isPropertyAccessExpression(node)) {
      const thing = this.trace(node.expression);
      return thing?.kind === "module" ? memberBy(thing.load, node.name.text) : undefined;
    }
    const declaration = ts.isIdentifier(node) ? this.#scopes.resolve(node) : undefined;
    if (declaration && ts.isImportSpecifier(declaration)) {
      const load = declaration.parent.parent.parent as ts.ImportDeclaration;
      return memberBy(load, (declaration.propertyName ?? declaration.name).text);
    }
    if (!declaration || !ts.isBindingElement(declaration)) return undefined;
    const owner = declaration.parent.parent;
    const thing = ts.isVariableDeclaration(owner) && owner.initializer ? this.trace(owner.initializer) : undefined;
    const name = propertyNameText(declaration.propertyName ?? declaration.name);
    return thing?.kind === "module" && name !== undefined ? memberBy(thing.load, name) : undefined;
  }

  /** What of a vendor's an expression stands for; undefined for anything else, and where it can not be told. */
  trace(expression: ts.Expression, steps = MOST_STEPS): VendorThing | undefined {
    if (steps === 0) return undefined;
    const node = unwrap(expression);
    if (ts.isIdentifier(node)) {
      const declaration = this.#scopes.resolve(node);
      return declaration && this.traceDeclaration(declaration, steps - 1);
    }
    if (ts.isPropertyAccessExpression(node)) return member(this.trace(node.expression, steps - 1), node.name.text);
    if (ts.isElementAccessExpression(node)) {
      const name = literalText(node.argumentExpression);
      return name === undefined ? undefined : member(this.trace(node.expression, steps - 1), name);
    }
    if (ts.isAwaitExpression(node)) {
      const loaded = unwrap(node.expression);
      return ts.isCallExpression(loaded) && isDynamicImport(loaded) ? loadedBy(loaded, this.vendors) : undefined;
    }
    if (ts.isCallExpression(node) && this.#isRequire(node.expression)) return loadedBy(node, this.vendors);
    return undefined;
  }

  /** What of a vendor's a declaration binds. */
  traceDeclaration(declaration: Declaration, steps = MOST_STEPS): VendorThing | undefined {
    if (ts.isImportClause(declaration)) {
      return declaration.phaseModifier === ts.SyntaxKind.TypeKeyword
        ? undefined
        : member(importedBy(declaration.parent, this.vendors), "default");
    }
    if (ts.isNamespaceImport(declaration)) {
      return isTypeOnly(declaration.parent) ? undefined : importedBy(declaration.parent.parent, this.vendors);
    }
    if (ts.isImportSpecifier(declaration)) {
      const clause = declaration.parent.parent;
      if (declaration.isTypeOnly || isTypeOnly(clause)) return undefined;
      return member(importedBy(clause.parent, this.vendors), (declaration.propertyName ?? declaration.name).text);
    }
    if (ts.isImportEqualsDeclaration(declaration))
      return declaration.isTypeOnly ? undefined : loadedBy(declaration, this.vendors);
    if (ts.isVariableDeclaration(declaration)) {
      if (!declaration.initializer || this.#scopes.isReassigned(declaration)) return undefined;
      return this.trace(declaration.initializer, steps);
    }
    if (ts.isBindingElement(declaration)) return this.#traceBinding(declaration, steps);
    if (ts.isParameter(declaration)) return loadedForCallback(declaration, this.vendors);
    return undefined;
  }

  #traceBinding(element: ts.BindingElement, steps: number): VendorThing | undefined {
    const name = propertyNameText(element.propertyName ?? element.name);
    const owner = element.parent.parent;
    if (name === undefined || element.dotDotDotToken || !ts.isObjectBindingPattern(element.parent)) return undefined;
    if (ts.isParameter(owner)) return member(loadedForCallback(owner, this.vendors), name);
    if (ts.isBindingElement(owner)) return member(this.#traceBinding(owner, steps), name);
    if (!ts.isVariableDeclaration(owner) || !owner.initializer) return undefined;
    return member(this.trace(owner.initializer, steps), name);
  }

  /** Whether an expression is Node's `require`, or one made with `createRequire`. */
  #isRequire(expression: ts.Expression): boolean {
    const callee = unwrap(expression);
    if (!ts.isIdentifier(callee)) return false;
    const declaration = this.#scopes.resolve(callee);
    if (!declaration) return callee.text === "require";
    if (!ts.isVariableDeclaration(declaration) || !declaration.initializer) return false;
    const made = unwrap(declaration.initializer);
    if (!ts.isCallExpression(made)) return false;
    const maker = unwrap(made.expression);
    return (
      (ts.isIdentifier(maker) ? maker : ts.isPropertyAccessExpression(maker) ? maker.name : undefined)?.text ===
      "createRequire"
    );
  }
}

function memberBy(load: ModuleLoad, name: string): ModuleMember | undefined {
  const specifier = specifierOf(load)?.text;
  return specifier === undefined ? undefined : { specifier, name, load };
}

/** The module specifier of a load, where it is written out. */
export function specifierOf(load: ModuleLoad): ts.StringLiteralLike | undefined {
  const node = ts.isImportDeclaration(load)
    ? load.moduleSpecifier
    : ts.isCallExpression(load)
      ? load.arguments[0]
      : ts.isExternalModuleReference(load.moduleReference)
        ? load.moduleReference.expression
        : undefined;
  return node && ts.isStringLiteralLike(node) ? node : undefined;
}

export function isDynamicImport(call: ts.CallExpression): boolean {
  return call.expression.kind === ts.SyntaxKind.ImportKeyword;
}

function isTypeOnly(clause: ts.ImportClause): boolean {
  return clause.phaseModifier === ts.SyntaxKind.TypeKeyword;
}

function importedBy(node: ts.Node, vendors: VendorTables): ModuleThing | undefined {
  return ts.isImportDeclaration(node) ? loadedBy(node, vendors) : undefined;
}

function loadedBy(load: ModuleLoad, vendors: VendorTables): ModuleThing | undefined {
  const specifier = specifierOf(load);
  const module = specifier && vendors.module(specifier.text);
  return module && { kind: "module", module, load };
}

/** What `import("…").then((module) => …)` passes to its callback. */
function loadedForCallback(parameter: ts.ParameterDeclaration, vendors: VendorTables): ModuleThing | undefined {
  const callback = parameter.parent;
  if (!(ts.isArrowFunction(callback) || ts.isFunctionExpression(callback)) || callback.parameters[0] !== parameter) {
    return undefined;
  }
  const call = callback.parent;
  if (!ts.isCallExpression(call) || call.arguments[0] !== callback) return undefined;
  if (!ts.isPropertyAccessExpression(call.expression) || call.expression.name.text !== "then") return undefined;
  const loaded = unwrap(call.expression.expression);
  return ts.isCallExpression(loaded) && isDynamicImport(loaded) ? loadedBy(loaded, vendors) : undefined;
}

/** Whether the load gives `module.exports` itself, and no namespace object. */
function isWholeModule(load: ModuleLoad): boolean {
  if (ts.isCallExpression(load)) return !isDynamicImport(load);
  if (ts.isImportEqualsDeclaration(load)) return true;
  // `import * as OpenAI` of old TypeScript without esModuleInterop is the module itself too.
  return load.importClause?.namedBindings !== undefined && ts.isNamespaceImport(load.importClause.namedBindings);
}

function member(thing: VendorThing | undefined, name: string): VendorThing | undefined {
  if (!thing) return undefined;
  if (thing.kind === "class") {
    // The vendors' classes hold themselves as a static member, and CommonJS wraps hold a `default`.
    return name === thing.client.name || name === "default" ? thing : undefined;
  }
  const client = thing.module.exports.get(name);
  if (client) return { kind: "class", client, module: thing.module, load: thing.load };
  // A namespace of a CommonJS module has the whole module as its default.
  return name === "default" ? thing : undefined;
}
