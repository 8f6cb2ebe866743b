/** What of the policy and of the request speaks against a deployment. Each function adds what it finds. */
import { sensitivityRank } from "../documents/vocabulary.ts";
import { ruleApplies } from "./compile-workload.ts";
import { ruleRejects } from "./reject-rules.ts";
import type { CompiledDeployment, DeploymentPhase, Rejection, RequestFacts } from "./types.ts";

/** Whether the model that the caller named means this deployment. */
export function isWished(deployment: CompiledDeployment, model: string): boolean {
  return model === deployment.id || model === deployment.model || model === deployment.upstream;
}

/** Whether its vectors can not be compared with those that the request's workload has. */
function makesOtherVectors({ embeddingModel, pin }: RequestFacts, { model }: CompiledDeployment): boolean {
  return pin === undefined && embeddingModel !== undefined && embeddingModel !== model;
}

function rejectForNeeds(facts: RequestFacts, deployment: CompiledDeployment, found: Rejection[]): void {
  const { needs } = facts.workload;
  for (const capability of needs.capabilities) {
    if (!deployment.capabilities.has(capability))
      found.push({ rule: "need.capability", reason: `the workload needs ${capability}` });
  }
  for (const capability of facts.capabilities) {
    if (!deployment.capabilities.has(capability) && !needs.capabilities.includes(capability))
      found.push({ rule: "request.capability", reason: `the request uses ${capability}` });
  }
  if (needs.contextWindow > deployment.contextWindow) {
    const reason = `the workload needs a context window of ${needs.contextWindow} tokens, it has ${deployment.contextWindow}`;
    found.push({ rule: "need.context-window", reason });
  }
  if (needs.maxOutputTokens > deployment.maxOutputTokens) {
    const reason = `the workload needs ${needs.maxOutputTokens} output tokens, it writes at most ${deployment.maxOutputTokens}`;
    found.push({ rule: "need.output-size", reason });
  }
}

function rejectForSize(facts: RequestFacts, deployment: CompiledDeployment, found: Rejection[]): void {
  const { inWindow, outputLimit } = facts;
  if (facts.outputLimitIsCallers && outputLimit > deployment.maxOutputTokens) {
    const reason = `the request allows ${outputLimit} output tokens, it writes at most ${deployment.maxOutputTokens}`;
    found.push({ rule: "request.output-size", reason });
  }
  if (inWindow > deployment.contextWindow) {
    const reason = `the request has about ${inWindow} input tokens, its context window holds ${deployment.contextWindow}`;
    found.push({ rule: "request.context-window", reason });
  }
}

function rejectForData(facts: RequestFacts, phase: DeploymentPhase, found: Rejection[]): void {
  if (sensitivityRank(facts.sensitivity) > sensitivityRank(phase.data.maxSensitivity)) {
    const reason = `the data is ${facts.sensitivity}, it may have at most ${phase.data.maxSensitivity}`;
    found.push({ rule: "sensitivity.too-high", reason });
  }
  const { residency } = facts.workload.needs;
  if (residency.length > 0 && !residency.includes("global")) {
    const place = phase.data.residency;
    if (place === undefined || !residency.includes(place)) {
      const reason = `data must stay in ${residency.join(" or ")}, it is processed in ${place ?? "an unknown place"}`;
      found.push({ rule: "need.residency", reason });
    }
  }
}

/** Whether the request itself asks for something that a deployment does not have. */
export function asksTooMuch(facts: RequestFacts, deployment: CompiledDeployment): boolean {
  if (facts.inWindow > deployment.contextWindow) return true;
  if (facts.outputLimitIsCallers && facts.outputLimit > deployment.maxOutputTokens) return true;
  if (facts.pin === undefined && facts.bindingModel !== undefined && !isWished(deployment, facts.bindingModel))
    return true;
  for (const capability of facts.capabilities) if (!deployment.capabilities.has(capability)) return true;
  return makesOtherVectors(facts, deployment);
}

/** All that the documents and the request's own facts have against a deployment, whatever its health and budgets. */
export function policyRejections(
  facts: RequestFacts,
  deployment: CompiledDeployment,
  phase: DeploymentPhase,
): Rejection[] {
  const found: Rejection[] = [];
  if (deployment.suspended)
    found.push({ rule: "provider.suspended", reason: `provider ${deployment.provider} is suspended` });
  if (phase.withdrawn) found.push(phase.withdrawn);
  if (facts.pin === undefined && facts.bindingModel !== undefined && !isWished(deployment, facts.bindingModel))
    found.push({ rule: "model.not-chosen", reason: `the caller chose model ${facts.bindingModel}` });
  if (makesOtherVectors(facts, deployment)) {
    const reason = `its vectors can not be compared with those of ${facts.embeddingModel}, which this request asks for`;
    found.push({ rule: "model.other-vectors", reason });
  }
  rejectForNeeds(facts, deployment, found);
  rejectForSize(facts, deployment, found);
  rejectForData(facts, phase, found);
  for (const rule of facts.workload.rules) {
    if (!ruleApplies(rule.rule, facts.businessUnit, facts.sensitivity)) continue;
    const reason = ruleRejects(rule, deployment, phase);
    if (reason) found.push({ rule: `rule.${rule.id}`, reason });
  }
  return found;
}
