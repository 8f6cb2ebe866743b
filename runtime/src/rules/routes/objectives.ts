import type { WorkspaceRule } from "../rule.ts";
import { counted } from "../words.ts";

/**
 * An objective for the time to first token that no deployment of the route meets, by the latency declared or measured
 * in the catalog (95th percentile).
 *
 * Nothing is said while the latency of one that may serve is unknown: it could be the one that meets it.
 *
 * Wrong:
 * ```yaml
 * workloads:
 *   ticket-summaries:
 *     businessUnit: support
 *     sensitivity: internal
 *     objectives: { ttftP95Ms: 200 }
 *     route: { candidates: [gpt-5.5@azure-swedencentral, claude-sonnet-5@bedrock-eu-central-1] }
 * ```
 *
 * Right:
 * ```yaml
 * workloads:
 *   ticket-summaries:
 *     businessUnit: support
 *     sensitivity: internal
 *     objectives: { ttftP95Ms: 1500 }
 *     route: { candidates: [gpt-5.5@azure-swedencentral, claude-sonnet-5@bedrock-eu-central-1] }
 * ```
 */
export const objectiveNotMet: WorkspaceRule = {
  code: "objective.not-met",
  severity: "warning",
  *check(view) {
    for (const [id, { workload, eligible }] of view.routes) {
      const { ttftP95Ms, latencyP95Ms } = workload.objectives ?? {};
      const key = ttftP95Ms !== undefined ? "ttftP95Ms" : "latencyP95Ms";
      const wanted = ttftP95Ms ?? latencyP95Ms;
      if (wanted === undefined || eligible.length === 0) continue;
      const known = eligible.map((one) => view.documents.catalog.deployments[one.id]?.latency?.ttftP95Ms);
      if (!known.every((value) => value !== undefined)) continue;
      const best = Math.min(...known);
      const place = best > wanted ? view.place("workload", id, "objectives", key) : undefined;
      if (!place) continue;
      const fastest = eligible[known.indexOf(best)];
      const candidates = view.qualifying(id, (other) => {
        const declared = view.documents.catalog.deployments[other.id]?.latency?.ttftP95Ms;
        return declared !== undefined && declared <= wanted;
      });
      yield {
        place,
        message: `${eligible.length === 1 ? "The only deployment does not meet this:" : `None of ${counted(eligible.length, "deployment")} meets this: the fastest,`} ${fastest?.id}${eligible.length === 1 ? "" : ","} takes ${best} ms to its first token at the 95th percentile, and ${wanted} ms are wanted. ${candidates[0] ? `Add ${candidates[0]}` : "Add a faster one"}, or change the objective.`,
        related: [
          {
            place: fastest && view.place("deployment", fastest.id, "latency"),
            message: `The latency of ${fastest?.id}.`,
          },
        ],
        data: { workload: id, candidates },
      };
    }
  },
};

/**
 * Two objectives of one workload contradict each other: a whole answer can not be faster than its first token.
 *
 * Wrong:
 * ```yaml
 * workloads:
 *   ticket-summaries:
 *     businessUnit: support
 *     sensitivity: internal
 *     objectives: { ttftP95Ms: 2000, latencyP95Ms: 1500 }
 *     route: { candidates: [gpt-5.5@azure-swedencentral] }
 * ```
 *
 * Right:
 * ```yaml
 * workloads:
 *   ticket-summaries:
 *     businessUnit: support
 *     sensitivity: internal
 *     objectives: { ttftP95Ms: 1500, latencyP95Ms: 8000 }
 *     route: { candidates: [gpt-5.5@azure-swedencentral] }
 * ```
 */
export const objectiveContradiction: WorkspaceRule = {
  code: "objective.contradiction",
  severity: "warning",
  *check(view) {
    for (const [id, { workload }] of view.routes) {
      const { ttftP95Ms, latencyP95Ms } = workload.objectives ?? {};
      if (ttftP95Ms === undefined || latencyP95Ms === undefined || latencyP95Ms >= ttftP95Ms) continue;
      const place = view.place("workload", id, "objectives", "latencyP95Ms");
      if (!place) continue;
      yield {
        place,
        message: `The whole answer may take ${latencyP95Ms} ms, and its first token ${ttftP95Ms} ms. Raise this, or lower "ttftP95Ms".`,
        related: [{ place: view.place("workload", id, "objectives", "ttftP95Ms"), message: "The first token." }],
        data: { workload: id },
      };
    }
  },
};
