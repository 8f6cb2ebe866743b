import { appendPointer } from "../pointer.ts";
import { closest, didYouMean } from "../suggest.ts";
import { type DocumentRule, entriesAt, nodeAt } from "./rule.ts";

/** A weight is for a candidate of the same route. For another deployment it would be without effect. */
export const routeWeightNotCandidate: DocumentRule = {
  code: "route.weight-not-candidate",
  severity: "error",
  kinds: ["RoutingPolicy"],
  *check(root) {
    for (const workload of entriesAt(root, "workloads")) {
      const candidates = nodeAt(workload.value, "route", "candidates");
      if (candidates?.type !== "sequence") continue;
      const ids = candidates.items.flatMap((item) => (item.type === "scalar" ? [String(item.value)] : []));
      for (const { key, keySpan } of entriesAt(workload.value, "route", "weights")) {
        if (ids.includes(key)) continue;
        const replacements = closest(key, ids);
        yield {
          span: keySpan,
          message: `"${key}" has a weight but is no candidate of this route.${didYouMean(replacements)} Add it to "candidates", or remove the weight.`,
          data: {
            replacements,
            pointer: appendPointer(`${appendPointer("/workloads", workload.key)}/route/weights`, key),
            removable: true,
            workload: workload.key,
            candidates: [key],
          },
        };
      }
    }
  },
};
