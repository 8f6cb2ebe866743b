/** Names and what they are bound to, within one Python file. */
import { childrenOf, type SyntaxNode, visitPython } from "./syntax.ts";

/** What a name is bound to: a dotted path of an import, an assigned expression, or something else. */
export type Binding = ImportBinding | { kind: "value"; value: SyntaxNode; name: SyntaxNode } | { kind: "other" };

export interface ImportBinding {
  kind: "import";
  path: string;
  /** The statement. */
  statement: SyntaxNode;
  /** The first and last node of what stands for it in the statement: `AzureOpenAI as Client`. */
  part: readonly SyntaxNode[];
}

const SCOPES = new Set([
  "Script",
  "FunctionDefinition",
  "LambdaExpression",
  "ClassDefinition",
  "ArrayComprehensionExpression",
  "DictionaryComprehensionExpression",
  "SetComprehensionExpression",
  "ComprehensionExpression",
]);

/** The names of one file, by the scope that binds them. */
export class PythonScopes {
  readonly #text: string;
  readonly #names = new Map<number, Map<string, Binding[]>>();
  readonly #uses = new Map<string, SyntaxNode[]>();

  constructor(root: SyntaxNode, text: string) {
    this.#text = text;
    visitPython(root, (node) => {
      if (node.name === "VariableName" && isUse(node)) {
        const word = this.#word(node);
        const known = this.#uses.get(word);
        if (known) known.push(node);
        else this.#uses.set(word, [node]);
      } else this.#note(node);
    });
  }

  /** The one thing that a name is bound to where it stands; undefined where it is unbound. */
  resolve(name: SyntaxNode): Binding | undefined {
    return this.resolveWord(this.#word(name), name);
  }

  /** The one thing that a word is bound to for a node: `other` where it is bound to several. */
  resolveWord(word: string, at: SyntaxNode): Binding | undefined {
    let functionsCrossed = false;
    for (let scope = scopeAround(at); scope; scope = scopeAround(scope)) {
      // A method does not see the names of its class.
      const visible = scope.name !== "ClassDefinition" || !functionsCrossed;
      const bindings = visible ? this.#names.get(keyOf(scope))?.get(word) : undefined;
      if (bindings && bindings.length > 0) return this.#single(bindings);
      if (scope.name !== "ClassDefinition") functionsCrossed = true;
    }
    return undefined;
  }

  /** Where a name is used for what it is bound to here, the places that bind it left out. */
  uses(word: string, binding: Binding): SyntaxNode[] {
    const found: SyntaxNode[] = [];
    for (const node of this.#uses.get(word) ?? []) if (this.resolve(node) === binding) found.push(node);
    return found;
  }

  #single(bindings: readonly Binding[]): Binding | undefined {
    // `except ImportError: OpenAI = None` is how optional packages are written.
    const real = bindings.filter((one) => one.kind !== "value" || this.#word(one.value) !== "None");
    const [first, ...others] = real;
    if (!first) return undefined;
    if (others.length === 0) return first;
    const same = first.kind === "import" && others.every((one) => one.kind === "import" && one.path === first.path);
    return same ? first : { kind: "other" };
  }

  #note(node: SyntaxNode): void {
    switch (node.name) {
      case "ImportStatement":
        if (!isTypeChecking(node, this.#text)) this.#noteImport(node);
        return;
      case "AssignStatement":
        this.#noteAssignment(node);
        return;
      case "FunctionDefinition":
      case "ClassDefinition": {
        const name = node.getChild("VariableName");
        if (name) this.#bind(node, name, { kind: "other" });
        return;
      }
      case "ParamList":
        this.#noteParameters(node);
        return;
      case "ForStatement":
      case "WithStatement":
      case "TryStatement":
      case "ArrayComprehensionExpression":
      case "SetComprehensionExpression":
      case "DictionaryComprehensionExpression":
      case "ComprehensionExpression":
        this.#noteTargets(node);
    }
  }

  #noteImport(node: SyntaxNode): void {
    const children = childrenOf(node);
    const first = children[0]?.name;
    const importAt = children.findIndex(({ name }) => name === "import");
    // A relative import is the project's own module, whatever its name.
    const module = first === "from" ? this.#dotted(children.slice(1, importAt)) : "";
    if (module.startsWith(".")) {
      for (const name of children.slice(importAt))
        if (name.name === "VariableName") this.#bind(node, name, { kind: "other" });
      return;
    }
    for (const part of splitByComma(children.slice(importAt + 1))) {
      const as = part.findIndex(({ name }) => name === "as");
      const path = this.#dotted(as < 0 ? part : part.slice(0, as));
      const bound = as < 0 ? part[0] : part[as + 1];
      if (bound?.name !== "VariableName") continue;
      // `import a.b` binds `a`, and `import a.b as c` binds `a.b`.
      const whole = first === "from" ? `${module}.${path}` : as < 0 ? (path.split(".")[0] ?? path) : path;
      this.#bind(node, bound, { kind: "import", path: whole, statement: node, part });
    }
  }

  #dotted(nodes: readonly SyntaxNode[]): string {
    return nodes
      .filter(({ name }) => name === "VariableName" || name === "." || name === "..." || name === "Ellipsis")
      .map((node) => this.#word(node))
      .join("");
  }

  #noteAssignment(node: SyntaxNode): void {
    const children = childrenOf(node).filter(({ name }) => name !== "TypeDef");
    const [target, operator, value, ...rest] = children;
    if (!target || operator?.name !== "AssignOp" || !value) return;
    if (target.name === "VariableName" && rest.length === 0)
      this.#bind(node, target, { kind: "value", value, name: target });
    // `a, b = …` and `a = b = …`: everything before the last value is a target.
    else this.#bindNames(node, children.slice(0, -1));
  }

  #bindNames(around: SyntaxNode, nodes: readonly SyntaxNode[]): void {
    for (const node of nodes) if (node.name === "VariableName") this.#bind(around, node, { kind: "other" });
  }

