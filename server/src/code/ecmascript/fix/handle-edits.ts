/** Puts a client made by a factory where a package's ready-made one was, so that its uses stay as they are. */
import type { Target } from "../../sites.ts";
import { indentation, lineEnd, lineEnding, nextLine } from "../../text/style.ts";
import type { TextEdit } from "../../types.ts";
import type { Declaration } from "../declarations.ts";
import { specifierOf, type VendorTracer } from "../modules.ts";
import type { FileAnalysis, HandleSite } from "../sites.ts";
import { ancestor, propertyNameText, ts, visit } from "../syntax.ts";
import { styleOf } from "./file-style.ts";
import { freeName } from "./gateway-names.ts";
import { removeFromList } from "./list-edits.ts";
import { objectText } from "./object-edits.ts";
import { aimedChange } from "./settings.ts";
import { removeLoad } from "./statement-edits.ts";

type Bindings = ts.NamedImports | ts.ObjectBindingPattern;

/** The edits for some of a file's ready-made clients. `others` are the edits of the rest of its migration. */
export function handleEdits(
  file: FileAnalysis,
  tracer: VendorTracer,
  targets: readonly Target<HandleSite>[],
  others: readonly TextEdit[],
): TextEdit[] {
  const edits: TextEdit[] = [];
  const taken = new Set<string>();
  const made = new Map<ts.Statement, { names: Declaration[]; lines: string[] }>();
  for (const [list, own] of byList(targets)) {
    const gone = new Set<ts.Node>();
    const brought = new Map<string, string>();
    for (const { site, workload } of own) {
      const known = brought.get(site.factory) ?? factoryInScope(site, file, tracer);
      const name = known ?? freeName(site.factory, file.scopes, taken);
      taken.add(name);
      brought.set(site.factory, name);
      if (known === undefined) edits.push(renamed(site, name));
      else gone.add(site.node);
      const statement = ancestor(list, ts.isStatement) ?? file.sourceFile.statements[0];
      if (!statement) continue;
      const at = made.get(statement) ?? { names: [], lines: [] };
      made.set(statement, at);
      at.names.push(site.node);
      at.lines.push(clientText(file.text, site, name, workload, statement));
    }
    edits.push(...removals(file.text, list, gone));
  }
  return [...edits, ...insertions(file, made, others)];
}

function byList(targets: readonly Target<HandleSite>[]): Map<Bindings, Target<HandleSite>[]> {
  const groups = new Map<Bindings, Target<HandleSite>[]>();
  for (const target of targets) {
    const list = target.site.node.parent as Bindings;
    groups.set(list, [...(groups.get(list) ?? []), target]);
  }
  return groups;
}

/** The name by which the factory can be called at the site already. */
function factoryInScope({ node, load, factory }: HandleSite, file: FileAnalysis, tracer: VendorTracer) {
  let found: string | undefined;
  visit(file.sourceFile, (one) => {
    if (found !== undefined || !(ts.isImportSpecifier(one) || ts.isBindingElement(one))) return;
    if (one === node || !ts.isIdentifier(one.name) || (ts.isImportSpecifier(one) && isTypeOnly(one))) return;
    const member = tracer.memberOf(one.name);
    if (member?.name !== factory || member.specifier !== specifierOf(load)?.text) return;
    if (file.scopes.resolveName(one.name.text, node) === one) found = one.name.text;
  });
  return found;
}

function isTypeOnly(specifier: ts.ImportSpecifier): boolean {
  return specifier.isTypeOnly || specifier.parent.parent.phaseModifier === ts.SyntaxKind.TypeKeyword;
}

function renamed({ node, factory }: HandleSite, name: string): TextEdit {
  const alias = ts.isImportSpecifier(node) ? " as " : ": ";
  return { start: node.getStart(), end: node.getEnd(), text: name === factory ? name : factory + alias + name };
}

