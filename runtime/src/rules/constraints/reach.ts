import { appendPointer } from "../../documents/pointer.ts";
import { phaseAt } from "../../policy/compile-deployment.ts";
import { ruleRejects } from "../../policy/reject-rules.ts";
import type { WorkspaceRule } from "../rule.ts";
import { canApply } from "./applies.ts";

/**
 * A rule whose condition is never true: no workload has the criticality, the id or a sensitivity as low as it asks for.
 * Requests can raise their sensitivity, never lower it.
 *
 * Wrong:
 * ```yaml
 * rules:
 *   low-goes-cheap:
 *     when: { criticality: low }
 *     deny: { providers: [openai] }
 * ```
 *
 * Right:
 * ```yaml
 * rules:
 *   high-stays-in-the-eu:
 *     when: { criticality: high }
 *     deny: { providers: [openai] }
 * ```
 */
export const ruleNeverApplies: WorkspaceRule = {
  code: "rule.never-applies",
  severity: "warning",
  needsAll: true,
  tags: ["unnecessary"],
  *check(view) {
    if (view.routes.size === 0) return;
    const workloads = [...view.policy.workloads.values()];
    for (const [id, rule] of Object.entries(view.documents.policy.rules)) {
      if (!rule.when || workloads.some((workload) => canApply(rule, workload))) continue;
      const place = view.keyPlace("rule", id, "when");
      if (!place) continue;
      yield {
        place,
        message: `The rule "${id}" is never for anything: no workload fits its "when". Change the condition, or remove the rule.`,
        data: { pointer: appendPointer("/rules", id), removable: true },
      };
    }
  },
};

/**
 * A rule that no deployment of the catalog fulfils: where it applies, everything is refused.
 *
 * Often a requirement and a denial contradict each other, or a right is required that no contract grants.
 *
 * Wrong:
 * ```yaml
 * rules:
 *   only-openai-and-never-openai:
 *     when: { sensitivity: restricted }
 *     require: { providers: [openai] }
 *     deny: { suppliers: [openai] }
 * ```
 *
 * Right:
 * ```yaml
 * rules:
 *   never-openai-direct:
 *     when: { sensitivity: restricted }
 *     deny: { providers: [openai] }
 * ```
 */
export const ruleRejectsEverything: WorkspaceRule = {
  code: "rule.rejects-everything",
  severity: "warning",
  needsAll: true,
  *check(view) {
    const usable = view.policy.deployments.filter((one) => !phaseAt(one, view.at).withdrawn);
    if (usable.length === 0) return;
    for (const [id, rule] of Object.entries(view.documents.policy.rules)) {
      if (usable.some((one) => ruleRejects({ id, rule }, one, phaseAt(one, view.at)) === undefined)) continue;
      const place = view.place("rule", id);
      const [first] = usable;
      if (!place || !first) continue;
      yield {
        place,
        message: `No deployment of the catalog fulfils the rule "${id}", so where it applies everything is refused. Of ${first.id}: ${ruleRejects({ id, rule }, first, phaseAt(first, view.at))}.`,
      };
    }
  },
};

/**
 * A rule that denies something that the catalog does not offer: a provider or a model without deployments.
 *
 * A hint only, since a rule may well look ahead. Denied residencies and lifecycles are never reported: they guard
 * against what is yet to come.
 *
 * Wrong:
 * ```yaml
 * providers:
 *   mistral: { adapter: openai-compatible, endpoint: https://api.mistral.ai/v1, jurisdiction: eu }
 * rules:
 *   no-mistral:
 *     deny: { providers: [mistral] }
 * ```
 *
 * Right:
 * ```yaml
 * rules:
 *   no-openai-direct:
 *     deny: { providers: [openai] }
 * ```
 */
export const ruleDeniesNothing: WorkspaceRule = {
  code: "rule.denies-nothing",
  severity: "hint",
  needsAll: true,
  tags: ["unnecessary"],
  *check(view) {
    const offered = {
      providers: new Set(view.policy.deployments.map(({ provider }) => provider)),
      models: new Set(view.policy.deployments.map(({ model }) => model)),
    };
    for (const [id, { deny }] of Object.entries(view.documents.policy.rules)) {
      for (const key of ["providers", "models"] as const) {
        for (const [index, denied] of (deny?.[key] ?? []).entries()) {
          const place = offered[key].has(denied) ? undefined : view.place("rule", id, "deny", key, index);
          if (!place) continue;
          yield {
            place,
            message: `This denies nothing: the catalog has no deployment of "${denied}".`,
            data: { removable: true },
          };
        }
      }
    }
  },
};