  #noteParameters(list: SyntaxNode): void {
    const children = childrenOf(list);
    for (const [index, child] of children.entries()) {
      // After `=` stands a default, and no parameter.
      if (child.name === "VariableName" && children[index - 1]?.name !== "AssignOp") {
        this.#bindIn(list.parent ?? list, child, { kind: "other" });
      }
    }
  }

  #noteTargets(node: SyntaxNode): void {
    const children = childrenOf(node);
    for (const [index, child] of children.entries()) {
      const before = children[index - 1]?.name;
      if (before !== "for" && before !== "as") continue;
      const own = node.name.endsWith("ComprehensionExpression") ? node : undefined;
      visitPython(child, (inner) => {
        if (inner.name !== "VariableName") return;
        if (own) this.#bindIn(own, inner, { kind: "other" });
        else this.#bind(node, inner, { kind: "other" });
      });
    }
  }

  /** Binds a name in the scope around a node. */
  #bind(node: SyntaxNode, name: SyntaxNode, binding: Binding): void {
    const scope = scopeAround(node);
    if (scope) this.#bindIn(scope, name, binding);
  }

  #bindIn(scope: SyntaxNode, name: SyntaxNode, binding: Binding): void {
    const names = this.#names.get(keyOf(scope)) ?? new Map<string, Binding[]>();
    this.#names.set(keyOf(scope), names);
    const word = this.#word(name);
    names.set(word, [...(names.get(word) ?? []), binding]);
  }

  #word(node: SyntaxNode): string {
    return this.#text.slice(node.from, node.to);
  }
}

/** Whether a name stands for its value: not in an import, and not as a keyword of a call. */
function isUse(node: SyntaxNode): boolean {
  const { parent, nextSibling } = node;
  if (parent?.name === "ImportStatement") return false;
  return parent?.name !== "ArgList" || nextSibling?.name !== "AssignOp";
}

function scopeAround(node: SyntaxNode): SyntaxNode | undefined {
  for (let at = node.parent; at; at = at.parent) if (SCOPES.has(at.name)) return at;
  return undefined;
}

// Node objects are made anew at every step through the tree, so they can not be keys themselves.
function keyOf(scope: SyntaxNode): number {
  return scope.name === "Script" ? -1 : scope.from;
}

function splitByComma(nodes: readonly SyntaxNode[]): SyntaxNode[][] {
  const parts: SyntaxNode[][] = [[]];
  for (const node of nodes) {
    if (node.name === ",") parts.push([]);
    else if (node.name !== "(" && node.name !== ")" && node.name !== "Comment") parts.at(-1)?.push(node);
  }
  return parts.filter((part) => part.length > 0);
}

function isTypeChecking(node: SyntaxNode, text: string): boolean {
  for (let at = node.parent; at; at = at.parent) {
    if (at.name !== "IfStatement") continue;
    const test = at.firstChild?.nextSibling;
    const body = at.getChild("Body");
    // What stands in an `else` is what runs.
    if (!body || node.from > body.to) continue;
    if (test && /^(?:\w+\.)?TYPE_CHECKING$/.test(text.slice(test.from, test.to))) return true;
  }
  return false;
}
