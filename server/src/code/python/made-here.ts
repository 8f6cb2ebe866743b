/** What is certainly made in its own file, so that no other file's client can be meant by it. */
import { membersOfPython } from "../vendors/served.ts";
import type { PythonScopes } from "./scopes.ts";
import { childrenOf, type SyntaxNode, visitPython } from "./syntax.ts";

/** Whether a name stands for nothing but clients that the file makes. `isClient` knows the calls that make one. */
export function isMadeHere(
  name: SyntaxNode,
  scopes: PythonScopes,
  text: string,
  isClient: (call: SyntaxNode) => boolean,
): boolean {
  const bindings = scopes.allOf(text.slice(name.from, name.to), name);
  const values = bindings.map((one) => (one.kind === "value" ? one.value : undefined));
  const some = values.filter((value) => !value || text.slice(value.from, value.to) !== "None");
  return some.length > 0 && some.every((value) => value?.name === "CallExpression" && isClient(value));
}

/** The fields that the classes of a file give nothing but clients that it makes, in the words of JavaScript. */
export function fieldsMadeHere(
  root: SyntaxNode,
  text: string,
  isClient: (call: SyntaxNode) => boolean,
): ReadonlySet<string> {
  const made = new Set<string>();
  const given = new Set<string>();
  visitPython(root, (node) => {
    if (node.name !== "AssignStatement") return;
    const children = childrenOf(node);
    const value = children.at(-1);
    if (!value || text.slice(value.from, value.to) === "None") return;
    const plain = children.filter(({ name }) => name === "AssignOp").length === 1 && value.name === "CallExpression";
    const isMade = plain && !children.some(({ name }) => name === ",") && isClient(value);
    const isField = node.parent?.parent?.name === "ClassDefinition";
    for (const target of children.slice(0, -1)) {
      const name = target.name === "MemberExpression" ? target.getChild("PropertyName") : isField ? target : null;
      if (name) (isMade ? made : given).add(text.slice(name.from, name.to));
    }
  });
  return new Set(membersOfPython([...made].filter((name) => !given.has(name))));
}
