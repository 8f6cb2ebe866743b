import type { Rejection } from "../../policy/types.ts";
import type { WorkspaceRule } from "../rule.ts";
import { listed } from "../words.ts";

/** These have rules of their own, or pass by themselves. */
const SAID_ELSEWHERE = /^(lifecycle\.|notice\.|fallback\.|provider\.suspended|price\.unknown)/;

/**
 * A candidate that the policy never allows for its workload: its data is too sensitive for the deployment or must stay
 * elsewhere, the deployment lacks what the workload needs, or a rule forbids it.
 *
 * It looks like a fallback and is none. Remove it, or put right what is declared of the deployment. Where no candidate
 * is allowed, `route.no-eligible-deployment` speaks instead.
 *
 * Wrong:
 * ```yaml
 * workloads:
 *   ticket-summaries:
 *     businessUnit: support
 *     sensitivity: confidential
 *     needs: { residency: [eu] }
 *     route: { candidates: [gpt-5.5@azure-swedencentral, gpt-5.5@openai] }
 * ```
 *
 * Right:
 * ```yaml
 * workloads:
 *   ticket-summaries:
 *     businessUnit: support
 *     sensitivity: confidential
 *     needs: { residency: [eu] }
 *     route: { candidates: [gpt-5.5@azure-swedencentral, claude-sonnet-5@bedrock-eu-central-1] }
 * ```
 */
export const ineligibleCandidate: WorkspaceRule = {
  code: "route.ineligible-candidate",
  severity: "warning",
  tags: ["unnecessary"],
  *check(view) {
    for (const [id, { workload, eligible, rejected }] of view.routes) {
      if (eligible.length === 0) continue;
      for (const { deployment, rejections } of rejected) {
        const lasting = rejections.filter(({ rule }) => !SAID_ELSEWHERE.test(rule));
        const index = workload.candidates.indexOf(deployment);
        const place = view.place("workload", id, "route", "candidates", index);
        if (lasting.length === 0 || !place) continue;
        const candidates = view.qualifying(id);
        yield {
          place,
          message: `${deployment.id} never serves "${id}": ${listed(lasting.map(inWords))}. Remove it${candidates.length > 0 ? `, or list ${listed(candidates, 2)} instead` : ""}.`,
          related: [{ place: view.place("deployment", deployment.id), message: `${deployment.id} is defined here.` }],
          data: { workload: id, candidates, replacements: candidates, removable: true },
        };
      }
    }
  },
};

function inWords({ rule, reason }: Rejection): string {
  return rule.startsWith("rule.") ? `${reason} (rule ${rule.slice("rule.".length)})` : reason;
}
