/** The edits that migrate some of a file's clients, made together so that they fit each other. */
import type { Plan, Target } from "../../sites.ts";
import { applyEdits, orderEdits } from "../../text/edits.ts";
import type { TextEdit } from "../../types.ts";
import { VendorTracer } from "../modules.ts";
import type { FileAnalysis, FixableSite } from "../sites.ts";
import { parse, syntaxErrors } from "../syntax.ts";
import { styleOf } from "./file-style.ts";
import { LoadEdits } from "./load-edits.ts";
import { calleeOf } from "./loads.ts";
import { optionEdits } from "./option-edits.ts";

/** Edits that migrate the targets, checked to leave a text that parses; or why there are none. */
export function planMigration(path: string, file: FileAnalysis, targets: readonly Target<FixableSite>[]): Plan {
  if (targets.length === 0) return { edits: [] };
  if (syntaxErrors(file.sourceFile) > 0) return { why: "the file has syntax errors: mend them first" };
  const loads = new LoadEdits(
    file,
    new VendorTracer(file.scopes),
    targets.map(({ site }) => site),
  );
  const edits: TextEdit[] = [];
  for (const { site, workload } of targets) {
    const name = loads.nameFor(site);
    if (name === undefined)
      return { why: "its module is loaded in a way that has no automatic fix: import the gateway's client by hand" };
    const callee = calleeOf(site);
    edits.push({ start: callee.getStart(), end: callee.getEnd(), text: name });
    const { quote } = styleOf(file.text, site.thing.load);
    const calls = site.form === "construction" ? [{ node: site.node, options: site.options }] : site.calls;
    for (const call of calls) edits.push(...optionEdits(file.text, call.node, call.options, workload, quote));
  }
  const ordered = orderEdits([...edits, ...loads.edits()], file.text.length);
  if (syntaxErrors(parse(path, applyEdits(file.text, ordered))) > 0) {
    return { why: "the rewritten file would not parse: migrate it by hand" };
  }
  return { edits: ordered };
}