function removals(text: string, list: Bindings, gone: ReadonlySet<ts.Node>): TextEdit[] {
  if (gone.size === 0) return [];
  if (gone.size < list.elements.length) return removeFromList(text, [...list.elements], gone);
  const statement = list.parent.parent;
  const isWhole = ts.isNamedImports(list) && !list.parent.name && ts.isImportDeclaration(statement);
  return isWhole ? removeLoad(text, { form: "import", node: statement }) : [];
}

function clientText(text: string, site: HandleSite, factory: string, workload: string, at: ts.Node): string {
  const { quote, semicolon } = styleOf(text, site.load);
  const { settings } = aimedChange(site.aim, [], workload, quote);
  const name = propertyNameText(site.node.name) ?? "";
  return `const ${name} = ${factory}(${objectText(text, at, settings)})${semicolon}`;
}

/** The new clients: those of imports together below the imports, the others each below its load. */
function insertions(
  file: FileAnalysis,
  made: ReadonlyMap<ts.Statement, { names: Declaration[]; lines: string[] }>,
  others: readonly TextEdit[],
): TextEdit[] {
  const { text } = file;
  const ending = lineEnding(text);
  const all = [...made];
  const imported = all.filter(([statement]) => ts.isImportDeclaration(statement));
  const edits = all
    .filter(([statement]) => !ts.isImportDeclaration(statement))
    .map(([statement, { lines }]) => {
      const indent = ending + indentation(text, statement.getStart());
      const at = endOfStatement(text, statement);
      return { start: at, end: at, text: lines.map((line) => indent + line).join("") };
    });
  const [first] = imported;
  if (!first) return edits;
  const names = imported.flatMap(([, one]) => one.names);
  const isFree = (statement: ts.Statement) => {
    const at = endOfStatement(text, statement);
    return !others.some(({ start, end }) => start < at && end > at);
  };
  const anchor = anchors(file, names).findLast(isFree) ?? first[0];
  const at = endOfStatement(text, anchor);
  const next = nextLine(text, at);
  const isFollowed = next < text.length && text.slice(next, lineEnd(text, next)).trim() !== "";
  const lines = imported.flatMap(([, one]) => one.lines).join(ending);
  edits.push({ start: at, end: at, text: ending + ending + lines + (isFollowed ? ending : "") });
  return edits;
}

/** The statements below which the names may be declared: imports, and what loads the environment from a file. */
function anchors({ sourceFile, scopes, text }: FileAnalysis, names: readonly Declaration[]): ts.Statement[] {
  const found: ts.Statement[] = [];
  const uses = names.flatMap((name) => scopes.references(name));
  const isUsedIn = (statement: ts.Statement) =>
    uses.some((use) => use.getStart() >= statement.getStart() && use.getEnd() <= statement.getEnd());
  const readsFiles = /["'](?:dotenv|dotenv-\w+|@dotenvx\/dotenvx|@next\/env)["']|\bloadEnvFile\b/.test(text);
  for (const statement of sourceFile.statements) {
    if (ts.isImportDeclaration(statement) || ts.isImportEqualsDeclaration(statement)) found.push(statement);
    else if (isUsedIn(statement)) return found;
    else if (readsFiles && LOADS_ENVIRONMENT.test(statement.getText())) found.push(statement);
  }
  return found;
}

// What is made below reads the environment at once, where a ready-made client reads it at its first call.
const LOADS_ENVIRONMENT = /^(?:await\s+)?(?:\w+\.)?(?:config|loadEnvConfig|loadEnvFile)\(/;

/** The end of a statement's line, or of the statement where more than a comment follows on it. */
function endOfStatement(text: string, statement: ts.Statement): number {
  const end = statement.getEnd();
  const rest = text.slice(end, lineEnd(text, end));
  return /^[ \t]*(?:\/\/.*|\/\*(?:(?!\*\/).)*\*\/[ \t]*)?$/.test(rest) ? end + rest.trimEnd().length : end;
}
