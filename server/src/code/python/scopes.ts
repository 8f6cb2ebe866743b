/** Names and what they are bound to, within one Python file. */
import { BUILT_IN, type VendorTables } from "../vendors/index.ts";
import { inside, isTypeChecking, isUse, keyOf, scopeAround, splitByComma } from "./scope-nodes.ts";
import { childrenOf, type SyntaxNode, visitPython } from "./syntax.ts";

/** What a name is bound to: a dotted path of an import, an assigned expression, or something else. */
export type Binding =
  | ImportBinding
  | { kind: "value"; value: SyntaxNode; name: SyntaxNode }
  /** A relative import: the project's own, whatever its name. */
  | { kind: "own"; from: string; name: string }
  /** A function or class. */
  | { kind: "definition"; node: SyntaxNode }
  | { kind: "parameter"; list: SyntaxNode; index: number }
  /** What a `with` statement gives, or an element that a loop goes over. */
  | { kind: "given"; value: SyntaxNode }
  /** A part of what is taken apart: `client, model = make()`. */
  | { kind: "part"; value: SyntaxNode }
  /** A type without a value: `client: OpenAI`. */
  | { kind: "typed"; type: SyntaxNode }
  | { kind: "other" };

export interface ImportBinding {
  kind: "import";
  path: string;
  /** The statement. */
  statement: SyntaxNode;
  /** The first and last node of what stands for it in the statement: `AzureOpenAI as Client`. */
  part: readonly SyntaxNode[];
}

/** The names of one file, by the scope that binds them. */
export class PythonScopes {
  readonly root: SyntaxNode;
  /** The vendors that the file is read by. */
  readonly vendors: VendorTables;
  readonly #text: string;
  readonly #names = new Map<number, Map<string, Binding[]>>();
  readonly #uses = new Map<string, SyntaxNode[]>();
  readonly #types = new Map<string, Binding[]>();
  readonly #modules = new Set<string>();
  readonly #stars = new Set<string>();

