/** Which scope a declaration's name belongs to. */
import { isKind, kindsOf, ts } from "./syntax.ts";

/** A node that declares a name with a value at run time. */
export type Declaration =
  | ts.ImportClause
  | ts.NamespaceImport
  | ts.ImportSpecifier
  | ts.ImportEqualsDeclaration
  | ts.VariableDeclaration
  | ts.BindingElement
  | ts.ParameterDeclaration
  | ts.FunctionDeclaration
  | ts.FunctionExpression
  | ts.ClassDeclaration
  | ts.ClassExpression
  | ts.EnumDeclaration
  | ts.ModuleDeclaration;

const DECLARING = kindsOf(
  ts.SyntaxKind.ImportClause,
  ts.SyntaxKind.NamespaceImport,
  ts.SyntaxKind.ImportSpecifier,
  ts.SyntaxKind.ImportEqualsDeclaration,
  ts.SyntaxKind.VariableDeclaration,
  ts.SyntaxKind.BindingElement,
  ts.SyntaxKind.Parameter,
  ts.SyntaxKind.FunctionDeclaration,
  ts.SyntaxKind.FunctionExpression,
  ts.SyntaxKind.ClassDeclaration,
  ts.SyntaxKind.ClassExpression,
  ts.SyntaxKind.EnumDeclaration,
  ts.SyntaxKind.ModuleDeclaration,
);

/** The name that a node declares, with the declaration; undefined for a node that declares none. */
export function declaredName(node: ts.Node): { name: ts.Identifier; declaration: Declaration } | undefined {
  if (!isKind(DECLARING, node)) return undefined;
  const declaration = node as Declaration;
  return declaration.name && ts.isIdentifier(declaration.name) ? { name: declaration.name, declaration } : undefined;
}

/** The node whose inside sees the declared name. */
export function scopeOf(declaration: Declaration): ts.Node {
  if (ts.isFunctionExpression(declaration) || ts.isClassExpression(declaration)) return declaration;
  if (ts.isParameter(declaration)) return declaration.parent;
  if (ts.isBindingElement(declaration)) return scopeOfBinding(declaration);
  if (ts.isVariableDeclaration(declaration)) return scopeOfVariable(declaration);
  return enclosingBlock(declaration.parent);
}

function scopeOfBinding(element: ts.BindingElement): ts.Node {
  let owner: ts.Node = element;
  while (ts.isBindingElement(owner) || ts.isObjectBindingPattern(owner) || ts.isArrayBindingPattern(owner)) {
    owner = owner.parent;
  }
  return ts.isParameter(owner) ? owner.parent : scopeOfVariable(owner as ts.VariableDeclaration);
}

function scopeOfVariable(variable: ts.VariableDeclaration): ts.Node {
  const list = variable.parent;
  if (ts.isCatchClause(list)) return list;
  return list.flags & ts.NodeFlags.BlockScoped ? enclosingBlock(list.parent) : enclosingFunction(list);
}

function enclosingBlock(node: ts.Node): ts.Node {
  let at = node;
  while (!isBlockScope(at)) at = at.parent;
  return at;
}

function isBlockScope(node: ts.Node): boolean {
  return (
    isFunctionScope(node) ||
    ts.isBlock(node) ||
    ts.isCaseBlock(node) ||
    ts.isForStatement(node) ||
    ts.isForInStatement(node) ||
    ts.isForOfStatement(node)
  );
}

function enclosingFunction(node: ts.Node): ts.Node {
  let at = node;
  while (!isFunctionScope(at)) at = at.parent;
  return at;
}

function isFunctionScope(node: ts.Node): boolean {
  return (
    ts.isSourceFile(node) || ts.isFunctionLike(node) || ts.isModuleBlock(node) || ts.isClassStaticBlockDeclaration(node)
  );
}
