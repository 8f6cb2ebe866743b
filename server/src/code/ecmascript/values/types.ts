/** What something of a type is worth: dependency injection gives clients by their types alone. */
import { oneOf, UNKNOWN, type Value } from "../../values/value.ts";
import { isJavaScript, literalText, propertyNameText, ts } from "../syntax.ts";
import type { ValueReader } from "./read-values.ts";

/** Types of one argument that hold, or promise, what the argument is. */
const SEE_THROUGH = new Set([
  ...["Promise", "Readonly", "NonNullable", "Partial", "Required", "Awaited", "Array", "ReadonlyArray", "Ref"],
  ...["MutableRefObject", "Pick", "Omit", "Set", "Observable", "PromiseLike"],
]);

export function typeValue(node: ts.Node, reader: ValueReader): Value {
  if (ts.isTypeReferenceNode(node)) return referenced(node, reader);
  if (ts.isUnionTypeNode(node) || ts.isIntersectionTypeNode(node)) {
    return oneOf(node.types.slice(0, 6).map((one) => typeValue(one, reader)));
  }
  if (ts.isParenthesizedTypeNode(node) || ts.isTypeOperatorNode(node)) return typeValue(node.type, reader);
  if (ts.isArrayTypeNode(node)) return typeValue(node.elementType, reader);
  if (ts.isTypeLiteralNode(node) || ts.isInterfaceDeclaration(node)) return memberTypes(node.members, reader);
  if (ts.isTypeQueryNode(node)) return entity(node.exprName, reader);
  if (ts.isFunctionTypeNode(node)) return { is: "function", returns: typeValue(node.type, reader) };
  if (ts.isImportTypeNode(node)) {
    const from = ts.isLiteralTypeNode(node.argument) ? literalText(node.argument.literal) : undefined;
    if (from === undefined) return UNKNOWN;
    const name = node.qualifier && ts.isIdentifier(node.qualifier) ? node.qualifier.text : "default";
    const of: Value = { is: "import", from, name };
    return node.isTypeOf ? of : { is: "typed", of };
  }
  return UNKNOWN;
}

function referenced(node: ts.TypeReferenceNode, reader: ValueReader): Value {
  const name = node.typeName.getText();
  const [first] = node.typeArguments ?? [];
  if (first && SEE_THROUGH.has(name)) return typeValue(first, reader);
  if (first && name === "InstanceType") return { is: "typed", of: typeValue(first, reader) };
  if (first && name === "ReturnType") return { is: "call", of: typeValue(first, reader), args: [] };
  const of = entity(node.typeName, reader);
  return of.is === "unknown" || of.is === "object" ? of : { is: "typed", of };
}

function entity(name: ts.EntityName, reader: ValueReader): Value {
  if (ts.isIdentifier(name)) return reader.named(name);
  const of = entity(name.left, reader);
  return of.is === "unknown" ? UNKNOWN : { is: "member", of, name: name.right.text };
}

function memberTypes(members: readonly ts.TypeElement[], reader: ValueReader): Value {
  const found: Record<string, Value> = {};
  for (const member of members) {
    const name = propertyNameText(member.name as ts.PropertyName | undefined);
    if (name === undefined) continue;
    const value = ts.isPropertySignature(member)
      ? reader.typeOf(member.type)
      : ts.isMethodSignature(member)
        ? ({ is: "function", returns: reader.typeOf(member.type) } as const)
        : UNKNOWN;
    if (value.is !== "unknown") found[name] = value;
  }
  return Object.keys(found).length > 0 ? { is: "object", members: found, spread: [] } : UNKNOWN;
}

/** The type that a JSDoc comment gives: of a parameter of a function by its name, or of a variable. */
export function jsDocType(node: ts.Node, parameter: string | undefined, reader: ValueReader): Value {
  const sourceFile = node.getSourceFile();
  if (!isJavaScript(sourceFile.fileName)) return UNKNOWN;
  let statement = node;
  while (statement.parent && !ts.isStatement(statement) && !ts.isClassElement(statement)) statement = statement.parent;
  const comment = sourceFile.text.slice(statement.getFullStart(), statement.getStart());
  const pattern =
    parameter === undefined
      ? /@type\s*\{([^}]+)\}/
      : new RegExp(`@param\\s*\\{([^}]+)\\}\\s*\\[?${parameter.replace(/\$/g, "\\$")}\\b`);
  const type = /\/\*\*/.test(comment) ? pattern.exec(comment)?.[1]?.trim() : undefined;
  if (type === undefined) return UNKNOWN;
  const loaded = /^(?:Promise<)?import\(\s*["']([^"']+)["']\s*\)(?:\.([\w$]+))?/.exec(type);
  if (loaded?.[1] !== undefined) {
    return { is: "typed", of: { is: "import", from: loaded[1], name: loaded[2] ?? "default" } };
  }
  const [first = "", ...rest] = type.replace(/^[?!]|^Promise<|[>=]+$|\s*\|.*$/g, "").split(".");
  const declaration = reader.scopes.resolveName(first, node);
  if (!declaration) return UNKNOWN;
  const of = rest.reduce<Value>((owner, name) => ({ is: "member", of: owner, name }), reader.declared(declaration));
  return { is: "typed", of };
}
