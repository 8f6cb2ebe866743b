/** In which order allowed candidates are tried. Stable: equals keep the order of the document. */
import { missedObjective } from "./objectives.ts";
import type { Candidate, CompiledWorkload, DecisionState } from "./types.ts";

const byCost = (a: Candidate, b: Candidate): number =>
  (a.expectedCost ?? Number.POSITIVE_INFINITY) - (b.expectedCost ?? Number.POSITIVE_INFINITY) || 0;

const bySpeed = (a: Candidate, b: Candidate): number =>
  (a.ttftMs ?? Number.POSITIVE_INFINITY) - (b.ttftMs ?? Number.POSITIVE_INFINITY) || 0;

/** Cheapest first by expected cost of this request; an unknown price comes last. */
export function cheapestFirst(candidates: readonly Candidate[]): Candidate[] {
  return candidates.toSorted(byCost).map((candidate) => ({ ...candidate, because: "by expected cost" }));
}

/** Fastest first by measured, else declared, time to first token; an unknown one comes last. */
export function fastestFirst(candidates: readonly Candidate[]): Candidate[] {
  return candidates.toSorted(bySpeed).map((candidate) => ({ ...candidate, because: "by time to first token" }));
}

/**
 * Best first by pass rate on the workload's benchmark; one that was not measured comes last. Few samples count for
 * less: nine of ten is not better than 880 of 1,000.
 */
export function bestFirst(candidates: readonly Candidate[], workload: CompiledWorkload): Candidate[] {
  const quality = ({ deployment }: Candidate) => deployment.quality.get(workload.id);
  return candidates
    .toSorted((a, b) => (quality(b)?.atLeast ?? -1) - (quality(a)?.atLeast ?? -1))
    .map((candidate) => {
      const words = quality(candidate)?.words;
      return { ...candidate, because: words === undefined ? "pass rate unknown" : `by pass rate: ${words}` };
    });
}

/** The weight of a candidate; one that the route gives no weight has 1. */
export function weightOf({ deployment }: Candidate, workload: CompiledWorkload): number {
  return workload.weights.get(deployment.index) ?? 1;
}

/** Why a candidate stands first in a weighted route. */
export const DRAWN = "drawn by weight";

/**
 * The first is drawn by weight, the others follow from the heaviest to the lightest as its fallbacks.
 * The draw is over the allowed candidates only, so the share of one that is out goes to the others.
 */
export function drawnByWeight(candidates: readonly Candidate[], workload: CompiledWorkload, draw: number): Candidate[] {
  const weight = (candidate: Candidate): number => weightOf(candidate, workload);
  const total = candidates.reduce((sum, candidate) => sum + weight(candidate), 0);
  let rest = draw * total;
  const first = candidates.find((candidate) => {
    rest -= weight(candidate);
    return rest < 0;
  });
  const others = candidates
    .filter((candidate) => candidate !== first)
    .toSorted((a, b) => weight(b) - weight(a))
    .map((candidate) => ({ ...candidate, because: "fallback, by weight" }));
  return first ? [{ ...first, because: DRAWN }, ...others] : others;
}

/**
 * Candidates that are measured to miss an objective of the workload go behind those that are not; both parts keep
 * their order.
 */
export function missingLast(
  candidates: readonly Candidate[],
  workload: CompiledWorkload,
  state: DecisionState,
): readonly Candidate[] {
  if (!workload.measurable || candidates.length < 2) return candidates;
  const meeting: Candidate[] = [];
  const missing: Candidate[] = [];
  for (const candidate of candidates) {
    const missed = missedObjective(workload.measurable, state.health[candidate.deployment.index]?.measured);
    if (missed === undefined) meeting.push(candidate);
    else missing.push({ ...candidate, because: `behind the others: ${missed}` });
  }
  return missing.length === 0 ? candidates : [...meeting, ...missing];
}
