/** What text a Python expression may be, as far as the file tells. */
import type { Binding, PythonScopes } from "./scopes.ts";
import { argumentsOf, childrenOf, enclosing, type SyntaxNode, stringText, visitPython } from "./syntax.ts";
import { PythonSurroundings } from "./values/looking-around.ts";

/** Stands in a text for what only a run would tell. */
export const HOLE = "\u0001";

/** The text of an expression that names the gateway's address. */
export const GATEWAY = "\u0002";

// Bindings that go in circles, and choices among choices, must end somewhere.
const MOST_READS = 120;
const MOST_TEXTS = 8;

const SAME_TEXT = new Set(["strip", "rstrip", "lstrip", "lower", "replace", "removesuffix", "format"]);
const CLASS = new Set(["ClassDefinition"]);

/** The texts that an expression may be, the likeliest first, each with holes where it can not be told. */
export function pythonTexts(expression: SyntaxNode, scopes: PythonScopes, text: string): string[] {
  return new TextReader(scopes, text).read(expression);
}

class TextReader {
  readonly #scopes: PythonScopes;
  readonly #text: string;
  readonly #around: PythonSurroundings;
  #left = MOST_READS;

  constructor(scopes: PythonScopes, text: string) {
    this.#scopes = scopes;
    this.#text = text;
    this.#around = new PythonSurroundings(text, scopes);
  }

  read(node: SyntaxNode): string[] {
    if (this.#left-- <= 0) return [HOLE];
    if (/\bFAIRLEAD_URL\b/.test(this.#word(node))) return [GATEWAY];
    const first = node.firstChild;
    switch (node.name) {
      case "String":
        return [stringText(node, this.#text)?.text ?? HOLE];
      case "FormatString":
        return this.#formatted(node);
      case "ContinuedString":
        return childrenOf(node).reduce<string[]>((texts, one) => joined(texts, this.read(one)), [""]);
      case "ParenthesizedExpression":
        return first?.nextSibling ? this.read(first.nextSibling) : [HOLE];
      case "ConditionalExpression":
        return first && node.lastChild ? either(this.read(first), this.read(node.lastChild)) : [HOLE];
      case "BinaryExpression":
        return this.#binary(node);
      case "CallExpression":
        return this.#called(node);
      case "VariableName":
        return this.#any(this.#scopes.allOf(this.#word(node), node).flatMap((one) => this.#bound(one)));
      case "MemberExpression":
        return this.#any(this.#field(node));
      default:
        return [HOLE];
    }
  }

  /** A string with expressions in it; doubled braces stand for one. */
  #formatted(node: SyntaxNode): string[] {
    const parts = node.getChildren("FormatReplacement");
    const opening = /^[A-Za-z]*("""|'''|"|')/.exec(this.#word(node))?.[0].length ?? 0;
    let texts = [""];
    let at = node.from + opening;
    for (const part of parts) {
      const inner = part.firstChild?.nextSibling;
      texts = joined(texts, [this.#text.slice(at, part.from)]);
      texts = joined(texts, inner ? this.read(inner) : [HOLE]);
      at = part.to;
    }
    return joined(texts, [this.#text.slice(at, node.to).replace(/["']+$/, "")]);
  }

  #binary(node: SyntaxNode): string[] {
    const left = node.firstChild;
    const right = node.lastChild;
    if (!left || !right) return [HOLE];
    const operator = this.#text.slice(left.to, right.from).trim();
    if (operator === "+") return joined(this.read(left), this.read(right));
    if (operator === "or") return either(this.read(left), this.read(right));
    if (operator === "and") return this.read(right);
    return operator === "%" ? this.read(left).map((one) => one.replace(/%[sdr]/g, HOLE)) : [HOLE];
  }

  #called(node: SyntaxNode): string[] {
    const callee = node.firstChild;
    const args = argumentsOf(node.getChild("ArgList"), this.#text);
    const member = callee?.name === "MemberExpression" ? callee.getChild("PropertyName") : null;
    const name = callee ? this.#word(callee) : "";
    // What the environment does not say is the default.
    if (/(?:^|\.)(?:getenv|environ\.get|get)$/.test(name) && args[1]) return either([HOLE], this.read(args[1].value));
    const [only] = args;
    if ((name === "str" || name === "urljoin") && only) return this.read(only.value);
    if (!member || !callee?.firstChild || !SAME_TEXT.has(this.#word(member))) return [HOLE];
    const texts = this.read(callee.firstChild);
    return this.#word(member) === "format" ? texts.map((one) => one.replace(/\{\w*\}/g, HOLE)) : texts;
  }

  #bound(binding: Binding): string[] {
    if (binding.kind === "value") return this.read(binding.value);
    if (binding.kind !== "parameter") return [HOLE];
    const sign = childrenOf(binding.list)
      .slice(binding.index + 1, binding.index + 3)
      .find(({ name }) => name === "AssignOp");
    const passed = this.#around.passedTo(binding).flatMap((one) => this.read(one));
    // Whoever calls may pass another.
    return either([HOLE, ...passed], sign?.nextSibling ? this.read(sign.nextSibling) : []);
  }

  /** What the class around a node ever gives a field of its own: `self.url`. */
  #field(node: SyntaxNode): string[] {
    const owner = node.firstChild ? this.#word(node.firstChild) : "";
    const name = node.getChild("PropertyName");
    const cls = enclosing(node, CLASS);
    if (!name || !cls) return [HOLE];
    const own = this.#word(name);
    const isOwn = owner === "self" || owner === "cls" || owner === this.#word(cls.getChild("VariableName") ?? name);
    const texts: string[] = [];
    if (isOwn) {
      visitPython(cls, (inner) => {
        if (inner.name !== "AssignStatement" || !inner.getChild("AssignOp") || !inner.firstChild) return;
        const target = this.#word(inner.firstChild);
        const atTop = inner.parent?.parent?.from === cls.from && target === own;
        if ((atTop || target === `self.${own}` || target === `cls.${own}`) && inner.lastChild) {
          texts.push(...this.read(inner.lastChild));
        }
      });
    }
    return texts;
  }

  #any(texts: readonly string[]): string[] {
    return texts.length === 0 ? [HOLE] : either(texts, []);
  }

  #word(node: SyntaxNode): string {
    return this.#text.slice(node.from, node.to);
  }
}

function either(some: readonly string[], others: readonly string[]): string[] {
  return [...new Set([...some, ...others])].slice(0, MOST_TEXTS);
}

function joined(before: readonly string[], after: readonly string[]): string[] {
  return before.flatMap((start) => after.map((end) => start + end)).slice(0, MOST_TEXTS);
}
