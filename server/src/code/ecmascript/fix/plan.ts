/** The edits that migrate some of a file's clients, made together so that they fit each other. */
import type { Plan, Target } from "../../sites.ts";
import { applyEdits, orderEdits } from "../../text/edits.ts";
import type { TextEdit } from "../../types.ts";
import type { Declaration } from "../declarations.ts";
import { VendorTracer } from "../modules.ts";
import type { ReadOptions } from "../options.ts";
import type { ClassSite, FileAnalysis, FixableSite, HandleSite } from "../sites.ts";
import { parse, syntaxErrors, type ts } from "../syntax.ts";
import { styleOf } from "./file-style.ts";
import { handleEdits } from "./handle-edits.ts";
import { unusedAfter, withoutLeftovers } from "./leftovers.ts";
import { LoadEdits } from "./load-edits.ts";
import { bindingsOf, calleeOf, loadForm } from "./loads.ts";
import { modelEdits } from "./model-edits.ts";
import { goingNodes, type OptionChange } from "./object-edits.ts";
import { optionEdits } from "./option-edits.ts";
import { requestEdits } from "./request-edits.ts";
import { aimedChange, gatewayChange } from "./settings.ts";

/** Edits that migrate the targets, checked to leave a text that parses; or why there are none. */
export function planMigration(path: string, file: FileAnalysis, targets: readonly Target<FixableSite>[]): Plan {
  if (targets.length === 0) return { edits: [], unused: [] };
  if (syntaxErrors(file.sourceFile) > 0) return { why: "the file has syntax errors: mend them first" };
  const tracer = new VendorTracer(file.scopes);
  const unused = unusedAfter(file, tracer, removedBy(targets, file.text), loadedBy(targets));
  const loads = new LoadEdits(file, tracer, targets.map(({ site }) => site).filter(isOfClass), unused.isGone);
  const edits: TextEdit[] = [];
  for (const { site, workload } of targets) {
    if (isOfClass(site)) {
      const name = loads.nameFor(site);
      if (name === undefined)
        return { why: "its module is loaded in a way that has no automatic fix: import the gateway's client by hand" };
      const callee = calleeOf(site);
      edits.push({ start: callee.getStart(), end: callee.getEnd(), text: name });
    }
    if (site.form === "request") edits.push(...requestEdits(file.text, site.parts, workload));
    if (site.form === "models") {
      edits.push(...modelEdits(file.text, site, workload, styleOf(file.text, site.load).quote));
    }
    for (const { node, options, change } of callsOf(site, workload, file.text)) {
      edits.push(...optionEdits(file.text, node, options, change));
    }
  }
  edits.push(...loads.edits());
  edits.push(...handleEdits(file, tracer, targets.filter(isOfHandle), edits));
  const tidied = withoutLeftovers(file.text, unused, edits);
  const ordered = orderEdits(tidied.edits, file.text.length);
  if (syntaxErrors(parse(path, applyEdits(file.text, ordered))) > 0) {
    return { why: "the rewritten file would not parse: migrate it by hand" };
  }
  return { edits: ordered, unused: tidied.kept };
}

/** What holds a vendor's options at a site, and what becomes of them. */
function callsOf(site: FixableSite, workload: string, text: string): OptionsCall[] {
  if (site.form === "handle" || site.form === "request" || site.form === "models") return [];
  const { quote } = styleOf(text, site.form === "aimed" ? site.load : site.thing.load);
  if (site.form === "aimed") {
    const { node, options, aim, vendorOptions } = site;
    return [{ node, options, change: aimedChange(aim, vendorOptions, workload, quote) }];
  }
  const change = gatewayChange(site.thing.client, workload, quote);
  const calls = site.form === "construction" ? [{ node: site.node, options: site.options }] : site.calls;
  return calls.map((call) => ({ ...call, change }));
}

interface OptionsCall {
  node: ts.CallExpression | ts.NewExpression;
  options: ReadOptions;
  change: OptionChange;
}

function isOfClass(site: FixableSite): site is ClassSite {
  return site.form === "construction" || site.form === "subclass";
}

function isOfHandle(target: Target<FixableSite>): target is Target<HandleSite> {
  return target.site.form === "handle";
}

/** The nodes that the edits of the sites take out of the file. */
function removedBy(targets: readonly Target<FixableSite>[], text: string): ts.Node[] {
  return targets.flatMap(({ site, workload }) => {
    const options = callsOf(site, workload, text).flatMap(({ options: { literal }, change }) =>
      literal ? goingNodes(literal, change) : [],
    );
    const keys = site.form === "models" ? (site.node.arguments ?? []) : [];
    return isOfClass(site) ? [calleeOf(site), ...options] : [...options, ...keys];
  });
}

/** What the loads behind the sites declare. */
function loadedBy(targets: readonly Target<FixableSite>[]): Set<Declaration> {
  return new Set(
    targets.flatMap(({ site }) => {
      if (site.form === "handle") return [site.node];
      return isOfClass(site) ? bindingsOf(loadForm(site)) : [];
    }),
  );
}
