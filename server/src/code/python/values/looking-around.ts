/** Questions about the rest of a Python file that the values in one place depend on. */
import type { Binding, PythonScopes } from "../scopes.ts";
import { argumentsOf, childrenOf, enclosing, type SyntaxNode, visitPython } from "../syntax.ts";
import { classOf, isMethod } from "./definitions.ts";

const MOST_CALLS = 10;
/** Functions that call the one they are given, with the arguments after it. */
const CALLING = /(?:^|\.)(?:to_thread|submit|partial|run_in_executor)$/;
const PARAMETERS = new Set(["ParamList"]);

export class PythonSurroundings {
  readonly #text: string;
  readonly #scopes: PythonScopes;
  #assigned: ReadonlyMap<string, readonly SyntaxNode[]> | undefined;
  #methodCalls: ReadonlyMap<string, readonly SyntaxNode[]> | undefined;

  constructor(text: string, scopes: PythonScopes) {
    this.#text = text;
    this.#scopes = scopes;
  }

  /** What the file ever assigns to a member of something else than `self`, by its path as written: `app.client`. */
  assigned(path: string): readonly SyntaxNode[] {
    if (!this.#assigned) this.#look();
    return this.#assigned?.get(dotted(path)) ?? [];
  }

  /** What the file itself passes for what a name is bound to as a parameter. */
  passedTo({ list, index }: Binding & { kind: "parameter" }): SyntaxNode[] {
    const owner = list.parent;
    const children = childrenOf(list);
    const name = children[index];
    if (!owner || !name) return [];
    const order = children.slice(0, index).filter(({ name: kind }) => kind === ",").length;
    return this.passed(owner, this.#word(name), isMethod(owner) ? order - 1 : order);
  }

  /** What the file itself passes for a parameter of a function, a constructor or a method of its own class. */
  passed(owner: SyntaxNode, parameter: string, order: number): SyntaxNode[] {
    const name = owner.name === "FunctionDefinition" ? owner.getChild("VariableName") : null;
    if (!name) return [];
    const cls = isMethod(owner) ? classOf(owner) : undefined;
    const word = this.#word(name);
    const uses =
      cls && word !== "__init__"
        ? this.#callsOfMethod(word, cls)
        : this.#scopes.usesOf(cls ? this.#word(cls.getChild("VariableName") ?? name) : word);
    return uses.slice(0, MOST_CALLS).flatMap((use) => this.#argument(use, parameter, order));
  }

  #argument(use: SyntaxNode, parameter: string, order: number): SyntaxNode[] {
    const { parent } = use;
    const call = parent?.name === "CallExpression" && parent.from === use.from ? parent : undefined;
    if (call) {
      // A default of another parameter is worked out before anything is passed.
      if (enclosing(call, PARAMETERS)) return [];
      const args = argumentsOf(call.getChild("ArgList"), this.#text);
      const given = args.find(({ keyword }) => keyword === parameter) ?? args[order];
      return given && (given.keyword === undefined || given.keyword === parameter) ? [given.value] : [];
    }
    const callee = parent?.name === "ArgList" ? parent.parent?.firstChild : undefined;
    if (!parent || !callee || !CALLING.test(this.#word(callee))) return [];
    const args = argumentsOf(parent, this.#text);
    const at = args.findIndex(({ value }) => value.from === use.from);
    const given = args.find(({ keyword }) => keyword === parameter) ?? args[at + 1 + order];
    return given && (given.keyword === undefined || given.keyword === parameter) ? [given.value] : [];
  }

  #callsOfMethod(word: string, cls: SyntaxNode): readonly SyntaxNode[] {
    if (!this.#methodCalls) this.#look();
    return (this.#methodCalls?.get(word) ?? []).filter(({ from }) => from > cls.from && from < cls.to);
  }

  #look(): void {
    const assigned = new Map<string, SyntaxNode[]>();
    const methodCalls = new Map<string, SyntaxNode[]>();
    const add = (to: Map<string, SyntaxNode[]>, key: string, node: SyntaxNode) =>
      to.set(key, [...(to.get(key) ?? []), node]);
    visitPython(this.#scopes.root, (node) => {
      const first = node.firstChild;
      if (first?.name !== "MemberExpression" || !first.firstChild) return;
      const owner = this.#word(first.firstChild);
      const name = first.getChild("PropertyName");
      const isSelf = owner === "self" || owner === "cls";
      if (node.name === "CallExpression" && isSelf && name) add(methodCalls, this.#word(name), first);
      if (node.name === "AssignStatement" && !isSelf && node.getChild("AssignOp") && node.lastChild) {
        add(assigned, dotted(this.#word(first)), node.lastChild);
      }
    });
    this.#assigned = assigned;
    this.#methodCalls = methodCalls;
  }

  #word(node: SyntaxNode): string {
    return this.#text.slice(node.from, node.to);
  }
}

/** A path with its keys as members: what is given as `state["client"]` may be asked for as `state.client`. */
function dotted(path: string): string {
  return path.replace(/\[\s*(["'])(\w+)\1\s*\]/g, ".$2");
}
