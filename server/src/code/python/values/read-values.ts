/** What the expressions of one Python file are worth. */
import { type ClientFact, oneOf, UNKNOWN, type Value } from "../../values/value.ts";
import { ADDRESS_KEYWORDS, pythonAddress } from "../address.ts";
import type { Binding, PythonScopes } from "../scopes.ts";
import { type Argument, argumentsOf, childrenOf, type SyntaxNode, stringText } from "../syntax.ts";
import { HOLE, pythonTexts } from "../texts.ts";
import { classOf, classValue, functionValue, isMethod } from "./definitions.ts";
import { PythonSurroundings } from "./looking-around.ts";

const MOST_DEEP = 40;
const EITHER = new Set(["or", "and", "BitOp"]);

export class PythonValueReader {
  readonly text: string;
  readonly scopes: PythonScopes;
  readonly #clientAt: (start: number, end: number) => ClientFact | undefined;
  readonly #around: PythonSurroundings;
  readonly #known = new Map<string, Value>();
  readonly #waiting = new Map<number, SyntaxNode>();
  readonly #locals: Record<number, Value> = {};
  #depth = 0;

  constructor(text: string, scopes: PythonScopes, clientAt: (start: number, end: number) => ClientFact | undefined) {
    this.text = text;
    this.scopes = scopes;
    this.#clientAt = clientAt;
    this.#around = new PythonSurroundings(text, scopes);
  }

  /** The classes and functions that the values given so far lead to. */
  locals(): Readonly<Record<number, Value>> {
    for (const [at, node] of this.#waiting) {
      this.#waiting.delete(at);
      this.#locals[at] ??= node.name === "ClassDefinition" ? classValue(node, this) : functionValue(node, this);
    }
    return this.#locals;
  }

  word(node: SyntaxNode): string {
    return this.text.slice(node.from, node.to);
  }

  valueOf(node: SyntaxNode): Value {
    return this.#once(`${node.name}${node.from}:${node.to}`, () => this.#read(node));
  }

  /** What a name is worth at a node. */
  named(word: string, at: SyntaxNode): Value {
    const bindings = this.scopes.allOf(word, at);
    return oneOf(bindings.slice(0, 6).map((binding) => this.bound(binding)));
  }

  bound(binding: Binding): Value {
    switch (binding.kind) {
      case "import":
        return imported(binding.path, this.text.startsWith("from", binding.statement.from));
      case "own":
        return { is: "import", from: binding.from, name: binding.name };
      case "value":
      case "given":
        return this.valueOf(binding.value);
      case "part": {
        const value = this.valueOf(binding.value);
        return value.is === "unknown" ? UNKNOWN : { is: "call", of: UNKNOWN, args: [value] };
      }
      case "definition":
        return this.local(binding.node);
      case "typed":
        return this.typeOf(binding.type);
      case "parameter":
        return this.#once(`parameter${binding.list.from}:${binding.index}`, () => this.#parameter(binding));
      case "other":
        return UNKNOWN;
    }
  }