  constructor(root: SyntaxNode, text: string, vendors: VendorTables = BUILT_IN) {
    this.root = root;
    this.vendors = vendors;
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

  /** All that a word is bound to where it stands, imports for types alone included. */
  allOf(word: string, at: SyntaxNode): readonly Binding[] {
    let functionsCrossed = false;
    for (let scope = scopeAround(at); scope; scope = scopeAround(scope)) {
      const visible = scope.name !== "ClassDefinition" || !functionsCrossed;
      const bindings = visible ? this.#names.get(keyOf(scope))?.get(word) : undefined;
      if (bindings && bindings.length > 0) return bindings;
      if (scope.name !== "ClassDefinition") functionsCrossed = true;
    }
    return this.#types.get(word) ?? [];
  }

  /** The imports that a name is bound by, where nothing else binds it: `try` one package, `except` another. */
  importsOf(name: SyntaxNode): readonly ImportBinding[] {
    const bindings = this.allOf(this.#word(name), name).filter((one) => !this.#isNone(one));
    return bindings.every((one) => one.kind === "import") ? bindings : [];
  }

  /** The names at the top of the module, with all that they are bound to. */
  globals(): ReadonlyMap<string, readonly Binding[]> {
    return this.#names.get(-1) ?? new Map();
  }

  /** Modules that the file loads, as they are written, and those whose names it all takes over. */
  get modules(): ReadonlySet<string> {
    return this.#modules;
  }

  get stars(): ReadonlySet<string> {
    return this.#stars;
  }

  /** The places where a word is used as a name, whatever it is bound to there. */
  usesOf(word: string): readonly SyntaxNode[] {
    return this.#uses.get(word) ?? [];
  }

  /** Where a name is used for what it is bound to here, the places that bind it left out. */
  uses(word: string, binding: Binding): SyntaxNode[] {
    const found: SyntaxNode[] = [];
    for (const node of this.#uses.get(word) ?? []) if (this.resolve(node) === binding) found.push(node);
    return found;
  }

  #single(bindings: readonly Binding[]): Binding | undefined {
    // `except ImportError: OpenAI = None` is how optional packages are written.
    const real = bindings.filter((one) => !this.#isNone(one));
    const [first, ...others] = real;
    if (!first) return undefined;
    if (others.length === 0) return first;
    const same = first.kind === "import" && others.every((one) => one.kind === "import" && one.path === first.path);
    return same ? first : { kind: "other" };
  }

  #isNone(binding: Binding): boolean {
    return binding.kind === "value" && this.#word(binding.value) === "None";
  }

  #note(node: SyntaxNode): void {
    switch (node.name) {
      case "ImportStatement":
        this.#noteImport(node);
        return;
      case "AssignStatement":
        this.#noteAssignment(node);
        return;
      case "FunctionDefinition":
      case "ClassDefinition": {
        const name = node.getChild("VariableName");
        if (name) this.#bind(node, name, { kind: "definition", node });
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
    const forTypes = isTypeChecking(node, this.#text);
    if (module !== "") this.#modules.add(module);
    if (children.at(-1)?.name === "*") this.#stars.add(module);
    if (module.startsWith(".")) {
      for (const part of splitByComma(children.slice(importAt + 1))) {
        const [name] = part;
        const bound = part.at(-1);
        if (name?.name !== "VariableName" || bound?.name !== "VariableName") continue;
        this.#bindImport(node, bound, { kind: "own", from: module, name: this.#word(name) }, forTypes);
      }
      return;
    }
    for (const part of splitByComma(children.slice(importAt + 1))) {
      const as = part.findIndex(({ name }) => name === "as");
      const path = this.#dotted(as < 0 ? part : part.slice(0, as));
      const bound = as < 0 ? part[0] : part[as + 1];
      if (bound?.name !== "VariableName") continue;
      // `import a.b` binds `a`, and `import a.b as c` binds `a.b`.
      const whole = first === "from" ? `${module}.${path}` : as < 0 ? (path.split(".")[0] ?? path) : path;
      if (first !== "from") this.#modules.add(path);
      this.#bindImport(node, bound, { kind: "import", path: whole, statement: node, part }, forTypes);
    }
  }

  /** An import under `TYPE_CHECKING` gives no value, but a type. */
  #bindImport(node: SyntaxNode, bound: SyntaxNode, binding: Binding, forTypes: boolean): void {
    if (!forTypes) this.#bind(node, bound, binding);
    else this.#types.set(this.#word(bound), [binding]);
  }

  #dotted(nodes: readonly SyntaxNode[]): string {
    return nodes
      .filter(({ name }) => name === "VariableName" || name === "." || name === "..." || name === "Ellipsis")
      .map((node) => this.#word(node))
      .join("");
  }

  #noteAssignment(node: SyntaxNode): void {
    const children = childrenOf(node).flatMap((child) =>
      child.name === "TypeDef"
        ? []
        : child.name === "TupleExpression" && child.from === node.from
          ? inside(child)
          : [child],
    );
    const [target, operator, value, ...rest] = children;
    const type = node.getChild("TypeDef")?.lastChild;
    if (type && target?.name === "VariableName" && (!value || value.name === "None")) {
      const word = this.#word(target);
      this.#types.set(word, [...(this.#types.get(word) ?? []), { kind: "typed", type }]);
    }
    if (!target || !value || !children.some(({ name }) => name === "AssignOp")) return;
    if (target.name === "VariableName" && operator?.name === "AssignOp" && rest.length === 0)
      this.#bind(node, target, { kind: "value", value, name: target });
    else this.#bindSeveral(node, children);
  }

  /** `a, b = …`, each with its own value where as many are written out, and `a = b = …`. */
  #bindSeveral(around: SyntaxNode, children: readonly SyntaxNode[]): void {
    const last = children.findLastIndex(({ name }) => name === "AssignOp");
    const given = children.slice(last + 1).filter(({ name }) => name !== ",");
    const targets = children.slice(0, last);
    const several = targets.filter(({ name }) => name !== ",");
    const chained = targets.some(({ name }) => name === "AssignOp");
    for (const [index, target] of several.entries()) {
      if (target.name !== "VariableName") continue;
      const own = !chained && given.length === several.length ? given[index] : undefined;
      const [only] = given.length === 1 ? given : [];
      if (own || (chained && only)) this.#bind(around, target, { kind: "given", value: (own ?? only) as SyntaxNode });
      else this.#bind(around, target, only ? { kind: "part", value: only } : { kind: "other" });
    }
  }

  #noteParameters(list: SyntaxNode): void {
    const children = childrenOf(list);
    for (const [index, child] of children.entries()) {
      // After `=` stands a default, and no parameter.
      if (child.name === "VariableName" && children[index - 1]?.name !== "AssignOp") {
        this.#bindIn(list.parent ?? list, child, { kind: "parameter", list, index });
      }
    }
  }

  #noteTargets(node: SyntaxNode): void {
    const children = childrenOf(node);
    for (const [index, child] of children.entries()) {
      if (child.name === "as") this.#bindTargets(node, children.slice(index + 1, index + 2), children[index - 1]);
      if (child.name !== "for") continue;
      const end = children.findIndex(({ name }, at) => at > index && name === "in");
      if (end > 0) this.#bindTargets(node, children.slice(index + 1, end), children[end + 1]);
    }
  }

  #bindTargets(node: SyntaxNode, targets: readonly SyntaxNode[], value: SyntaxNode | undefined): void {
    const alone = targets.length === 1 && targets[0]?.name === "VariableName";
    const binding: Binding =
      !value || node.name === "TryStatement" ? { kind: "other" } : { kind: alone ? "given" : "part", value };
    for (const target of targets) {
      visitPython(target, (inner) => {
        if (inner.name !== "VariableName") return;
        if (node.name.endsWith("ComprehensionExpression")) this.#bindIn(node, inner, binding);
        else this.#bind(node, inner, binding);
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
