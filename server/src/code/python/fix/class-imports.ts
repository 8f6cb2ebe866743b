/** Brings the plain class into a file where a vendor's own, such as Azure's, stood. */
import type { TextEdit } from "../../types.ts";
import type { PythonWay } from "../../vendors/python-members.ts";
import type { Doubts, Judged } from "../doubts.ts";
import type { Binding, ImportBinding } from "../scopes.ts";
import type { PythonFile, PythonSite } from "../sites.ts";
import { childrenOf, type SyntaxNode, visitPython } from "../syntax.ts";
import { lineAfter, removeStatement } from "./lines.ts";

type ClassWay = PythonWay & { kind: "class" };

/** What stands against replacing the class. */
export function classImportDoubts(site: Judged, way: ClassWay, file: PythonFile): Doubts {
  const none = { obstacle: undefined, caution: undefined };
  if (way.plain === site.client.name) return none;
  const { scopes, text } = file;
  const { callee, client } = site;
  const root = rootOf(callee);
  const bound = root && scopes.resolve(root);
  if (!root || bound?.kind !== "import")
    return { ...none, obstacle: "its class comes by another name: rewrite it by hand" };
  if (callee.name === "MemberExpression") {
    const direct =
      text.slice(callee.from, root.to) === text.slice(root.from, root.to) && bound.path === way.migration.module;
    return direct
      ? none
      : { ...none, obstacle: `${way.plain} is not in that module: import it from ${way.migration.module}` };
  }
  const aliased = bound.part.some(({ name }) => name === "as");
  const existing = scopes.resolveWord(way.plain, callee);
  if (!aliased && existing && !isPlainImport(existing, way)) {
    return { ...none, obstacle: `the name ${way.plain} stands for something else here` };
  }
  const sole = partsOf(bound.statement) === 1;
  if (bound.path !== `${way.migration.module}.${client.name}` && !sole) {
    return { ...none, obstacle: `import ${way.plain} from ${way.migration.module} by hand` };
  }
  if (isOnlyConstructed(root, bound, file)) return none;
  return { ...none, caution: `${client.name} is used for something else here too: see that ${way.plain} fits there` };
}

/** The edits of the constructions' class names and of the imports behind them. */
export function classEdits(sites: readonly PythonSite[], file: PythonFile): TextEdit[] {
  const edits: TextEdit[] = [];
  const byImport = new Map<Binding, PythonSite[]>();
  for (const site of sites) {
    const { callee, client } = site;
    if (client.way?.kind !== "class" || client.way.plain === client.name) continue;
    const root = rootOf(callee);
    const bound = root && file.scopes.resolve(root);
    const member = callee.getChild("PropertyName");
    if (callee.name === "MemberExpression" && member) {
      edits.push({ start: member.from, end: member.to, text: client.way.plain });
    } else if (bound?.kind === "import") byImport.set(bound, [...(byImport.get(bound) ?? []), site]);
  }
  for (const [bound, own] of byImport) edits.push(...importEdits(bound as ImportBinding, own, file));
  return edits;
}

function importEdits(bound: ImportBinding, sites: readonly PythonSite[], file: PythonFile): TextEdit[] {
  const [site] = sites;
  const name = bound.part[0];
  if (site?.client.way?.kind !== "class" || !name) return [];
  const { plain, migration } = site.client.way;
  const { text, scopes } = file;
  const all = isOnlyConstructed(site.callee, bound, file, sites);
  const module = moduleEdit(bound, migration.module, text);
  const renamed: TextEdit[] = [{ start: name.from, end: name.to, text: plain }, ...module];
  if (bound.part.length > 1) {
    // `AzureOpenAI as Client`: the constructions keep their name.
    if (all) return renamed;
    const line = `from ${migration.module} import ${plain}`;
    return [lineAfter(text, bound.statement, line), ...sites.map(({ callee }) => calleeEdit(callee, plain))];
  }
  const callees = sites.map(({ callee }) => calleeEdit(callee, plain));
  const existing = scopes.resolveWord(plain, site.callee);
  if (!all) {
    const line = `from ${migration.module} import ${plain}`;
    return existing ? callees : [lineAfter(text, bound.statement, line), ...callees];
  }
  if (!existing) return [...renamed, ...callees];
  const parts = partsOf(bound.statement);
  const inScript = bound.statement.parent?.name === "Script";
  if (parts > 1) return [removePart(bound), ...callees];
  return inScript ? [removeStatement(text, bound.statement), ...callees] : [...renamed, ...callees];
}

function calleeEdit(callee: SyntaxNode, plain: string): TextEdit {
  return { start: callee.from, end: callee.to, text: plain };
}

/** Renames the module of a `from` import where it is another than the plain class's. */
function moduleEdit(bound: ImportBinding, module: string, text: string): TextEdit[] {
  const children = childrenOf(bound.statement);
  const first = children[1];
  const last = children[children.findIndex(({ name }) => name === "import") - 1];
  if (!first || !last || text.slice(first.from, last.to) === module) return [];
  return [{ start: first.from, end: last.to, text: module }];
}

/** Takes one name out of the list of an import that keeps others. */
function removePart(bound: ImportBinding): TextEdit {
  const first = bound.part[0] as SyntaxNode;
  const last = bound.part.at(-1) as SyntaxNode;
  const comma = last.nextSibling?.name === "," ? last.nextSibling : undefined;
  const next = comma?.nextSibling;
  if (next && next.name !== ")" && next.name !== "Comment") return { start: first.from, end: next.from, text: "" };
  const before = first.prevSibling?.name === "," ? first.prevSibling : undefined;
  return { start: before?.from ?? first.from, end: before && comma ? comma.from : (comma?.to ?? last.to), text: "" };
}

function partsOf(statement: SyntaxNode): number {
  const children = childrenOf(statement);
  const names = children.slice(children.findIndex(({ name }) => name === "import") + 1);
  return 1 + names.filter((node) => node.name === "," && node.nextSibling?.name === "VariableName").length;
}

function isPlainImport(binding: Binding, { plain, migration }: ClassWay): boolean {
  return binding.kind === "import" && binding.path === `${migration.module}.${plain}`;
}

/** Whether a class is used for nothing but constructions: of `only` these, where they are given. */
function isOnlyConstructed(
  name: SyntaxNode,
  bound: ImportBinding,
  { scopes, text, root }: PythonFile,
  only?: readonly PythonSite[],
): boolean {
  const word = text.slice(name.from, name.to);
  const isCalled = (use: SyntaxNode) =>
    only
      ? only.some(({ callee }) => callee.from === use.from)
      : use.parent?.name === "CallExpression" && use.parent.from === use.from;
  return scopes.uses(word, bound).every(isCalled) && !isNamedInStrings(root, word, text);
}

/** Whether a word stands in a string that may be an annotation, an `__all__` or a patch of a test. */
function isNamedInStrings(root: SyntaxNode, word: string, text: string): boolean {
  let found = false;
  visitPython(root, (node) => {
    if (node.name !== "String" || node.parent?.name === "ExpressionStatement") return;
    if (new RegExp(`\\b${word}\\b`).test(text.slice(node.from, node.to))) found = true;
  });
  return found;
}

function rootOf(callee: SyntaxNode): SyntaxNode | undefined {
  let at: SyntaxNode | null = callee;
  while (at?.name === "MemberExpression") at = at.firstChild;
  return at?.name === "VariableName" ? at : undefined;
}
