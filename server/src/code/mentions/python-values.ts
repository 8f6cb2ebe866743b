/** The strings that a Python expression may be worth, as far as one file tells. */
import type { PythonScopes } from "../python/scopes.ts";
import { argumentsOf, childrenOf, type SyntaxNode, stringText, visitPython } from "../python/syntax.ts";
import type { PythonImports } from "./python-imports.ts";
import type { TakenName } from "./types.ts";

// Names that stand for each other in circles must end somewhere.
const MOST_STEPS = 8;

/** Where a value leaves the file. */
export interface PythonWaysOut {
  /** It comes from another module. */
  taken(name: TakenName): void;
  /** It is what a caller passes to a function of the module. */
  awaited(callee: string, argument: number, keyword: string): void;
}

/** Follows values through one file. */
export class PythonFollower {
  readonly #text: string;
  readonly #root: SyntaxNode;
  readonly #scopes: PythonScopes;
  readonly #imports: PythonImports;
  readonly #ways: PythonWaysOut;

  constructor(root: SyntaxNode, text: string, scopes: PythonScopes, imports: PythonImports, ways: PythonWaysOut) {
    this.#text = text;
    this.#root = root;
    this.#scopes = scopes;
    this.#imports = imports;
    this.#ways = ways;
  }

  /** The string nodes of an expression. */
  strings(node: SyntaxNode, steps = MOST_STEPS): SyntaxNode[] {
    if (steps === 0) return [];
    const all = (nodes: readonly (SyntaxNode | null)[]) =>
      nodes.flatMap((one) => (one ? this.strings(one, steps - 1) : []));
    if (node.name === "String") return [node];
    if (node.name === "ParenthesizedExpression") return all(elementsOf(node).slice(0, 1));
    if (node.name === "ConditionalExpression" || (node.name === "BinaryExpression" && node.getChild("or")))
      return all([node.firstChild, node.lastChild]);
    if (node.name === "VariableName") {
      const binding = this.#scopes.resolve(node);
      if (binding?.kind === "value") return all([binding.value]);
      for (const taken of this.#imports.taken(node)) this.#ways.taken(taken);
      return binding?.kind === "parameter" ? all(this.#passedTo(binding.list, this.#word(node))) : [];
    }
    return node.name === "MemberExpression" ? this.#member(node, steps) : [];
  }

  /** The string nodes of what the module calls by this name, or of a member of that. */
  declared([name, member]: readonly string[]): SyntaxNode[] {
    for (const statement of childrenOf(this.#root)) {
      if (member !== undefined && this.#className(statement) === name) return this.#classMember(statement, member);
      const [target, operator, value] = childrenOf(statement).filter((one) => one.name !== "TypeDef");
      const fits = statement.name === "AssignStatement" && operator?.name === "AssignOp" && target && value;
      if (!fits || this.#word(target) !== name) continue;
      return member === undefined ? this.strings(value) : this.#entry(value, member, MOST_STEPS);
    }
    return [];
  }

  #member(node: SyntaxNode, steps: number): SyntaxNode[] {
    const owner = node.firstChild;
    const property = node.getChild("PropertyName");
    if (!owner) return [];
    if (property && this.#word(property) === "value" && owner.name === "MemberExpression")
      return this.strings(owner, steps - 1);
    for (const taken of this.#imports.taken(node)) this.#ways.taken(taken);
    const key = property ?? node.getChild("[")?.nextSibling;
    const name = key && (key.name === "String" ? stringText(key, this.#text)?.text : this.#word(key));
    if (owner.name !== "VariableName" || !name) return [];
    const binding = this.#scopes.resolve(owner);
    if (binding?.kind === "value") return this.#entry(binding.value, name, steps);
    return binding?.kind === "definition" ? this.#classMember(binding.node, name) : [];
  }

  /** A value of a dictionary that is written out. */
  #entry(dictionary: SyntaxNode, key: string, steps: number): SyntaxNode[] {
    if (dictionary.name !== "DictionaryExpression") return [];
    return childrenOf(dictionary).flatMap((one) => {
      const value = one.name === ":" ? one.nextSibling : null;
      const written = value && one.prevSibling ? stringText(one.prevSibling, this.#text)?.text : undefined;
      return value && written === key ? this.strings(value, steps - 1) : [];
    });
  }

  #className(node: SyntaxNode): string | undefined {
    const name = node.name === "ClassDefinition" ? node.getChild("VariableName") : null;
    return name ? this.#word(name) : undefined;
  }

  #classMember(holder: SyntaxNode, member: string): SyntaxNode[] {
    const body = holder.getChild("Body");
    return (body ? body.getChildren("AssignStatement") : []).flatMap((statement) => {
      const [target, operator, value] = childrenOf(statement).filter((one) => one.name !== "TypeDef");
      const fits = target && value && operator?.name === "AssignOp" && this.#word(target) === member;
      return fits ? this.strings(value) : [];
    });
  }

  /** What the calls in this file pass for a parameter, its default included. */
  #passedTo(list: SyntaxNode, word: string): SyntaxNode[] {
    const holder = list.parent;
    const own = holder?.name === "FunctionDefinition" ? holder.getChild("VariableName") : null;
    const parameters = parametersOf(list, this.#text);
    const index = parameters.findIndex((parameter) => parameter.name === word);
    if (!own || index < 0) return [];
    const called = this.#word(own);
    if (holder?.parent?.name === "Script") this.#ways.awaited(called, index, word);
    const preset = parameters[index]?.preset;
    const passed: SyntaxNode[] = preset ? [preset] : [];
    visitPython(this.#root, (node) => {
      const callee = node.name === "CallExpression" ? node.firstChild : null;
      if (callee?.name !== "VariableName" || this.#word(callee) !== called) return;
      const value = argumentAt(node, index, word, this.#text);
      if (value) passed.push(value);
    });
    return passed;
  }

  #word(node: SyntaxNode): string {
    return this.#text.slice(node.from, node.to);
  }
}

/** What a call passes for a parameter, by its keyword or its place. */
export function argumentAt(call: SyntaxNode, index: number, keyword: string, text: string): SyntaxNode | undefined {
  const args = argumentsOf(call.getChild("ArgList"), text);
  const found = args.find((one) => one.keyword === keyword) ?? args.filter((one) => !one.keyword)[index];
  return found && !found.unpacked ? found.value : undefined;
}

/** What stands in brackets, without them and the commas. */
export function elementsOf(node: SyntaxNode): SyntaxNode[] {
  return childrenOf(node).filter(({ name }) => !["(", ")", "[", "]", ",", "Comment"].includes(name));
}

function parametersOf(list: SyntaxNode, text: string): { name: string; preset: SyntaxNode | undefined }[] {
  const children = childrenOf(list);
  return children.flatMap((child, index) => {
    if (child.name !== "VariableName" || children[index - 1]?.name === "AssignOp") return [];
    const operator = children.slice(index + 1).find(({ name }) => name === "AssignOp" || name === ",");
    const preset = operator?.name === "AssignOp" ? (operator.nextSibling ?? undefined) : undefined;
    return [{ name: text.slice(child.from, child.to), preset }];
  });
}
