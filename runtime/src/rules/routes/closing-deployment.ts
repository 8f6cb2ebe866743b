import { decide } from "../../policy/decide.ts";
import { EMPTY_STATE, typicalRequest } from "../../policy/standing.ts";
import type { WorkspaceRule } from "../rule.ts";
import { counted, listed } from "../words.ts";

const DAY = 24 * 60 * 60 * 1000;
const DEFAULT_NOTICE_DAYS = 365;

/**
 * A change of terms that a notice announces closes a deployment to a workload: from its date on, the policy rejects it.
 *
 * Spoken of from `checks.retirementNoticeDays` before the date (365 without it): as information, and as a warning for
 * critical and high workloads, or where nothing is left. For deployments that end, `route.retiring-deployment` speaks.
 *
 * Wrong:
 * ```yaml
 * workloads:
 *   ticket-summaries:
 *     businessUnit: support
 *     sensitivity: confidential
 *     route: { candidates: [gpt-5.5@azure-swedencentral, claude-sonnet-5@bedrock-eu-central-1] }
 * notices:
 *   azure-terms:
 *     provider: azure-swedencentral
 *     kind: policy
 *     affects: [gpt-5.5@azure-swedencentral]
 *     announced: 2026-11-01
 *     effective: 2027-03-01
 *     data: { residency: global, retentionDays: 30, training: false, maxSensitivity: internal }
 * ```
 *
 * Right:
 * ```yaml
 * workloads:
 *   ticket-summaries:
 *     businessUnit: support
 *     sensitivity: confidential
 *     route: { candidates: [gpt-5.5@azure-swedencentral, claude-sonnet-5@bedrock-eu-central-1] }
 * notices:
 *   azure-terms:
 *     provider: azure-swedencentral
 *     kind: policy
 *     affects: [gpt-5.5@azure-swedencentral]
 *     announced: 2026-11-01
 *     effective: 2027-03-01
 *     data: { residency: eu, retentionDays: 30, training: false, maxSensitivity: confidential }
 * ```
 */
export const closingDeployment: WorkspaceRule = {
  code: "route.closing-deployment",
  severity: "information",
  *check(view) {
    for (const [id, { workload, eligible }] of view.routes) {
      const dates = new Set(
        eligible.flatMap(({ phases }) => phases.flatMap(({ from }) => (from > view.at ? [from] : []))),
      );
      if (dates.size === 0) continue;
      const horizon = view.at + (view.checks("workload", id).retirementNoticeDays ?? DEFAULT_NOTICE_DAYS) * DAY;
      const told = new Set<string>();
      for (const date of [...dates].filter((from) => from <= horizon).sort((a, b) => a - b)) {
        const then = decide(view.policy, typicalRequest(id, date), EMPTY_STATE);
        for (const { deployment, rejections } of then.rejected) {
          const isEnd = rejections.some(({ rule }) => /^(lifecycle|notice|fallback)\./.test(rule));
          if (isEnd || told.has(deployment.id) || !eligible.includes(deployment)) continue;
          told.add(deployment.id);
          const index = workload.candidates.indexOf(deployment);
          const place = view.place("workload", id, "route", "candidates", index);
          if (!place) continue;
          const isLast = then.candidates.length === 0;
          const isImportant = workload.criticality === "critical" || workload.criticality === "high";
          const candidates = view.qualifying(id);
          yield {
            place,
            message: `From ${new Date(date).toISOString().slice(0, 10)} on, in ${counted(Math.ceil((date - view.at) / DAY), "day")}, ${deployment.id} no longer serves "${id}": ${listed(rejections.map(({ reason }) => reason))}.${isLast ? " Nothing is left then." : ""} ${candidates[0] ? `Add ${candidates[0]} in time.` : "Find another in time."}`,
            severity: isLast || isImportant ? "warning" : "information",
            related: [{ place: view.place("deployment", deployment.id), message: `${deployment.id} is defined here.` }],
            data: { workload: id, candidates },
          };
        }
      }
    }
  },
};
