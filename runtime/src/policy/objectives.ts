/** Whether a deployment is measured to miss what its workload should reach. */

import type { CompiledObjectives, MeasuredService } from "./types.ts";
import { wilsonLowerBound } from "./wilson.ts";

/** Fewer attempts than this say nothing. */
const FEWEST_ATTEMPTS = 20;
/** The lowest rate that so many failures are compatible with; one failure alone says too much for that. */
function lowestRate(failures: number, attempts: number): number {
  return failures < 2 ? 0 : wilsonLowerBound(failures / attempts, attempts);
}

/** Which objective a deployment misses, with what was measured; undefined where none is known to be missed. */
export function missedObjective(
  objectives: CompiledObjectives | undefined,
  measured: MeasuredService | undefined,
): string | undefined {
  if (!objectives || !measured || measured.attempts < FEWEST_ATTEMPTS) return undefined;
  const { ttftP95Ms, latencyP95Ms, errorRate } = objectives;
  if (errorRate !== undefined && lowestRate(measured.failures, measured.attempts) > errorRate)
    return `${measured.failures} of ${measured.attempts} attempts failed, at most ${errorRate * 100} % should`;
  if (ttftP95Ms !== undefined && measured.streams >= FEWEST_ATTEMPTS && (measured.ttftP95Ms ?? 0) > ttftP95Ms)
    return `its first token takes ${measured.ttftP95Ms} ms (p95), ${ttftP95Ms} ms are wanted`;
  if (latencyP95Ms !== undefined && (measured.latencyP95Ms ?? 0) > latencyP95Ms)
    return `its answers take ${measured.latencyP95Ms} ms (p95), ${latencyP95Ms} ms are wanted`;
  return undefined;
}