  /** Something of the type that an annotation names. */
  typeOf(node: SyntaxNode): Value {
    if (node.name === "TypeDef") return node.lastChild ? this.typeOf(node.lastChild) : UNKNOWN;
    if (node.name === "String") {
      const word = /^["'](?:\w+\[)?\s*([\w.]+)\s*(?:\]|\|.*)?["']$/.exec(this.word(node))?.[1];
      if (word === undefined) return UNKNOWN;
      const [first = "", ...rest] = word.split(".");
      const of = rest.reduce<Value>((owner, name) => ({ is: "member", of: owner, name }), this.named(first, node));
      return typed(of);
    }
    if (node.name === "BinaryExpression") {
      return oneOf(
        childrenOf(node)
          .filter(({ name }) => name !== "BitOp")
          .map((one) => this.typeOf(one)),
      );
    }
    if (node.name === "MemberExpression" && !node.getChild("PropertyName")) {
      // `Optional[OpenAI]`, `Annotated[OpenAI, Depends(…)]`
      const inner = childrenOf(node)
        .slice(2)
        .filter(({ name }) => name !== "," && name !== "]");
      return oneOf(inner.slice(0, 3).map((one) => (one.name === "CallExpression" ? UNKNOWN : this.typeOf(one))));
    }
    if (node.name !== "VariableName" && node.name !== "MemberExpression") return UNKNOWN;
    return typed(this.valueOf(node));
  }

  /** A class or function, to be read when it is asked for. */
  local(node: SyntaxNode): Value {
    if (!(node.from in this.#locals)) this.#waiting.set(node.from, node);
    return { is: "local", at: node.from };
  }

  #once(key: string, read: () => Value): Value {
    const known = this.#known.get(key);
    if (known) return known;
    if (this.#depth >= MOST_DEEP) return UNKNOWN;
    // What leads back to itself is worth nothing more than its other parts.
    this.#known.set(key, UNKNOWN);
    this.#depth++;
    const value = read();
    this.#depth--;
    this.#known.set(key, value);
    return value;
  }

  #read(node: SyntaxNode): Value {
    const first = node.firstChild;
    switch (node.name) {
      case "VariableName":
        return this.named(this.word(node), node);
      case "MemberExpression": {
        const of = first ? this.valueOf(first) : UNKNOWN;
        const name = node.getChild("PropertyName");
        const key = childrenOf(node)[2];
        const known = name || !key ? undefined : stringText(key, this.text);
        const given = (name || known?.complete ? this.#around.assigned(this.word(node)) : []).map((one) =>
          this.valueOf(one),
        );
        if (of.is === "unknown") return oneOf(given);
        if (name) return oneOf([...given, { is: "member", of, name: this.word(name) }]);
        return oneOf([...given, known?.complete ? { is: "member", of, name: known.text } : of]);
      }
      case "CallExpression":
        return this.#call(node);
      case "AwaitExpression":
      case "NamedExpression":
        return node.lastChild ? this.valueOf(node.lastChild) : UNKNOWN;
      case "ParenthesizedExpression":
        return first?.nextSibling ? this.valueOf(first.nextSibling) : UNKNOWN;
      case "ConditionalExpression":
        return oneOf([first, node.lastChild].flatMap((one) => (one ? [this.valueOf(one)] : [])));
      case "BinaryExpression": {
        const operator = first?.nextSibling?.name ?? "";
        const last = node.lastChild;
        return first && last && EITHER.has(operator) ? oneOf([this.valueOf(first), this.valueOf(last)]) : UNKNOWN;
      }
      case "ArrayExpression":
      case "TupleExpression":
        return oneOf(
          childrenOf(node)
            .slice(0, 12)
            .map((one) => this.valueOf(one)),
        );
      case "DictionaryExpression":
        return this.#dictionary(node);
      case "LambdaExpression":
        return { is: "function", returns: node.lastChild ? this.valueOf(node.lastChild) : UNKNOWN };
      default:
        return UNKNOWN;
    }
  }

  #call(node: SyntaxNode): Value {
    const callee = node.firstChild;
    if (!callee) return UNKNOWN;
    const client = this.#clientAt(callee.from, callee.to);
    if (client) return { is: "client", client };
    if (callee.name === "VariableName" && this.word(callee) === "super") return UNKNOWN;
    const args = argumentsOf(node.getChild("ArgList"), this.text);
    const [type, given] = /^(?:\w+\.)?cast$/.test(this.word(callee)) ? args : [];
    if (type && given) {
      const named = this.typeOf(type.value);
      return named.is === "unknown" ? this.valueOf(given.value) : oneOf([this.valueOf(given.value), named]);
    }
    const loaded = /^(?:importlib\.import_module|import_module|__import__)$/.test(this.word(callee)) && args[0];
    const module = loaded ? stringText(loaded.value, this.text) : undefined;
    if (module?.complete) return { is: "import", from: module.text, name: "*" };
    const named = args.filter(({ keyword }) => keyword !== undefined).slice(0, 8);
    const members: Record<string, Value> = {};
    for (const { keyword, value } of named) {
      const own = this.valueOf(value);
      if (own.is !== "unknown") members[keyword ?? ""] = own;
    }
    const values = args
      .filter(({ keyword }) => keyword === undefined)
      .slice(0, 3)
      .map(({ value }) => this.valueOf(value));
    const options: Value[] = Object.keys(members).length > 0 ? [{ is: "object", members, spread: [] }] : [];
    const of = this.valueOf(callee);
    const aimed = of.is !== "unknown" && named.some(({ keyword = "" }) => ADDRESS_KEYWORDS.includes(keyword));
    const state = aimed ? pythonAddress(args, ADDRESS_KEYWORDS, this.scopes, this.text).state : undefined;
    const services = of.is === "unknown" ? undefined : this.servicesOf(callee, args);
    return {
      ...{ is: "call", of, args: [...values, ...options] },
      ...(state === undefined ? {} : { state }),
      ...(services ? { services } : {}),
    };
  }

  /** The services that a call may ask for by name, where it calls a function that makes clients by such. */
  servicesOf(callee: SyntaxNode, args: readonly Argument[]): string[] | undefined {
    const name = callee.name === "MemberExpression" ? callee.getChild("PropertyName") : callee;
    if (!name || !this.scopes.vendors.makesServices(this.word(name))) return undefined;
    const named = args.find(({ keyword }) => keyword === "service_name") ?? args[0];
    if (!named || named.unpacked || (named.keyword !== undefined && named.keyword !== "service_name")) return undefined;
    const known = pythonTexts(named.value, this.scopes, this.text).filter((text) => !text.includes(HOLE));
    return known.length > 0 ? known : undefined;
  }

  #dictionary(node: SyntaxNode): Value {
    const children = childrenOf(node);
    const members: Record<string, Value> = {};
    for (const [index, child] of children.entries()) {
      const key = children[index + 1]?.name === ":" ? stringText(child, this.text) : undefined;
      const value = children[index + 2];
      if (key && value) members[key.text] = this.valueOf(value);
    }
    return Object.keys(members).length > 0 ? { is: "object", members, spread: [] } : UNKNOWN;
  }

