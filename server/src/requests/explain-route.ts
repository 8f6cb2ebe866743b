/** Where the requests of a workload go, as the gateway would decide now with everything healthy and nothing spent. */
import { type CheckedWorkspace, stopsGeneration } from "@fairlead/runtime/documents";
import { type CompiledPolicy, compile, type Decision, standing } from "@fairlead/runtime/policy";

const compiled = new WeakMap<CheckedWorkspace, CompiledPolicy>();

/** The documents compiled; undefined where they have errors that keep them from being put in force. */
export function policyOf(checked: CheckedWorkspace): CompiledPolicy | undefined {
  if (checked.diagnostics.some(stopsGeneration)) return undefined;
  const policy = compiled.get(checked) ?? compile(checked.documents);
  compiled.set(checked, policy);
  return policy;
}

/** The decision for a workload at a time; undefined where the documents have errors or do not know it. */
export function decideRoute(workload: string, checked: CheckedWorkspace, at: number): Decision | undefined {
  if (!Object.hasOwn(checked.documents.policy.workloads, workload)) return undefined;
  const policy = policyOf(checked);
  return policy && standing(policy, workload, at);
}
