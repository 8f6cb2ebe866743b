/** Which deployments carry a workload's requests, and what an ordinary one costs and takes over all of them. */
import { type MicroUsd, microUsd } from "../documents/money.ts";
import { DRAWN, weightOf } from "./order.ts";
import type { Candidate, Decision } from "./types.ts";

/** A part of a workload's requests and where it goes while all is well. */
export interface Serving {
  deployment: string;
  /** Above 0, at most 1. All parts of a workload add up to 1. */
  share: number;
}

/** What ordinary requests go to first: one deployment, or those that share a weighted route. Empty: nothing serves. */
export function servingOf(decision: Decision): Serving[] {
  return sharesOf(decision).map(({ candidate, share }) => ({ deployment: candidate.deployment.id, share }));
}

/** The same with the candidates themselves. */
export function sharesOf({ candidates, workload }: Decision): { candidate: Candidate; share: number }[] {
  const [first] = candidates;
  if (!first) return [];
  const total = candidates.reduce((sum, candidate) => sum + weightOf(candidate, workload), 0);
  if (first.because !== DRAWN || !(total > 0)) return [{ candidate: first, share: 1 }];
  // In the order of the document: the order of the candidates depends on the draw.
  return workload.candidates.flatMap((deployment) => {
    const candidate = candidates.find((one) => one.deployment === deployment);
    const share = candidate ? weightOf(candidate, workload) / total : 0;
    return candidate && share > 0 ? [{ candidate, share }] : [];
  });
}

/** What an ordinary request costs on the average of the shares; undefined where a price is unknown or nothing serves. */
export function typicalCost(decision: Decision): MicroUsd | undefined {
  const cost = average(decision, ({ expectedCost }) => expectedCost);
  return cost === undefined ? undefined : microUsd(Math.round(cost));
}

/** Time to first token in milliseconds on the average of the shares; undefined where one is unknown or nothing serves. */
export function typicalTtftMs(decision: Decision): number | undefined {
  const ttft = average(decision, ({ ttftMs }) => ttftMs);
  return ttft === undefined ? undefined : Math.round(ttft);
}

function average(decision: Decision, value: (candidate: Candidate) => number | undefined): number | undefined {
  let sum: number | undefined;
  for (const { candidate, share } of sharesOf(decision)) {
    const known = value(candidate);
    if (known === undefined) return undefined;
    sum = (sum ?? 0) + share * known;
  }
  return sum;
}
