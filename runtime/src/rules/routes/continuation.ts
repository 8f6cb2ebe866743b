import type { WorkspaceRule } from "../rule.ts";
import { listed } from "../words.ts";

/**
 * A workload lets another deployment take up a stream that breaks off (`fallback: { continue: true }`), and none can: no
 * candidate has the capability `assistant-prefill`, or the one that has it is the only one, or one attempt is all there is.
 *
 * Wrong:
 * ```yaml
 * workloads:
 *   ticket-summaries:
 *     businessUnit: support
 *     sensitivity: internal
 *     route: { candidates: [gpt-5.5@azure-swedencentral, claude-sonnet-5@bedrock-eu-central-1] }
 *     fallback: { continue: true }
 * ```
 *
 * Right:
 * ```yaml
 * models:
 *   claude-haiku-4.5: { supplier: anthropic, capabilities: [chat, assistant-prefill], contextWindow: 200000 }
 * deployments:
 *   claude-haiku-4.5@bedrock-eu-central-1:
 *     upstream: eu.anthropic.claude-haiku-4-5-20251001-v1:0
 *     price: { input: 1.1, output: 5.5 }
 *     data: { residency: eu, retentionDays: 0, training: false, maxSensitivity: confidential }
 * workloads:
 *   ticket-summaries:
 *     businessUnit: support
 *     sensitivity: internal
 *     route: { candidates: [gpt-5.5@azure-swedencentral, claude-haiku-4.5@bedrock-eu-central-1] }
 *     fallback: { continue: true }
 * ```
 */
export const nobodyContinues: WorkspaceRule = {
  code: "fallback.nobody-continues",
  severity: "warning",
  *check(view) {
    for (const [id, { workload, eligible }] of view.routes) {
      if (view.documents.policy.workloads[id]?.fallback?.continue !== true) continue;
      const able = eligible.filter(({ capabilities }) => capabilities.has("assistant-prefill"));
      const isAlone = able.length === 1 && eligible.length === 1;
      if (able.length > 0 && !isAlone && workload.attempts > 1) continue;
      const place = view.place("workload", id, "fallback", "continue");
      if (!place) continue;
      const candidates = view.qualifying(id, ({ capabilities }) => capabilities.has("assistant-prefill"));
      const remedy = candidates.length > 0 ? ` Add one that can: ${listed(candidates, 3)}.` : "";
      const reason =
        workload.attempts === 1
          ? "one attempt is all that it has"
          : isAlone
            ? `${able[0]?.id} is its only candidate`
            : 'no candidate has the capability "assistant-prefill"';
      yield {
        place,
        message: `A stream of "${id}" that breaks off is taken up by nobody: ${reason}.${remedy}`,
        data: { workload: id, candidates },
      };
    }
  },
};
