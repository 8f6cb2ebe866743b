/** Reads one TypeScript or JavaScript file. */
import { constructionSite, subclassSite } from "./constructions.ts";
import { exportAssignmentSite, exportSites } from "./exports.ts";
import { mockedModule } from "./mocks.ts";
import { specifierOf, VendorTracer } from "./modules.ts";
import { rawHttpSite } from "./raw-http.ts";
import { Scopes } from "./scopes.ts";
import type { FileAnalysis, Site } from "./sites.ts";
import { parse, ts, visit } from "./syntax.ts";

/** Finds everything of a vendor's in a file. Never throws: broken text is read as far as it goes. */
export function analyseEcmascript(path: string, text: string): FileAnalysis {
  const sourceFile = parse(path, text);
  const scopes = new Scopes(sourceFile);
  const tracer = new VendorTracer(scopes);
  const mocked = new Set<string>();
  const sites: Site[] = [];
  const add = (site: Site | undefined) => {
    if (site) sites.push(site);
  };
  visit(sourceFile, (node) => {
    if (ts.isNewExpression(node)) {
      const construction = constructionSite(node, tracer, scopes);
      add(construction ?? rawHttpSite(node, scopes));
    } else if (ts.isCallExpression(node)) {
      const module = mockedModule(node);
      if (module !== undefined) mocked.add(module);
      add(rawHttpSite(node, scopes));
    } else if (ts.isClassLike(node)) {
      add(subclassSite(node, tracer, scopes));
    } else if (ts.isExportDeclaration(node)) {
      sites.push(...exportSites(node, tracer));
    } else if (ts.isExportAssignment(node)) {
      add(exportAssignmentSite(node, tracer));
    }
  });
  const real = sites.filter((site) => site.form === "plain" || !mocked.has(specifierOf(site.thing.load)?.text ?? ""));
  return { sourceFile, text, scopes, sites: real.sort((a, b) => a.start - b.start) };
}