  #parameter({ list, index }: Binding & { kind: "parameter" }): Value {
    const owner = list.parent;
    const children = childrenOf(list);
    const name = children[index];
    if (!owner || !name) return UNKNOWN;
    const order = children.slice(0, index).filter(({ name: kind }) => kind === ",").length;
    const cls = isMethod(owner) ? classOf(owner) : undefined;
    if (cls && order === 0 && /^(?:self|cls)$/.test(this.word(name))) {
      return this.word(name) === "cls" ? this.local(cls) : { is: "typed", of: this.local(cls) };
    }
    const values: Value[] = [];
    const type = children[index + 1]?.name === "TypeDef" ? children[index + 1] : undefined;
    if (type) values.push(this.typeOf(type));
    const sign = children[index + (type ? 2 : 1)];
    const fallback = sign?.name === "AssignOp" ? sign.nextSibling : null;
    if (fallback) values.push(this.valueOf(fallback));
    if (!type || /^:\s*(?:\w+\.)?(?:Any|object)$/.test(this.word(type))) {
      const passed = this.#around.passed(owner, this.word(name), cls ? order - 1 : order);
      values.push(...passed.map((one) => this.valueOf(one)), ...this.#fixture(this.word(name), owner));
    }
    return oneOf(values);
  }

  /** What pytest gives a parameter: what the fixture of its name returns. */
  #fixture(word: string, owner: SyntaxNode): Value[] {
    return (this.scopes.globals().get(word) ?? []).flatMap((binding): Value[] => {
      const decorated = binding.kind === "definition" && binding.node.from !== owner.from && binding.node.parent;
      const isFixture = decorated && /@(?:\w+\.)*fixture\b/.test(this.word(decorated).slice(0, 400));
      return isFixture ? [{ is: "call", of: this.local(binding.node), args: [] }] : [];
    });
  }
}

function typed(of: Value): Value {
  return of.is === "unknown" ? UNKNOWN : { is: "typed", of };
}

/** What an import binds: a member of a module, or the module. */
function imported(path: string, isFrom: boolean): Value {
  const at = path.lastIndexOf(".");
  if (!isFrom || at < 0) return { is: "import", from: path, name: "*" };
  return { is: "import", from: path.slice(0, at), name: path.slice(at + 1) };
}
