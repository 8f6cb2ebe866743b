import type { WorkspaceRule } from "../rule.ts";

/**
 * Weights in a route whose strategy is not `weighted`: nobody looks at them.
 *
 * Wrong:
 * ```yaml
 * workloads:
 *   ticket-summaries:
 *     businessUnit: support
 *     sensitivity: internal
 *     route:
 *       strategy: ordered
 *       candidates: [gpt-5.5@azure-swedencentral, gpt-5.5@openai]
 *       weights: { gpt-5.5@azure-swedencentral: 80 }
 * ```
 *
 * Right:
 * ```yaml
 * workloads:
 *   ticket-summaries:
 *     businessUnit: support
 *     sensitivity: internal
 *     route:
 *       strategy: weighted
 *       candidates: [gpt-5.5@azure-swedencentral, gpt-5.5@openai]
 *       weights: { gpt-5.5@azure-swedencentral: 80 }
 * ```
 */
export const unusedWeights: WorkspaceRule = {
  code: "route.unused-weights",
  severity: "warning",
  tags: ["unnecessary"],
  *check(view) {
    for (const [id, { workload }] of view.routes) {
      if (workload.strategy === "weighted" || workload.weights.size === 0) continue;
      const place = view.keyPlace("workload", id, "route", "weights");
      if (!place) continue;
      yield {
        place,
        message: `Nobody looks at these weights: the strategy is ${workload.strategy}. Remove them, or set "strategy: weighted".`,
        data: { workload: id, removable: true },
      };
    }
  },
};

/**
 * A weighted route in which all weights are 0: nothing is drawn, and the first candidate gets everything.
 *
 * Wrong:
 * ```yaml
 * workloads:
 *   ticket-summaries:
 *     businessUnit: support
 *     sensitivity: internal
 *     route:
 *       strategy: weighted
 *       candidates: [gpt-5.5@azure-swedencentral, gpt-5.5@openai]
 *       weights: { gpt-5.5@azure-swedencentral: 0, gpt-5.5@openai: 0 }
 * ```
 *
 * Right:
 * ```yaml
 * workloads:
 *   ticket-summaries:
 *     businessUnit: support
 *     sensitivity: internal
 *     route:
 *       strategy: weighted
 *       candidates: [gpt-5.5@azure-swedencentral, gpt-5.5@openai]
 *       weights: { gpt-5.5@azure-swedencentral: 100, gpt-5.5@openai: 0 }
 * ```
 */
export const zeroWeights: WorkspaceRule = {
  code: "route.zero-weights",
  severity: "warning",
  *check(view) {
    for (const [id, { workload, eligible }] of view.routes) {
      if (workload.strategy !== "weighted" || eligible.length === 0) continue;
      if (eligible.some(({ index }) => workload.weights.get(index) !== 0)) continue;
      const place = view.keyPlace("workload", id, "route", "weights");
      if (!place) continue;
      yield {
        place,
        message: `All candidates that may serve "${id}" weigh 0, so none is drawn. Give one of them a weight.`,
        data: { workload: id },
      };
    }
  },
};
