/** What Python's classes hold and its functions return. */
import { oneOf, UNKNOWN, type Value } from "../../values/value.ts";
import { argumentsOf, childrenOf, enclosing, type SyntaxNode, visitPython } from "../syntax.ts";
import type { PythonValueReader } from "./read-values.ts";

const DEFINITIONS = new Set(["FunctionDefinition", "ClassDefinition", "LambdaExpression"]);

/** Whether a function stands directly in a class. */
export function isMethod(node: SyntaxNode): boolean {
  return node.name === "FunctionDefinition" && classOf(node) !== undefined;
}

/** The class whose method a function is. */
export function classOf(node: SyntaxNode): SyntaxNode | undefined {
  const around = enclosing(node, DEFINITIONS);
  return around?.name === "ClassDefinition" ? around : undefined;
}

/** A function by what it returns, and by what its annotation says where that is more. */
export function functionValue(node: SyntaxNode, reader: PythonValueReader): Value {
  const returns = returnedBy(node, reader);
  const type = node.getChild("TypeDef");
  const declared = type ? reader.typeOf(type) : UNKNOWN;
  return { is: "function", returns, ...(declared.is === "unknown" || declared === returns ? {} : { declared }) };
}

function propertyValue(node: SyntaxNode, reader: PythonValueReader): Value {
  const value = functionValue(node, reader);
  return value.is === "function" ? oneOf([value.returns, ...(value.declared ? [value.declared] : [])]) : value;
}

/** What a function returns, or yields as a fixture does; else what its annotation says. */
export function returnedBy(node: SyntaxNode, reader: PythonValueReader): Value {
  const values: Value[] = [];
  const body = node.getChild("Body");
  const look = (inner: SyntaxNode): void => {
    if (DEFINITIONS.has(inner.name)) return;
    const value = inner.firstChild?.nextSibling;
    if ((inner.name === "ReturnStatement" || inner.name === "YieldStatement") && value)
      values.push(reader.valueOf(value));
    else for (const child of childrenOf(inner)) look(child);
  };
  if (body) look(body);
  const value = oneOf(values);
  const type = node.getChild("TypeDef");
  return value.is === "unknown" && type ? reader.typeOf(type) : value;
}

/** Functions by which pydantic, dataclasses and attrs describe a field, rather than give it a value. */
const DESCRIBING = /^(?:\w+\.)?(?:Field|PrivateAttr|field|ib|attrib)$/;

/** What a field is worth by default. */
function defaultOf(value: SyntaxNode, reader: PythonValueReader): Value {
  const callee = value.name === "CallExpression" ? value.firstChild : null;
  if (!callee || !DESCRIBING.test(reader.word(callee))) return reader.valueOf(value);
  const args = argumentsOf(value.getChild("ArgList"), reader.text);
  const made = args.find(({ keyword }) => keyword === "default_factory" || keyword === "factory");
  if (made) return { is: "call", of: reader.valueOf(made.value), args: [] };
  const given = args.find(({ keyword }, index) => keyword === "default" || (keyword === undefined && index === 0));
  return given ? reader.valueOf(given.value) : UNKNOWN;
}

/** The fields and methods of a class, the fields by all that is ever assigned to them. */
export function classValue(node: SyntaxNode, reader: PythonValueReader): Value {
  const members = new Map<string, Value[]>();
  const types = new Map<string, Value[]>();
  // What it has without its worth being known is its own all the same.
  const names = new Set<string>();
  const add = (to: Map<string, Value[]>, name: string, value: Value) => {
    names.add(name);
    if (value.is !== "unknown") to.set(name, [...(to.get(name) ?? []), value]);
  };
  const body = node.getChild("Body");
  for (const statement of body ? childrenOf(body) : []) {
    const decorated = statement.name === "DecoratedStatement";
    const definition = decorated ? statement.getChild("FunctionDefinition") : statement;
    if (definition?.name === "FunctionDefinition") {
      const name = definition.getChild("VariableName");
      const property = decorated && /@(?:\w+\.)?(?:cached_)?property\b/.test(reader.word(statement).slice(0, 400));
      if (name)
        add(
          members,
          reader.word(name),
          property ? propertyValue(definition, reader) : functionValue(definition, reader),
        );
    } else if (statement.name === "AssignStatement") {
      const [target, second] = childrenOf(statement);
      if (target?.name !== "VariableName" || !second) continue;
      if (second.name === "TypeDef") add(types, reader.word(target), reader.typeOf(second));
      const value = statement.lastChild;
      if (statement.getChild("AssignOp") && value) add(members, reader.word(target), defaultOf(value, reader));
    }
  }
  visitPython(node, (inner) => {
    if (inner.name !== "AssignStatement") return;
    const children = childrenOf(inner);
    const [target] = children;
    const value = children.at(-1);
    const name = target?.name === "MemberExpression" ? target.getChild("PropertyName") : null;
    if (!target?.firstChild || !name || !value || !inner.getChild("AssignOp")) return;
    if (/^(?:self|cls)$/.test(reader.word(target.firstChild))) add(members, reader.word(name), reader.valueOf(value));
    const type = inner.getChild("TypeDef");
    if (type) add(types, reader.word(name), reader.typeOf(type));
  });
  // What is assigned tells more than the type: where it points.
  for (const [name, own] of types) if (!members.has(name)) members.set(name, own);
  const bases = argumentsOf(node.getChild("ArgList"), reader.text).filter(({ keyword }) => keyword === undefined);
  const base = oneOf(bases.map(({ value }) => reader.valueOf(value)));
  const plain = Object.fromEntries([...names].map((name) => [name, oneOf(members.get(name) ?? [])]));
  return { is: "class", ...(base.is === "unknown" ? {} : { extends: base }), members: plain, statics: plain };
}
