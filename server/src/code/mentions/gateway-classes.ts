/** Which expressions and types of one TypeScript or JavaScript file are the gateway's clients and their options. */
import type { Declaration } from "../ecmascript/declarations.ts";
import type { VendorTracer } from "../ecmascript/modules.ts";
import type { Scopes } from "../ecmascript/scopes.ts";
import { propertyNameText, ts, unwrap, visit } from "../ecmascript/syntax.ts";
import { VENDORS } from "../vendors/index.ts";
import { importedName, isProjectModule, moduleOf } from "./modules.ts";

const CLASS_NAMES: ReadonlySet<string> = new Set(
  VENDORS.flatMap(({ classes }) => classes.flatMap(({ gateway }) => (gateway ? [gateway.name] : []))),
);

const OPTIONS_NAME = /^Gateway\w*(?:Options|Config)$/;

// Classes that extend each other in circles must end somewhere.
const MOST_STEPS = 10;

/** Asked of one file's expressions. */
export class GatewayClasses {
  readonly #scopes: Scopes;
  readonly #tracer: VendorTracer;

  constructor(scopes: Scopes, tracer: VendorTracer) {
    this.#scopes = scopes;
    this.#tracer = tracer;
  }

  /** Whether an expression is a client class of the gateway, or one that extends it. */
  isClass(expression: ts.Expression, steps = MOST_STEPS): boolean {
    if (steps === 0) return false;
    if (this.#tracer.classOf(expression)?.module.gateway) return true;
    const node = unwrap(expression);
    if (ts.isClassExpression(node)) return this.extendsClient(node, steps);
    if (ts.isPropertyAccessExpression(node) && CLASS_NAMES.has(node.name.text)) {
      const root = unwrap(node.expression);
      const owner = ts.isIdentifier(root) ? this.#scopes.resolve(root) : undefined;
      return owner !== undefined && isOwnModule(moduleOf(owner));
    }
    const declaration = ts.isIdentifier(node) ? this.#scopes.resolve(node) : undefined;
    return declaration !== undefined && this.#isClassDeclaration(declaration, steps);
  }

  /** Whether a class extends a client class of the gateway. */
  extendsClient(node: ts.ClassLikeDeclaration, steps = MOST_STEPS): boolean {
    const heritage = node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0];
    return heritage !== undefined && this.isClass(heritage.expression, steps - 1);
  }

  /** Whether an expression is a client of the gateway. */
  isClient(expression: ts.Expression, steps = MOST_STEPS): boolean {
    if (steps === 0) return false;
    const node = unwrap(expression);
    if (ts.isNewExpression(node)) return this.isClass(node.expression);
    if (ts.isCallExpression(node)) {
      const callee = unwrap(node.expression);
      return (
        ts.isPropertyAccessExpression(callee) &&
        callee.name.text === "withOptions" &&
        this.isClient(callee.expression, steps - 1)
      );
    }
    if (ts.isPropertyAccessExpression(node) && node.expression.kind === ts.SyntaxKind.ThisKeyword)
      return this.#fieldsOf(node).some((field) => this.#holdsClient(field, steps));
    const declaration = ts.isIdentifier(node) ? this.#scopes.resolve(node) : undefined;
    return (
      declaration !== undefined &&
      (ts.isVariableDeclaration(declaration) || ts.isParameter(declaration)) &&
      this.#holdsClient(declaration, steps)
    );
  }

  /** Whether a type is made of the gateway's options: `GatewayOpenAIOptions`, `Record<string, GatewayOptions>`. */
  isOptionsType(type: ts.TypeNode | undefined): boolean {
    return this.#namesIn(type).some(({ name }) => OPTIONS_NAME.test(name));
  }

  #isClassDeclaration(declaration: Declaration, steps: number): boolean {
    if (ts.isClassLike(declaration)) return this.extendsClient(declaration, steps);
    if (ts.isVariableDeclaration(declaration))
      return declaration.initializer !== undefined && this.isClass(declaration.initializer, steps - 1);
    // A barrel of the project's own: what it hands on under the gateway's name is the gateway's.
    const name = importedName(declaration);
    return name !== undefined && CLASS_NAMES.has(name) && isOwnModule(moduleOf(declaration));
  }

  #holdsClient(
    { type, initializer }: { type?: ts.TypeNode | undefined; initializer?: ts.Expression | undefined },
    steps: number,
  ): boolean {
    if (initializer && this.isClient(initializer, steps - 1)) return true;
    return type !== undefined && ts.isTypeReferenceNode(type) && this.#isClassType(type);
  }

  #isClassType(type: ts.TypeReferenceNode): boolean {
    return ts.isIdentifier(type.typeName) && this.#namesIn(type).some(({ name }) => CLASS_NAMES.has(name));
  }

  /** The fields and constructor parameters that a member of `this` may be. */
  #fieldsOf(node: ts.PropertyAccessExpression): (ts.PropertyDeclaration | ts.ParameterDeclaration)[] {
    let at: ts.Node = node;
    while (at.parent && !ts.isClassLike(at)) at = at.parent;
    if (!ts.isClassLike(at)) return [];
    const name = node.name.text;
    return at.members.flatMap((member): (ts.PropertyDeclaration | ts.ParameterDeclaration)[] => {
      if (ts.isPropertyDeclaration(member)) return propertyName(member.name) === name ? [member] : [];
      if (!ts.isConstructorDeclaration(member)) return [];
      return member.parameters.filter(
        (parameter) => parameter.modifiers !== undefined && propertyNameText(parameter.name) === name,
      );
    });
  }

  /** The imported names in a type that come from the gateway's package, or from a module of the project. */
  #namesIn(type: ts.TypeNode | undefined): { name: string }[] {
    const names: { name: string }[] = [];
    if (!type) return names;
    visit(type, (node) => {
      const declaration = ts.isIdentifier(node) ? this.#scopes.resolveName(node.text, node.parent) : undefined;
      const name = declaration && importedName(declaration);
      if (declaration && name !== undefined && isOwnModule(moduleOf(declaration))) names.push({ name });
    });
    return names;
  }
}

function propertyName(name: ts.PropertyName): string | undefined {
  return ts.isPrivateIdentifier(name) ? name.text : propertyNameText(name);
}

/** Whether a module is the gateway's package or one of the project, which may hand its names on. */
function isOwnModule(specifier: string | undefined): boolean {
  return specifier?.startsWith("@fairlead/runtime/") === true || isProjectModule(specifier);
}
