/** `fairlead/explain`: the route of a workload in words. */
import { closest, didYouMean, entityName, stopsGeneration } from "@fairlead/runtime/documents";
import { explainText } from "@fairlead/runtime/policy";
import type { PolicyGroup } from "../workspace/workspace-files.ts";
import { decideRoute } from "./explain-route.ts";

/** The explanation, or the reason why there is none. `at` is in milliseconds since 1970. */
export function explainWorkload(workload: string, groups: readonly PolicyGroup[], at: number): string {
  const group = groups.find(({ checked }) => checked.entities.has("workload", workload));
  if (!group) {
    const ids = groups.flatMap(({ checked }) => checked.entities.ids("workload"));
    return `There is no ${entityName("workload")} "${workload}".${didYouMean(closest(workload, ids))}`;
  }
  const decision = decideRoute(workload, group.checked, at);
  if (decision) return explainText(decision);
  const errors = group.checked.diagnostics.filter(stopsGeneration).length;
  return `The documents have ${errors === 1 ? "an error" : `${errors} errors`}, so no route can be decided. Put them right first: see the problems.`;
}
