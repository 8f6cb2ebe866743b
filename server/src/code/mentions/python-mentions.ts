/** The names of workloads in Python: values of the header `fairlead-workload`, wherever headers are written. */
import { PythonScopes } from "../python/scopes.ts";
import {
  argumentsOf,
  childrenOf,
  enclosing,
  parsePython,
  type SyntaxNode,
  stringText,
  visitPython,
} from "../python/syntax.ts";
import { isWorkloadHeader } from "./prefilter.ts";
import type { WorkloadMention } from "./types.ts";

// Names that stand for each other in circles must end somewhere.
const MOST_STEPS = 8;

const FUNCTIONS: ReadonlySet<string> = new Set(["FunctionDefinition", "LambdaExpression"]);

/** The names of workloads in one file, in no order. */
export function pythonMentions(text: string): WorkloadMention[] {
  const root = parsePython(text);
  const reader = new Reader(text, root, new PythonScopes(root, text));
  visitPython(root, (node) => reader.look(node));
  return [...reader.found.values()];
}

class Reader {
  /** By place: one name may be reached by several ways. */
  readonly found = new Map<number, WorkloadMention>();
  readonly #text: string;
  readonly #root: SyntaxNode;
  readonly #scopes: PythonScopes;

  constructor(text: string, root: SyntaxNode, scopes: PythonScopes) {
    this.#text = text;
    this.#root = root;
    this.#scopes = scopes;
  }

  look(node: SyntaxNode): void {
    if (node.name === "DictionaryExpression") this.#dictionary(node);
    else if (node.name === "AssignStatement") this.#assignment(node);
    else if (node.name === "TupleExpression" || node.name === "ArrayExpression") this.#pair(elementsOf(node));
    else if (node.name === "CallExpression") {
      // `request.headers.add_header(name, value)`, `headers.setdefault(name, value)`.
      const args = argumentsOf(node.getChild("ArgList"), this.#text);
      if (args.every(({ keyword, unpacked }) => keyword === undefined && !unpacked))
        this.#pair(args.map(({ value }) => value));
    }
  }

  #dictionary(node: SyntaxNode): void {
    for (let child = node.firstChild; child; child = child.nextSibling) {
      const value = child.name === ":" ? child.nextSibling : null;
      if (value && child.prevSibling && this.#isHeader(child.prevSibling)) this.#value(value, MOST_STEPS);
    }
  }

  #assignment(node: SyntaxNode): void {
    const [target, operator, value] = childrenOf(node);
    if (target?.name !== "MemberExpression" || operator?.name !== "AssignOp" || !value) return;
    const key = target.getChild("[")?.nextSibling;
    if (key && this.#isHeader(key)) this.#value(value, MOST_STEPS);
  }

  #pair([name, value, more]: readonly SyntaxNode[]): void {
    if (name && value && !more && this.#isHeader(name)) this.#value(value, MOST_STEPS);
  }

  #isHeader(node: SyntaxNode): boolean {
    const binding = node.name === "VariableName" ? this.#scopes.resolve(node) : undefined;
    const written = binding?.kind === "value" ? binding.value : node;
    const known = stringText(written, this.#text);
    return known?.complete === true && isWorkloadHeader(known.text);
  }

  #value(node: SyntaxNode, steps: number): void {
    if (steps === 0) return;
    if (node.name === "String") this.#add(node);
    else if (node.name === "ParenthesizedExpression") {
      const [inner] = elementsOf(node);
      if (inner) this.#value(inner, steps - 1);
    } else if (node.name === "ConditionalExpression") {
      for (const choice of [node.firstChild, node.lastChild]) if (choice) this.#value(choice, steps - 1);
    } else if (node.name === "VariableName") {
      const binding = this.#scopes.resolve(node);
      if (binding?.kind === "value") this.#value(binding.value, steps - 1);
      else if (binding) for (const passed of this.#passedTo(node)) this.#value(passed, steps - 1);
    } else if (node.name === "BinaryExpression" && node.getChild("or")) {
      for (const choice of [node.firstChild, node.lastChild]) if (choice) this.#value(choice, steps - 1);
    }
  }

  /** What the calls in this file pass for a parameter, its default included. */
  #passedTo(name: SyntaxNode): SyntaxNode[] {
    const word = this.#word(name);
    const holder = enclosing(name, FUNCTIONS);
    const list = holder?.getChild("ParamList");
    const own = holder?.name === "FunctionDefinition" ? holder.getChild("VariableName") : null;
    if (!list || !own) return [];
    const parameters = parametersOf(list, this.#text);
    const index = parameters.findIndex((parameter) => parameter.name === word);
    if (index < 0) return [];
    const passed: SyntaxNode[] = [];
    const preset = parameters[index]?.preset;
    if (preset) passed.push(preset);
    const called = this.#word(own);
    visitPython(this.#root, (node) => {
      const callee = node.name === "CallExpression" ? node.firstChild : null;
      if (callee?.name !== "VariableName" || this.#word(callee) !== called) return;
      const args = argumentsOf(node.getChild("ArgList"), this.#text);
      const argument = args.find(({ keyword }) => keyword === word) ?? args.filter(({ keyword }) => !keyword)[index];
      if (argument && !argument.unpacked) passed.push(argument.value);
    });
    return passed;
  }

  #add(node: SyntaxNode): void {
    const source = this.#text.slice(node.from, node.to);
    const opening = /^[A-Za-z]*("""|'''|"|')/.exec(source);
    const known = stringText(node, this.#text);
    if (!opening || !known?.complete) return;
    const start = node.from + opening[0].length;
    this.found.set(start, { workload: known.text, start, end: node.to - (opening[1]?.length ?? 1) });
  }

  #word(node: SyntaxNode): string {
    return this.#text.slice(node.from, node.to);
  }
}

function elementsOf(node: SyntaxNode): SyntaxNode[] {
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
