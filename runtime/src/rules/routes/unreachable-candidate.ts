import type { WorkspaceRule } from "../rule.ts";

/**
 * A candidate that no request can reach: it stands behind a withdrawn deployment in an ordered route whose workload
 * does not fall back on `policy-change`.
 *
 * Without that word a change of model is never silent, so everything behind the withdrawn deployment is held back. Add
 * `policy-change` to `fallback.on`, or take the withdrawn deployment out of the route.
 *
 * Wrong:
 * ```yaml
 * models:
 *   claude-haiku-4.5: { supplier: anthropic, capabilities: [chat], contextWindow: 200000, lifecycle: { status: retired } }
 * workloads:
 *   ticket-summaries:
 *     businessUnit: support
 *     sensitivity: internal
 *     route: { candidates: [gpt-5.5@azure-swedencentral, claude-haiku-4.5@bedrock-eu-central-1, gpt-5.5@openai] }
 *     fallback: { on: [outage] }
 * ```
 *
 * Right:
 * ```yaml
 * models:
 *   claude-haiku-4.5: { supplier: anthropic, capabilities: [chat], contextWindow: 200000, lifecycle: { status: retired } }
 * workloads:
 *   ticket-summaries:
 *     businessUnit: support
 *     sensitivity: internal
 *     route: { candidates: [gpt-5.5@azure-swedencentral, claude-haiku-4.5@bedrock-eu-central-1, gpt-5.5@openai] }
 *     fallback: { on: [outage, policy-change] }
 * ```
 */
export const unreachableCandidate: WorkspaceRule = {
  code: "route.unreachable-candidate",
  severity: "warning",
  tags: ["unnecessary"],
  *check(view) {
    for (const [id, { workload, rejected }] of view.routes) {
      for (const { deployment, rejections } of rejected) {
        const held = rejections.find(({ rule }) => rule === "fallback.policy-change");
        const index = workload.candidates.indexOf(deployment);
        const place = held && view.place("workload", id, "route", "candidates", index);
        if (!place || rejections.length > 1) continue;
        yield {
          place,
          message: `${deployment.id} is never reached: ${held.reason}. Add "policy-change" to "fallback.on", or remove the withdrawn deployment.`,
          related: [
            { place: view.place("workload", id, "fallback", "on"), message: "What the workload falls back on." },
          ],
          data: { workload: id },
        };
      }
    }
  },
};
