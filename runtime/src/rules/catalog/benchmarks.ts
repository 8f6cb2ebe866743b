import { eligibility } from "../../policy/standing.ts";
import type { WorkspaceRule } from "../rule.ts";

/**
 * An arm of a benchmark, or its judge, that the policy does not allow for the benchmark's workload: the gateway would refuse every
 * request of it. Benchmarks run under the same policy as all other requests.
 *
 * Wrong:
 * ```yaml
 * workloads:
 *   ticket-summaries:
 *     businessUnit: support
 *     sensitivity: confidential
 *     route: { candidates: [gpt-5.5@azure-swedencentral, claude-sonnet-5@bedrock-eu-central-1] }
 * benchmarks:
 *   who-summarises:
 *     workload: ticket-summaries
 *     arms: [gpt-5.5@azure-swedencentral, gpt-5.5@openai]
 *     prompt: Summarise
 *     maxSpend: 1 USD
 *     cases: [{ name: one }]
 * ```
 *
 * Right:
 * ```yaml
 * workloads:
 *   ticket-summaries:
 *     businessUnit: support
 *     sensitivity: confidential
 *     route: { candidates: [gpt-5.5@azure-swedencentral, claude-sonnet-5@bedrock-eu-central-1] }
 * benchmarks:
 *   who-summarises:
 *     workload: ticket-summaries
 *     arms: [gpt-5.5@azure-swedencentral, claude-sonnet-5@bedrock-eu-central-1]
 *     prompt: Summarise
 *     maxSpend: 1 USD
 *     cases: [{ name: one }]
 * ```
 */
export const ineligibleArm: WorkspaceRule = {
  code: "benchmark.ineligible-arm",
  severity: "warning",
  *check(view) {
    for (const [id, { workload, arms, routed = [], baseline, judge }] of Object.entries(view.documents.benchmarks)) {
      if (!view.routes.has(workload)) continue;
      const judged = eligibility(view.policy, workload, view.at, judge === undefined ? arms : [...arms, judge]);
      const against = judge === undefined ? undefined : judged.get(judge)?.[0]?.reason;
      const judgePlace = against === undefined ? undefined : view.place("benchmark", id, "judge");
      if (judgePlace) {
        yield {
          place: judgePlace,
          message: `${judge} may not serve "${workload}", as which it would judge: ${against}. No answer would be judged.`,
          related: [{ place: view.place("workload", workload), message: `The workload "${workload}".` }],
          data: { workload, replacements: view.qualifying(workload).filter((one) => !arms.includes(one)) },
        };
      }
      for (const [index, arm] of arms.entries()) {
        const reason = judged.get(arm)?.[0]?.reason;
        const place = reason === undefined ? undefined : view.place("benchmark", id, "arms", index);
        if (!place) continue;
        yield {
          place,
          message: `${arm} may not serve "${workload}": ${reason}. Every request of this arm would be refused.`,
          related: [{ place: view.place("workload", workload), message: `The workload "${workload}".` }],
          data: {
            workload,
            replacements: view.qualifying(workload).filter((one) => !arms.includes(one)),
            // What is compared needs two sides, and the baseline is one.
            ...(arms.length + routed.length > 2 && arm !== baseline && { removable: true as const }),
          },
        };
      }
    }
  },
};
