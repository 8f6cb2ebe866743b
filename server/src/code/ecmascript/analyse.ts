/** Reads one TypeScript or JavaScript file. */
import { type MemberChain, type UnservedCommand, unservedCall, unservedCaution } from "../client-calls.ts";
import type { PlainSite } from "../sites.ts";
import type { VendorTables } from "../vendors/index.ts";
import { remotePackage } from "../vendors/remote.ts";
import { browserCaution } from "./aimed.ts";
import { chainAt, commandAt, destructuredChains, ownerOf } from "./chains.ts";
import { constructionSite, subclassSite } from "./constructions.ts";
import { exportAssignmentSite, exportSites } from "./exports.ts";
import { factorySite } from "./factories.ts";
import { handleSites } from "./handles.ts";
import { holderOf, holderOfDeclared } from "./holders.ts";
import { fieldsMadeHere } from "./made-here.ts";
import { mockedModule } from "./mocks.ts";
import { withItsModels } from "./models-made.ts";
import { type ModuleLoad, specifierOf, VendorTracer } from "./modules.ts";
import { rawHttpSite } from "./raw-http.ts";
import { reparse } from "./reparse.ts";
import { Scopes } from "./scopes.ts";
import { type FileAnalysis, type FixableSite, loadOf } from "./sites.ts";
import { ts } from "./syntax.ts";

/**
 * Finds everything of a vendor's in a file. Never throws: broken text is read as far as it goes.
 * What was found in an earlier text of the same path must not be used again.
 */
export function analyseEcmascript(path: string, text: string, vendors: VendorTables): FileAnalysis {
  const sourceFile = reparse(path, text);
  const scopes = new Scopes(sourceFile, vendors);
  const tracer = new VendorTracer(scopes);
  const look = (base: ts.Expression) => ownerOf(base, scopes, tracer);
  const mocked = new Set<string>();
  const sites: (FixableSite | PlainSite)[] = [];
  const chains: MemberChain[] = [];
  const commands: UnservedCommand[] = [];
  const calls: ts.CallExpression[] = [];
  const add = (site: FixableSite | PlainSite | undefined) => {
    if (site) sites.push(site);
  };
  for (const node of scopes.nodes) {
    // Accesses first, which are most of all nodes.
    if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
      const chain = chainAt(node, look);
      if (chain) chains.push(chain);
    } else if (ts.isNewExpression(node)) {
      const construction = constructionSite(node, tracer, scopes);
      add(construction ?? rawHttpSite(node, scopes));
      const command = commandAt(node, tracer);
      if (command) commands.push(command);
    } else if (ts.isCallExpression(node)) {
      calls.push(node);
      const module = mockedModule(node);
      if (module !== undefined) mocked.add(module);
      add(factorySite(node, tracer, scopes) ?? rawHttpSite(node, scopes));
    } else if (ts.isClassLike(node)) {
      add(subclassSite(node, tracer, scopes));
    } else if (ts.isExportDeclaration(node)) {
      sites.push(...exportSites(node, tracer));
    } else if (ts.isExportAssignment(node)) {
      add(exportAssignmentSite(node, tracer));
    } else if (ts.isVariableDeclaration(node)) {
      chains.push(...destructuredChains(node, look));
    }
  }
  sites.push(...handleSites(sourceFile, tracer, scopes));
  const browser = browserCaution(sourceFile);
  const real = sites
    // What a test replaces by `vi.mock` is never called.
    .filter((site) => site.form === "plain" || !isMocked(loadOf(site), mocked))
    .map((site) => (site.form === "plain" ? site : withItsCalls(site, scopes, chains, commands, calls)))
    .map((site) => (site.form === "plain" ? site : { ...site, caution: site.caution ?? browser }))
    .map((site) => (site.form === "plain" ? site : { ...site, obstacle: site.obstacle ?? remoteObstacle(site) }));
  const ownFields = () => fieldsMadeHere(sourceFile, scopes);
  const ordered = real.sort((a, b) => a.start - b.start);
  return { sourceFile, text, scopes, chains, commands, ownFields, calls, mocked, sites: ordered };
}

/** What is loaded from elsewhere has no package manager that would bring the gateway's package. */
function remoteObstacle(site: FixableSite): string | undefined {
  const load = site.state === "gateway" ? undefined : loadOf(site);
  const specifier = load && specifierOf(load)?.text;
  return specifier !== undefined && remotePackage(specifier)
    ? "its package is loaded by an address: aim it at the gateway by hand"
    : undefined;
}

function isMocked(load: ModuleLoad | undefined, mocked: ReadonlySet<string>): boolean {
  return load !== undefined && mocked.has(specifierOf(load)?.text ?? "");
}

function withItsCalls(
  site: FixableSite,
  scopes: Scopes,
  chains: readonly MemberChain[],
  commands: readonly UnservedCommand[],
  calls: readonly ts.CallExpression[],
): FixableSite {
  if (site.form === "subclass" || site.form === "request") return site;
  const holder = site.form === "handle" ? holderOfDeclared(site.node, scopes) : holderOf(site.node, scopes);
  const { leaves } = holder;
  if (site.form === "models") site = withItsModels(site, holder, calls, chains, scopes);
  const unserved = unservedCall(site.surface, holder, chains, commands);
  if (!unserved) return { ...site, leaves };
  const line = site.node.getSourceFile().getLineAndCharacterOfPosition(unserved.start).line + 1;
  return { ...site, leaves, caution: unservedCaution(unserved.call, `line ${line}`) };
}
