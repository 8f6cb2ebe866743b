/** The edits that migrate some of a file's clients, made together so that they fit each other. */
import type { Plan, Target } from "../../sites.ts";
import { applyEdits, orderEdits } from "../../text/edits.ts";
import type { TextEdit } from "../../types.ts";
import type { Declaration } from "../declarations.ts";
import { VendorTracer } from "../modules.ts";
import type { ReadOptions } from "../options.ts";
import type { FileAnalysis, FixableSite } from "../sites.ts";
import { parse, syntaxErrors, type ts } from "../syntax.ts";
import { styleOf } from "./file-style.ts";
import { unusedAfter, withoutLeftovers } from "./leftovers.ts";
import { LoadEdits } from "./load-edits.ts";
import { bindingsOf, calleeOf, loadForm } from "./loads.ts";
import { optionEdits } from "./option-edits.ts";

/** Edits that migrate the targets, checked to leave a text that parses; or why there are none. */
export function planMigration(path: string, file: FileAnalysis, targets: readonly Target<FixableSite>[]): Plan {
  if (targets.length === 0) return { edits: [], unused: [] };
  if (syntaxErrors(file.sourceFile) > 0) return { why: "the file has syntax errors: mend them first" };
  const tracer = new VendorTracer(file.scopes);
  const unused = unusedAfter(file, tracer, removedBy(targets), loadedBy(targets));
  const sites = targets.map(({ site }) => site);
  const loads = new LoadEdits(file, tracer, sites, unused.isGone);
  const edits: TextEdit[] = [];
  for (const { site, workload } of targets) {
    const name = loads.nameFor(site);
    if (name === undefined)
      return { why: "its module is loaded in a way that has no automatic fix: import the gateway's client by hand" };
    const callee = calleeOf(site);
    edits.push({ start: callee.getStart(), end: callee.getEnd(), text: name });
    const { quote } = styleOf(file.text, site.thing.load);
    for (const call of callsOf(site)) edits.push(...optionEdits(file.text, call.node, call.options, workload, quote));
  }
  const tidied = withoutLeftovers(file.text, unused, [...edits, ...loads.edits()]);
  const ordered = orderEdits(tidied.edits, file.text.length);
  if (syntaxErrors(parse(path, applyEdits(file.text, ordered))) > 0) {
    return { why: "the rewritten file would not parse: migrate it by hand" };
  }
  return { edits: ordered, unused: tidied.kept };
}

/** What holds a vendor's options at a site. */
function callsOf(site: FixableSite): { node: ts.CallExpression | ts.NewExpression; options: ReadOptions }[] {
  return site.form === "construction" ? [{ node: site.node, options: site.options }] : site.calls;
}

/** The nodes that the edits of the sites take out of the file. */
function removedBy(targets: readonly Target<FixableSite>[]): ts.Node[] {
  return targets.flatMap(({ site }) => {
    const properties = callsOf(site).flatMap(({ options }) => options.properties);
    return [calleeOf(site), ...properties.filter(({ verdict }) => verdict === "drop").map(({ node }) => node)];
  });
}

/** What the loads behind the sites declare. */
function loadedBy(targets: readonly Target<FixableSite>[]): Set<Declaration> {
  return new Set(targets.flatMap(({ site }) => bindingsOf(loadForm(site))));
}
