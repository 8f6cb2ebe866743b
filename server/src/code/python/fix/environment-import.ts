/** Brings `import os` into a file, once and in its place. */
import { lineEnding, lineStart, nextLine } from "../../text/style.ts";
import type { TextEdit } from "../../types.ts";
import type { PythonFile, PythonSite } from "../sites.ts";
import { childrenOf, enclosing, type SyntaxNode } from "../syntax.ts";

// Enough to tell which group of imports is the standard library's.
const STANDARD =
  /^(?:__future__|abc|argparse|ast|asyncio|base64|collections|concurrent|contextlib|copy|csv|dataclasses|datetime|decimal|enum|functools|glob|hashlib|html|http|importlib|inspect|io|itertools|json|logging|math|mimetypes|multiprocessing|operator|os|pathlib|pickle|platform|pprint|queue|random|re|secrets|shutil|signal|socket|sqlite3|ssl|statistics|string|subprocess|sys|tempfile|textwrap|threading|time|traceback|types|typing|unittest|urllib|uuid|warnings|zipfile|zoneinfo)\b/;

/** The edit, or none where every site sees the module already. */
export function environmentImport(sites: readonly Pick<PythonSite, "call" | "callee">[], file: PythonFile): TextEdit[] {
  const { text, root, scopes } = file;
  const sees = ({ callee, call }: Pick<PythonSite, "call" | "callee">) => {
    const bound = scopes.resolveWord("os", callee);
    if (bound?.kind !== "import") return false;
    const own = enclosing(bound.statement, FUNCTIONS);
    return own !== undefined || (bound.statement.parent?.name === "Script" && bound.statement.from < call.from);
  };
  if (sites.every(sees)) return [];
  const ending = lineEnding(text);
  const first = firstStatement(root, text);
  if (!first) return [];
  const group = first.name === "ImportStatement" ? groupOf(first, text) : [];
  // Where others follow without a blank line, the standard library's still come first.
  const others = group.findIndex((node) => !STANDARD.test(moduleOf(node, text)));
  const standard = others < 0 ? group : group.slice(0, others);
  if (standard.length > 0) {
    const next = standard.find((node) => text.startsWith("from", node.from) || moduleOf(node, text) > "os");
    const last = standard.at(-1) ?? first;
    const at = next ? lineStart(text, next.from) : nextLine(text, last.to);
    const ended = next || /[\r\n]/.test(text[at - 1] ?? "");
    return [{ start: at, end: at, text: ended ? `import os${ending}` : `${ending}import os` }];
  }
  const at = aboveComments(first, text);
  // Nothing of a group of its own, or of the header of the file, may stick to the next.
  return [{ start: at, end: at, text: `import os${ending}${ending}` }];
}

const FUNCTIONS = new Set(["FunctionDefinition", "LambdaExpression"]);

/** The first statement that is neither the file's documentation nor an import of the future. */
function firstStatement(root: SyntaxNode, text: string): SyntaxNode | undefined {
  const statements = childrenOf(root).filter(({ name }) => name !== "Comment" && name !== ";");
  return statements.find(
    (node, index) =>
      !(index === 0 && node.name === "ExpressionStatement" && node.firstChild?.name.endsWith("String")) &&
      !(node.name === "ImportStatement" && /^from\s+__future__\b/.test(text.slice(node.from, node.to))),
  );
}

/** The imports that follow each other without a blank line. */
function groupOf(first: SyntaxNode, text: string): SyntaxNode[] {
  const group = [first];
  for (let at = first.nextSibling; at; at = at.nextSibling) {
    if (at.name === "Comment" || at.name === ";") continue;
    const between = text.slice(group.at(-1)?.to ?? first.to, at.from);
    if (at.name !== "ImportStatement" || /\n[ \t]*\r?\n|\r[ \t]*\r/.test(between)) break;
    group.push(at);
  }
  return group;
}

function moduleOf(statement: SyntaxNode, text: string): string {
  return /^(?:import|from)\s+([.\w]+)/.exec(text.slice(statement.from, statement.to))?.[1] ?? "";
}

/** Above the comments that stand directly over a statement, unless they are the header of the file. */
function aboveComments(statement: SyntaxNode, text: string): number {
  const own = lineStart(text, statement.from);
  let at = own;
  for (;;) {
    const lineBreak = /(?:\r\n|\n|\r)$/.exec(text.slice(0, at))?.[0].length;
    if (lineBreak === undefined) return at;
    const before = lineStart(text, at - lineBreak);
    if (!/^[ \t]*#/.test(text.slice(before, at))) return at;
    if (before <= 1) return own;
    at = before;
  }
}
