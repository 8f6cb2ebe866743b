/** The rules of the organisation: what of a rule a deployment does not fulfil. Unknown is never fulfilled. */
import type { Deny, Require } from "../documents/vocabulary.ts";
import type { CompiledDeployment, CompiledRule, DeploymentPhase } from "./types.ts";

function trainingForbidden(deployment: CompiledDeployment, phase: DeploymentPhase): string | undefined {
  const said = [phase.data.training, deployment.contract?.training];
  if (said.includes(true)) return "the data may be used for training";
  return said.includes(false) ? undefined : "whether the data is used for training is unknown";
}

function retention(deployment: CompiledDeployment, phase: DeploymentPhase, atMost: number): string | undefined {
  const known = [phase.data.retentionDays, deployment.contract?.retentionDays].filter((days) => days !== undefined);
  if (known.length === 0) return `how long data is kept is unknown; at most ${atMost} days are allowed`;
  const days = Math.max(...known);
  return days <= atMost ? undefined : `data is kept for ${days} days; at most ${atMost} are allowed`;
}

function granted<K extends string>(
  wanted: readonly K[] | undefined,
  rights: Partial<Record<K, boolean | undefined>> | undefined,
  what: string,
): string | undefined {
  const missing = wanted?.filter((right) => rights?.[right] !== true) ?? [];
  if (missing.length === 0) return undefined;
  return `the contract does not grant ${what}: ${missing.join(", ")}`;
}

function failsRequire(require: Require, deployment: CompiledDeployment, phase: DeploymentPhase): string | undefined {
  const { contract } = deployment;
  if (require.contract === true && !contract) return "there is no contract with the provider";
  if (require.providers && !require.providers.includes(deployment.provider))
    return `provider ${deployment.provider} is not one of ${require.providers.join(", ")}`;
  if (require.suppliers && !require.suppliers.includes(deployment.supplier))
    return `supplier ${deployment.supplier} is not one of ${require.suppliers.join(", ")}`;
  if (require.residency && !(phase.data.residency && require.residency.includes(phase.data.residency)))
    return `data is processed in ${phase.data.residency ?? "an unknown place"}, not in ${require.residency.join(" or ")}`;
  return (
    (require.training === false ? trainingForbidden(deployment, phase) : undefined) ??
    (require.retentionDaysAtMost === undefined
      ? undefined
      : retention(deployment, phase, require.retentionDaysAtMost)) ??
    granted(require.auditRights, contract?.auditRights, "audit rights") ??
    granted(require.portability, contract?.portability, "portability")
  );
}

function failsDeny(deny: Deny, deployment: CompiledDeployment, phase: DeploymentPhase): string | undefined {
  if (deny.providers?.includes(deployment.provider)) return `provider ${deployment.provider} is denied`;
  if (deny.suppliers?.includes(deployment.supplier)) return `supplier ${deployment.supplier} is denied`;
  if (deny.models?.includes(deployment.model)) return `model ${deployment.model} is denied`;
  if (deny.deployments?.includes(deployment.id)) return "the deployment is denied";
  if (phase.lifecycle !== "retired" && deny.lifecycle?.includes(phase.lifecycle))
    return `its lifecycle status ${phase.lifecycle} is denied`;
  if (deny.residency) {
    const { residency } = phase.data;
    if (residency === undefined || residency === "global")
      return `data may be processed anywhere, and ${deny.residency.join(", ")} is denied`;
    if (deny.residency.includes(residency)) return `data is processed in ${residency}, which is denied`;
  }
  return undefined;
}

/** Why a rule that applies rejects a deployment, in words; undefined where it does not. */
export function ruleRejects(
  { rule }: CompiledRule,
  deployment: CompiledDeployment,
  phase: DeploymentPhase,
): string | undefined {
  return (
    (rule.require ? failsRequire(rule.require, deployment, phase) : undefined) ??
    (rule.deny ? failsDeny(rule.deny, deployment, phase) : undefined)
  );
}
