/** What one TypeScript or JavaScript file takes from other modules of its project, and what it gives to them. */
import type { Declaration } from "../ecmascript/declarations.ts";
import type { Scopes } from "../ecmascript/scopes.ts";
import { literalText, propertyNameText, ts, unwrap } from "../ecmascript/syntax.ts";
import type { TakenName } from "./types.ts";

/** The name that an import or a destructured `require` takes from its module; undefined for whole modules. */
export function importedName(declaration: Declaration): string | undefined {
  if (ts.isImportClause(declaration)) return "default";
  if (ts.isImportSpecifier(declaration) || ts.isBindingElement(declaration))
    return propertyNameText((declaration.propertyName ?? declaration.name) as ts.PropertyName);
  return undefined;
}

/** The module that a declaration takes something from. */
export function moduleOf(declaration: Declaration): string | undefined {
  if (ts.isImportClause(declaration)) return literalText(declaration.parent.moduleSpecifier);
  if (ts.isImportSpecifier(declaration)) return literalText(declaration.parent.parent.parent.moduleSpecifier);
  if (ts.isNamespaceImport(declaration)) return literalText(declaration.parent.parent.moduleSpecifier);
  const owner = ts.isBindingElement(declaration) ? declaration.parent.parent : declaration;
  const made = ts.isVariableDeclaration(owner) && owner.initializer ? unwrap(owner.initializer) : undefined;
  const call = made && ts.isAwaitExpression(made) ? unwrap(made.expression) : made;
  if (!call || !ts.isCallExpression(call)) return undefined;
  const { expression } = call;
  const loads =
    expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(expression) && expression.text === "require");
  return loads ? literalText(call.arguments[0]) : undefined;
}

/** Whether a specifier leads into the project: relative, or by a path alias. */
export function isProjectModule(specifier: string | undefined): specifier is string {
  return specifier !== undefined && /^(?:\.|[@~#]\/|#)/.test(specifier);
}

/** What an expression takes from another module of the project; undefined for all that is of this file. */
export function takenName(expression: ts.Expression, scopes: Scopes): TakenName | undefined {
  const node = unwrap(expression);
  if (ts.isIdentifier(node)) {
    const declaration = scopes.resolve(node);
    const specifier = declaration && moduleOf(declaration);
    if (!declaration || !isProjectModule(specifier)) return undefined;
    const name = importedName(declaration);
    return { specifier, names: name === undefined ? [] : [name] };
  }
  if (ts.isPropertyAccessExpression(node)) {
    const owner = takenName(node.expression, scopes);
    return owner && { ...owner, names: [...owner.names, node.name.text] };
  }
  if (!ts.isElementAccessExpression(node)) return undefined;
  const owner = takenName(node.expression, scopes);
  return owner && { ...owner, names: [...owner.names, literalText(unwrap(node.argumentExpression)) ?? "*"] };
}

/** The names under which a file gives a declaration of its own to others. */
export function exportedNames(declaration: Declaration): string[] {
  const statement = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
  const own = declaration.name && ts.isIdentifier(declaration.name) ? declaration.name.text : undefined;
  const marks = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []).map(({ kind }) => kind) : [];
  const names: string[] = [];
  if (marks.includes(ts.SyntaxKind.DefaultKeyword)) names.push("default");
  else if (marks.includes(ts.SyntaxKind.ExportKeyword) && own !== undefined) names.push(own);
  if (own === undefined) return names;
  for (const other of declaration.getSourceFile().statements) {
    if (ts.isExportAssignment(other) && ts.isIdentifier(other.expression) && other.expression.text === own)
      names.push("default");
    if (!ts.isExportDeclaration(other) || other.moduleSpecifier || !other.exportClause) continue;
    if (!ts.isNamedExports(other.exportClause)) continue;
    for (const { propertyName, name } of other.exportClause.elements)
      if ((propertyName ?? name).text === own) names.push(name.text);
  }
  return names;
}

/** What a statement gives to others without declaring it: `export default …`, `module.exports = …`, `exports.a = …`. */
export function exportedValue(node: ts.Node): { name: string | undefined; value: ts.Expression } | undefined {
  if (ts.isExportAssignment(node)) return { name: "default", value: node.expression };
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return undefined;
  const { left, right } = node;
  if (!ts.isPropertyAccessExpression(left)) return undefined;
  if (isExports(left)) return { name: undefined, value: right };
  return isExports(left.expression) ? { name: left.name.text, value: right } : undefined;
}

function isExports(node: ts.Expression): boolean {
  if (ts.isIdentifier(node)) return node.text === "exports";
  return (
    ts.isPropertyAccessExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === "module" &&
    node.name.text === "exports"
  );
}
