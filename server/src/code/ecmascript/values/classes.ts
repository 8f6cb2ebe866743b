/** What a class holds. */
import { oneOf, UNKNOWN, type Value } from "../../values/value.ts";
import { isAssignment, propertyNameText, ts, visit } from "../syntax.ts";
import { returnedBy } from "./looking-around.ts";
import { isStatic, type ValueReader } from "./read-values.ts";

/** The fields and methods of a class, the fields by all that is ever assigned to them. */
export function classValue(node: ts.ClassLikeDeclaration, reader: ValueReader): Value {
  const members = new Map<string, Value[]>();
  const statics = new Map<string, Value[]>();
  const add = (to: Map<string, Value[]>, name: string | undefined, value: Value) => {
    // What it has without its worth being known is its own all the same.
    if (name !== undefined) to.set(name, [...(to.get(name) ?? []), ...(value.is === "unknown" ? [] : [value])]);
  };
  const typed: [string, Value][] = [];
  for (const member of node.members) {
    const to = isStatic(member) ? statics : members;
    const name =
      member.name && ts.isPrivateIdentifier(member.name)
        ? member.name.text
        : propertyNameText(member.name as ts.PropertyName);
    if (ts.isPropertyDeclaration(member)) {
      add(to, name, member.initializer ? reader.valueOf(member.initializer) : UNKNOWN);
      if (member.type && name !== undefined && to === members) typed.push([name, reader.typeOf(member.type)]);
      if (member.type && to === statics && !member.initializer) add(to, name, reader.typeOf(member.type));
    } else if (ts.isMethodDeclaration(member)) add(to, name, { is: "function", returns: returnedBy(member, reader) });
    else if (ts.isGetAccessor(member)) {
      add(to, name, returnedBy(member, reader));
      if (member.type) add(to, name, reader.typeOf(member.type));
    } else if (ts.isConstructorDeclaration(member)) {
      for (const parameter of member.parameters) {
        if (!ts.isParameterPropertyDeclaration(parameter, member)) continue;
        add(members, propertyNameText(parameter.name as ts.BindingName), reader.declared(parameter));
      }
    }
  }
  visit(node, (inner) => {
    if (!ts.isBinaryExpression(inner) || !isAssignment(inner.operatorToken.kind)) return;
    const { left } = inner;
    if (!ts.isPropertyAccessExpression(left)) return;
    if (left.expression.kind === ts.SyntaxKind.ThisKeyword) add(members, left.name.text, reader.valueOf(inner.right));
    else if (ts.isIdentifier(left.expression) && left.expression.text === node.name?.text) {
      add(statics, left.name.text, reader.valueOf(inner.right));
    }
  });
  // What is assigned tells more than the type: where it points.
  for (const [name, value] of typed) if ((members.get(name) ?? []).length === 0) add(members, name, value);
  const heritage = node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0];
  return {
    is: "class",
    ...(heritage ? { extends: reader.valueOf(heritage.expression) } : {}),
    members: plain(members),
    statics: plain(statics),
  };
}

function plain(values: ReadonlyMap<string, Value[]>): Record<string, Value> {
  return Object.fromEntries([...values].map(([name, own]) => [name, oneOf(own)]));
}
