/** Names and what they refer to, within one file. */

import { BUILT_IN, type VendorTables } from "../vendors/index.ts";
import { type Declaration, declaredName, scopeOf } from "./declarations.ts";
import { isAssignment, isKind, kindsOf, ts, visitLinking } from "./syntax.ts";

const DETECTED = kindsOf(
  ts.SyntaxKind.NewExpression,
  ts.SyntaxKind.CallExpression,
  ts.SyntaxKind.ClassDeclaration,
  ts.SyntaxKind.ClassExpression,
  ts.SyntaxKind.ExportDeclaration,
  ts.SyntaxKind.ExportAssignment,
  ts.SyntaxKind.VariableDeclaration,
  ts.SyntaxKind.PropertyAccessExpression,
  ts.SyntaxKind.ElementAccessExpression,
);

/** The scopes of one file, made once and asked often. */
export class Scopes {
  /** The vendors that the file is read by. */
  readonly vendors: VendorTables;
  /** The nodes that detectors ask for, parents first, so that one walk through the tree serves all. */
  readonly nodes: readonly ts.Node[];
  readonly #declarations = new Map<ts.Node, Map<string, Declaration>>();
  readonly #declared = new Set<string>();
  readonly #identifiers = new Map<string, ts.Identifier[]>();
  readonly #references = new Map<string, ReadonlyMap<Declaration, ts.Identifier[]>>();

  constructor(sourceFile: ts.SourceFile, vendors: VendorTables = BUILT_IN) {
    this.vendors = vendors;
    const nodes: ts.Node[] = [];
    this.nodes = nodes;
    visitLinking(sourceFile, (node) => {
      if (isKind(DETECTED, node)) nodes.push(node);
      if (ts.isIdentifier(node)) this.#note(node);
      const declared = declaredName(node);
      if (declared) this.#declare(declared.name.text, declared.declaration);
    });
  }

  /** The declaration that an identifier refers to; undefined for a global or a name of types only. */
  resolve(identifier: ts.Identifier): Declaration | undefined {
    return this.resolveName(identifier.text, identifier.parent);
  }

  /** The declaration that a name would refer to at a node. */
  resolveName(name: string, from: ts.Node): Declaration | undefined {
    // Most names are members or globals, which no scope declares.
    if (!this.#declared.has(name)) return undefined;
    for (let at: ts.Node | undefined = from; at; at = at.parent) {
      const found = this.#declarations.get(at)?.get(name);
      if (found) return found;
    }
    return undefined;
  }

  /** The identifiers that refer to a declaration, as values or as types, in order of place. */
  references(declaration: Declaration): readonly ts.Identifier[] {
    const name = declaredName(declaration)?.name;
    if (!name) return [];
    let known = this.#references.get(name.text);
    if (!known) {
      known = this.#resolved(name.text);
      this.#references.set(name.text, known);
    }
    return (known.get(declaration) ?? []).filter((identifier) => identifier !== name);
  }

  /** All that refers to a name, by what it refers to: a large file declares some names in every function. */
  #resolved(name: string): Map<Declaration, ts.Identifier[]> {
    const found = new Map<Declaration, ts.Identifier[]>();
    for (const identifier of this.#identifiers.get(name) ?? []) {
      const declaration = isReference(identifier) ? this.resolve(identifier) : undefined;
      if (!declaration) continue;
      const known = found.get(declaration);
      if (known) known.push(identifier);
      else found.set(declaration, [identifier]);
    }
    return found;
  }

  /** What a file ever gives a name that it does not declare, as scripts and notebooks do. */
  assignedGlobally(name: string): ts.Expression[] {
    if (this.#declared.has(name)) return [];
    return (this.#identifiers.get(name) ?? []).flatMap(({ parent }) =>
      ts.isBinaryExpression(parent) &&
      isAssignment(parent.operatorToken.kind) &&
      ts.isIdentifier(parent.left) &&
      parent.left.text === name
        ? [parent.right]
        : [],
    );
  }

  /** Whether the text stands anywhere in the file as an identifier. */
  mentions(name: string): boolean {
    return this.#identifiers.has(name);
  }

  /** Whether a variable may hold something else than its initialiser. */
  isReassigned(declaration: Declaration): boolean {
    return this.references(declaration).some((identifier) => {
      const parent = identifier.parent;
      return ts.isBinaryExpression(parent) && parent.left === identifier && isAssignment(parent.operatorToken.kind);
    });
  }

  #note(identifier: ts.Identifier): void {
    const known = this.#identifiers.get(identifier.text);
    if (known) known.push(identifier);
    else this.#identifiers.set(identifier.text, [identifier]);
  }

  #declare(name: string, declaration: Declaration): void {
    this.#declared.add(name);
    const scope = scopeOf(declaration);
    const names = this.#declarations.get(scope) ?? new Map<string, Declaration>();
    this.#declarations.set(scope, names);
    // The first holds: what follows is a merged declaration, or an error that is not ours to report.
    if (!names.has(name)) names.set(name, declaration);
  }
}

/** Whether an identifier stands for what its name is bound to, rather than naming a member, a key or a label. */
export function isReference(identifier: ts.Identifier): boolean {
  const parent = identifier.parent;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === identifier;
  if (ts.isQualifiedName(parent)) return parent.left === identifier;
  if (ts.isImportSpecifier(parent)) return false;
  if (ts.isExportSpecifier(parent)) {
    return !parent.parent.parent.moduleSpecifier && (parent.propertyName ?? parent.name) === identifier;
  }
  if (ts.isBindingElement(parent)) return parent.initializer === identifier;
  if (ts.isShorthandPropertyAssignment(parent))
    return parent.name === identifier || parent.objectAssignmentInitializer === identifier;
  if (ts.isJsxAttribute(parent) || ts.isMetaProperty(parent) || ts.isLabeledStatement(parent)) return false;
  if (ts.isBreakOrContinueStatement(parent) || ts.isImportTypeNode(parent) || ts.isNamespaceExport(parent))
    return false;
  if (ts.isNamedTupleMember(parent)) return parent.type === (identifier as ts.Node);
  return !(
    (ts.isDeclarationStatement(parent) || "name" in parent) &&
    (parent as { name?: ts.Node }).name === identifier
  );
}
