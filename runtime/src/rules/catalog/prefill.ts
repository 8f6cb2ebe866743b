import { takesPrefill } from "../../policy/compile-deployment.ts";
import type { WorkspaceRule } from "../rule.ts";

/**
 * A deployment is said to go on from the beginning of an answer (`assistant-prefill`), and the API that it is called
 * through can not be told to: OpenAI and Azure OpenAI begin another message behind it. The capability has no effect there.
 *
 * Wrong:
 * ```yaml
 * deployments:
 *   gpt-5.5@openai:
 *     upstream: gpt-5.5
 *     capabilities: [chat, assistant-prefill]
 *     price: { input: 5, output: 30 }
 *     data: { residency: us, maxSensitivity: internal }
 * ```
 *
 * Right:
 * ```yaml
 * deployments:
 *   gpt-5.5@openai:
 *     upstream: gpt-5.5
 *     capabilities: [chat]
 *     price: { input: 5, output: 30 }
 *     data: { residency: us, maxSensitivity: internal }
 * ```
 */
export const prefillWithoutEffect: WorkspaceRule = {
  code: "deployment.prefill-without-effect",
  severity: "information",
  *check(view) {
    const { deployments } = view.documents.catalog;
    for (const [id, { capabilities, api }] of Object.entries(deployments)) {
      const adapter = view.policy.deploymentById.get(id)?.adapter;
      const index = capabilities?.indexOf("assistant-prefill") ?? -1;
      if (index < 0 || adapter === undefined || takesPrefill(adapter, api)) continue;
      const place = view.place("deployment", id, "capabilities", index);
      if (!place) continue;
      const through = api === "responses" ? "Responses" : `the adapter ${adapter}`;
      yield {
        place,
        message: `${through} can not be told to go on from the beginning of an answer, so "assistant-prefill" has no effect here. Remove it.`,
      };
    }
  },
};
