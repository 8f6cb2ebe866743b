/** Finds ready-made clients that a package exports: `openai` of `@ai-sdk/openai`. */
import { RULES, stateMessage } from "../states.ts";
import type { FindingState } from "../types.ts";
import { usualStateOf } from "../vendors/rows.ts";
import { aimedDoubts, aimedWords } from "./aimed.ts";
import type { VendorTracer } from "./modules.ts";
import { readOptions } from "./options.ts";
import type { Scopes } from "./scopes.ts";
import type { HandleSite } from "./sites.ts";
import { ts, unwrap } from "./syntax.ts";

/** The sites of the ready-made clients that a file imports and uses, where a factory can take their place. */
export function handleSites(sourceFile: ts.SourceFile, tracer: VendorTracer, scopes: Scopes): HandleSite[] {
  const sites: HandleSite[] = [];
  for (const statement of sourceFile.statements) {
    const clause = ts.isImportDeclaration(statement) ? statement.importClause : undefined;
    const named = clause?.namedBindings;
    if (!clause || !named || !ts.isNamedImports(named)) continue;
    if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) continue;
    for (const element of named.elements) {
      const site = element.isTypeOnly ? undefined : handleSite(element, element.name, tracer, scopes);
      if (site) sites.push(site);
    }
  }
  for (const node of scopes.nodes) {
    if (!ts.isVariableDeclaration(node) || !ts.isObjectBindingPattern(node.name)) continue;
    for (const element of node.name.elements) {
      const site = ts.isIdentifier(element.name) ? handleSite(element, element.name, tracer, scopes) : undefined;
      if (site) sites.push(site);
    }
  }
  return sites;
}

function handleSite(
  node: HandleSite["node"],
  name: ts.Identifier,
  tracer: VendorTracer,
  scopes: Scopes,
): HandleSite | undefined {
  const member = tracer.memberOf(name);
  const module = member && tracer.vendors.module(member.specifier);
  const factory = module?.functions.handles?.[member?.name ?? ""];
  const client = factory === undefined ? undefined : module?.clients.get(factory);
  if (!member || !module || factory === undefined || !client?.aim) return undefined;
  if (!scopes.references(node).some(isValue)) return undefined;
  const { vendor } = module;
  const state: FindingState = usualStateOf(vendor, module.functions.instances?.[member.name] ?? "") ?? "direct";
  const where = { state, host: undefined };
  const doubts = aimedDoubts(client.aim, readOptions([], client, scopes), where, vendor, undefined, node, scopes);
  return {
    ...{ form: "handle", node, load: member.load, factory },
    ...{ start: name.getStart(), end: name.getEnd(), rule: RULES[state], vendor, state },
    ...{ kind: "import", api: `${member.name} of ${member.specifier}`, tier: "certain", workload: null },
    message: stateMessage(`${member.name} of ${member.specifier}`, vendor.name, state, undefined),
    ...aimedWords(client.aim, vendor),
    title: `Make it with ${factory}, aimed at the gateway`,
    advice: `Make it with ${factory}, aimed at the gateway`,
    ...doubts,
    obstacle: doubts.obstacle ?? loadObstacle(node),
    leaves: false,
  };
}

/** Whether a reference is more than one by a type. */
function isValue({ parent }: ts.Identifier): boolean {
  if (ts.isExportSpecifier(parent)) return !parent.isTypeOnly && !parent.parent.parent.isTypeOnly;
  return !ts.isTypeQueryNode(parent) && !ts.isQualifiedName(parent);
}

/** A variable must hold what is loaded and nothing else, so that the factory can come by the same load. */
function loadObstacle(node: HandleSite["node"]): string | undefined {
  if (ts.isImportSpecifier(node)) return undefined;
  const variable = node.parent.parent;
  const statement = ts.isVariableDeclaration(variable) ? variable.parent.parent : undefined;
  const value = ts.isVariableDeclaration(variable) && variable.initializer ? unwrap(variable.initializer) : undefined;
  const load = value && ts.isAwaitExpression(value) ? unwrap(value.expression) : value;
  const isSole =
    statement !== undefined && ts.isVariableStatement(statement) && statement.declarationList.declarations.length === 1;
  return isSole && load && ts.isCallExpression(load) && !node.dotDotDotToken && !node.initializer
    ? undefined
    : "it is loaded together with other things: make a client with the factory by hand";
}
