/** Where the requests of a workload go, as the gateway would decide now with everything healthy and nothing spent. */
import type { CheckedWorkspace } from "@fairlead/runtime/documents";
import { type CompiledPolicy, compile, type Decision, decide } from "@fairlead/runtime/policy";

/** A request of ordinary size, in tokens: the documents do not say how large requests are. */
export const TYPICAL_INPUT = { expected: 1_000, atMost: 2_000 };

const compiled = new WeakMap<CheckedWorkspace, CompiledPolicy>();

/** The decision for a workload at a time; undefined where the documents have errors or do not know it. */
export function decideRoute(workload: string, checked: CheckedWorkspace, at: number): Decision | undefined {
  if (!Object.hasOwn(checked.documents.policy.workloads, workload)) return undefined;
  if (checked.diagnostics.some(({ severity }) => severity === "error")) return undefined;
  const policy = compiled.get(checked) ?? compile(checked.documents);
  compiled.set(checked, policy);
  const request = { workload, inputTokens: TYPICAL_INPUT, at, draw: 0 };
  return decide(policy, request, { health: [], spent: [] });
}
