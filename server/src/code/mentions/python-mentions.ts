/** The names of workloads in Python: values of the header `fairlead-workload`, wherever headers are written. */
import { PythonScopes } from "../python/scopes.ts";
import { argumentsOf, childrenOf, parsePython, type SyntaxNode, stringText, visitPython } from "../python/syntax.ts";
import { isWorkloadHeader, mayTakeHeader } from "./prefilter.ts";
import { PythonImports } from "./python-imports.ts";
import { argumentAt, elementsOf, PythonFollower } from "./python-values.ts";
import type { FileMentions, OfferedCall, OtherFiles, WantedConstant, WorkloadMention } from "./types.ts";

/** What one file says of workloads, in no order. */
export function pythonMentions(text: string, others?: OtherFiles): FileMentions {
  const root = parsePython(text);
  const reader = new Reader(root, text, others);
  visitPython(root, (node) => reader.look(node));
  return { mentions: [...reader.found.values()], wanted: reader.wanted, offered: reader.offered };
}

class Reader {
  /** By place: one name may be reached by several ways. */
  readonly found = new Map<number, WorkloadMention>();
  readonly wanted: WantedConstant[] = [];
  readonly offered: OfferedCall[] = [];
  readonly #text: string;
  readonly #scopes: PythonScopes;
  readonly #imports: PythonImports;
  readonly #follower: PythonFollower;
  readonly #others: OtherFiles | undefined;

  constructor(root: SyntaxNode, text: string, others: OtherFiles | undefined) {
    this.#text = text;
    this.#others = others;
    this.#scopes = new PythonScopes(root, text);
    this.#imports = new PythonImports(text, this.#scopes);
    this.#follower = new PythonFollower(root, text, this.#scopes, this.#imports, {
      taken: (name) => this.wanted.push({ ...name, use: "name" }),
      awaited: (name, argument, member) => this.offered.push({ name, argument, member, use: "name" }),
    });
    for (const { names } of others?.wanted ?? []) this.#add(this.#follower.declared(names));
  }

  look(node: SyntaxNode): void {
    if (node.name === "DictionaryExpression") this.#dictionary(node);
    else if (node.name === "AssignStatement") this.#assignment(node);
    else if (node.name === "TupleExpression" || node.name === "ArrayExpression") this.#pair(elementsOf(node));
    else if (node.name === "CallExpression") this.#call(node);
  }

  #call(node: SyntaxNode): void {
    // `request.headers.add_header(name, value)`, `headers.setdefault(name, value)`.
    const args = argumentsOf(node.getChild("ArgList"), this.#text);
    const callee =
      node.firstChild?.name === "MemberExpression" ? node.firstChild.getChild("PropertyName") : node.firstChild;
    const called = callee ? this.#text.slice(callee.from, callee.to) : undefined;
    if (mayTakeHeader(called) && args.every(({ keyword, unpacked }) => keyword === undefined && !unpacked))
      this.#pair(args.map(({ value }) => value));
    if (!this.#others || !node.firstChild) return;
    for (const taken of this.#imports.taken(node.firstChild)) {
      for (const { argument, member } of this.#others.offered(taken))
        this.#value(argumentAt(node, argument, member ?? "", this.#text));
    }
  }

  #dictionary(node: SyntaxNode): void {
    for (let child = node.firstChild; child; child = child.nextSibling) {
      const value = child.name === ":" ? child.nextSibling : null;
      if (value && child.prevSibling && this.#isHeader(child.prevSibling)) this.#value(value);
    }
  }

  #assignment(node: SyntaxNode): void {
    const [target, operator, value] = childrenOf(node);
    if (target?.name !== "MemberExpression" || operator?.name !== "AssignOp") return;
    const key = target.getChild("[")?.nextSibling;
    if (key && this.#isHeader(key)) this.#value(value);
  }

  #pair([name, value, more]: readonly SyntaxNode[]): void {
    if (name && value && !more && this.#isHeader(name)) this.#value(value);
  }

  #isHeader(node: SyntaxNode): boolean {
    const binding = node.name === "VariableName" ? this.#scopes.resolve(node) : undefined;
    const written = binding?.kind === "value" ? binding.value : node;
    const known = stringText(written, this.#text);
    return known?.complete === true && isWorkloadHeader(known.text);
  }

  #value(node: SyntaxNode | undefined): void {
    if (node) this.#add(this.#follower.strings(node));
  }

  #add(strings: readonly SyntaxNode[]): void {
    for (const node of strings) {
      const opening = /^[A-Za-z]*("""|'''|"|')/.exec(this.#text.slice(node.from, node.to));
      const known = stringText(node, this.#text);
      if (!opening || !known?.complete) continue;
      const start = node.from + opening[0].length;
      this.found.set(start, { workload: known.text, start, end: node.to - (opening[1]?.length ?? 1) });
    }
  }
}
