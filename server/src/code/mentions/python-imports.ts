/** What a name of one Python file takes from other modules. */
import type { PythonScopes } from "../python/scopes.ts";
import type { SyntaxNode } from "../python/syntax.ts";
import type { TakenName } from "./types.ts";

// A module's constant, or a member of a class or table in it.
const MOST_NAMES = 2;

/** Asked of one file's names. */
export class PythonImports {
  readonly #text: string;
  readonly #scopes: PythonScopes;

  constructor(text: string, scopes: PythonScopes) {
    this.#text = text;
    this.#scopes = scopes;
  }

  /**
   * All ways to read an expression as something of another module: in `a.b.c`, `a.b` may be a module, or `a` one that
   * has a class `b`. Empty for what is of this file.
   */
  taken(node: SyntaxNode): TakenName[] {
    const path = this.#pathOf(node);
    if (path === undefined) return [];
    const dots = /^\.*/.exec(path)?.[0] ?? "";
    const parts = path.slice(dots.length).split(".");
    const ways: TakenName[] = [];
    for (let count = 1; count <= Math.min(MOST_NAMES, parts.length); count += 1) {
      const specifier = dots + parts.slice(0, -count).join(".");
      if (specifier !== "") ways.push({ specifier, names: parts.slice(-count) });
    }
    return ways;
  }

  #pathOf(node: SyntaxNode): string | undefined {
    if (node.name === "VariableName") {
      const binding = this.#scopes.resolve(node);
      if (binding?.kind === "import") return binding.path;
      if (binding?.kind !== "own") return undefined;
      return binding.from.endsWith(".") ? binding.from + binding.name : `${binding.from}.${binding.name}`;
    }
    const member = node.name === "MemberExpression" ? node.getChild("PropertyName") : null;
    const owner = member && node.firstChild ? this.#pathOf(node.firstChild) : undefined;
    return member && owner !== undefined ? `${owner}.${this.#text.slice(member.from, member.to)}` : undefined;
  }
}
