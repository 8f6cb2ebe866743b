/** Finds re-exports of a vendor's clients: modules by which other files get them without naming the vendor. */

import type { PlainSite } from "../sites.ts";
import type { KnownModule } from "../vendors/index.ts";
import type { VendorTracer } from "./modules.ts";
import { literalText, ts } from "./syntax.ts";

/** The sites of an `export` declaration that hands on a vendor's client class. */
export function exportSites(node: ts.ExportDeclaration, tracer: VendorTracer): PlainSite[] {
  if (node.isTypeOnly) return [];
  const specifier = literalText(node.moduleSpecifier);
  const module = specifier === undefined ? undefined : tracer.vendors.module(specifier);
  if (specifier !== undefined && (!module || module.gateway)) return [];
  const clause = node.exportClause;
  if (!clause || ts.isNamespaceExport(clause)) {
    return module && handsOnClients(module) ? [site(node, module, `export * from "${specifier}"`, "")] : [];
  }
  return clause.elements.flatMap((element) => {
    if (element.isTypeOnly) return [];
    const imported = element.propertyName ?? element.name;
    if (module) {
      const name = module.exports.get(imported.text)?.name ?? functionOf(module, imported.text);
      return name === undefined ? [] : [site(element, module, `export ${name}`, name)];
    }
    const thing = ts.isIdentifier(imported) ? tracer.classOf(imported) : undefined;
    if (!thing || thing.module.gateway) return [];
    return [site(element, thing.module, `export ${thing.client.name}`, thing.client.name)];
  });
}

function handsOnClients({ exports, functions: { factories = {}, instances = {} } }: KnownModule): boolean {
  return exports.size > 0 || Object.keys(factories).length > 0 || Object.keys(instances).length > 0;
}

/** The name of an export that makes clients, or is one. */
function functionOf({ functions: { factories = {}, instances = {} } }: KnownModule, name: string): string | undefined {
  return Object.hasOwn(factories, name) || Object.hasOwn(instances, name) ? name : undefined;
}

/** The site of `export default …` or `export = …` of a vendor's client class. */
export function exportAssignmentSite(node: ts.ExportAssignment, tracer: VendorTracer): PlainSite | undefined {
  const thing = tracer.classOf(node.expression);
  if (!thing || thing.module.gateway) return undefined;
  return site(node, thing.module, `export ${thing.client.name}`, thing.client.name);
}

function site(node: ts.Node, module: KnownModule, api: string, client: string): PlainSite {
  return {
    form: "plain",
    start: node.getStart(),
    end: node.getEnd(),
    rule: "code.vendor-export",
    vendor: module.vendor,
    kind: "import",
    api,
    tier: "certain",
    state: "direct",
    workload: null,
    message:
      `This hands ${client || "all clients"} of ${module.vendor.name} on to other modules, which then call it directly. ` +
      "Export a function that returns the gateway's client instead.",
  };
}
