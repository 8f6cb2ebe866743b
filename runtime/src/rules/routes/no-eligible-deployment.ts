import type { WorkspaceRule } from "../rule.ts";
import { listed } from "../words.ts";

/**
 * No deployment of a route may serve its workload, so every request of it is refused.
 *
 * The message says of each candidate what speaks against it, in the words of `fairlead explain`, and names deployments
 * of the catalog that would qualify. Add one of them to the route, or change what the workload needs.
 *
 * Wrong:
 * ```yaml
 * workloads:
 *   ticket-summaries:
 *     businessUnit: support
 *     sensitivity: restricted
 *     route: { candidates: [gpt-5.5@openai] }
 * ```
 *
 * Right:
 * ```yaml
 * workloads:
 *   ticket-summaries:
 *     businessUnit: support
 *     sensitivity: restricted
 *     route: { candidates: [gpt-5.5@openai, gpt-5.5@azure-swedencentral] }
 * ```
 */
export const noEligibleDeployment: WorkspaceRule = {
  code: "route.no-eligible-deployment",
  severity: "error",
  *check(view) {
    for (const [id, { eligible, rejected }] of view.routes) {
      const place = eligible.length === 0 ? view.place("workload", id, "route", "candidates") : undefined;
      if (!place) continue;
      const reasons = rejected.map(({ deployment, rejections }) => {
        const [first, ...others] = rejections;
        return `${deployment.id} (${first?.reason}${others.length > 0 ? `, and ${others.length} more` : ""})`;
      });
      const candidates = view.qualifying(id);
      const remedy =
        candidates.length > 0
          ? `Add one that may serve it: ${listed(candidates, 3)}.`
          : "No other deployment of the catalog qualifies either: add one, or change what the workload needs.";
      yield {
        place,
        message: `No deployment may serve "${id}": ${listed(reasons, 3)}. ${remedy}`,
        data: { workload: id, candidates },
      };
    }
  },
};
