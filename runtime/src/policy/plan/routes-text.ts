import { explainText } from "../explain.ts";
import { standing } from "../standing.ts";
import type { CompiledPolicy } from "../types.ts";

/**
 * Where the ordinary requests of all workloads go, sorted by workload, for comparing two generations line by line:
 * the same decisions give the same text, so the generation is not named. `at` is in milliseconds since 1970.
 */
export function routesText(policy: CompiledPolicy, at: number): string {
  return [...policy.workloads.keys()]
    .sort()
    .map((id) => explainText(standing(policy, id, at)).replace(` (${policy.generation})`, ""))
    .join("\n");
}
