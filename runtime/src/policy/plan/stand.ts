/** Where one workload stands at one moment, as data that can be compared. */
import { phaseAt } from "../compile-deployment.ts";
import { DIMENSIONS, placeOf } from "../exposure.ts";
import { servingOf, typicalCost, typicalTtftMs } from "../serving.ts";
import { standing } from "../standing.ts";
import { type Traffic, trafficCost } from "../traffic.ts";
import type { CompiledDeployment, CompiledPolicy } from "../types.ts";
import type { Stand } from "./types.ts";

/** The stand of a workload; null where the policy does not know it. `at` is in milliseconds since 1970. */
export function standOf(
  policy: CompiledPolicy,
  workload: string,
  at: number,
  traffic: Traffic | undefined,
): Stand | null {
  if (!policy.workloads.has(workload)) return null;
  const decision = standing(policy, workload, at);
  const deployments = decision.candidates.map(({ deployment }) => deployment);
  const ofWorkload = traffic?.get(workload);
  return {
    criticality: decision.workload.criticality,
    sensitivity: decision.sensitivity,
    strategy: decision.strategy,
    serving: servingOf(decision),
    order: deployments.map(({ id }) => id),
    out: decision.rejected.map(({ deployment, rejections }) => ({
      deployment: deployment.id,
      rejections: rejections.map(({ rule, reason }) => ({ rule, reason })),
    })),
    jurisdictions: [...new Set(deployments.map((one) => placeOf(one, "jurisdiction", at) ?? "unknown"))].sort(),
    retentionDays: longestRetention(deployments, at),
    untrained: deployments.every((one) => isUntrained(one, at)),
    costMicroUsd: typicalCost(decision) ?? null,
    trafficMicroUsd: (ofWorkload && trafficCost(decision, ofWorkload)) ?? null,
    ttftMs: typicalTtftMs(decision) ?? null,
    singles: DIMENSIONS.flatMap((dimension) => {
      const id = onlyOne(deployments.map((one) => placeOf(one, dimension, at)));
      return id === undefined ? [] : [{ dimension, id }];
    }),
    fallsBackOnOutage: decision.workload.fallbackOn.has("outage") && decision.workload.attempts > 1,
    onStoreLoss: decision.workload.onStoreLoss,
  };
}

function onlyOne(places: readonly (string | undefined)[]): string | undefined {
  return places.every((place) => place === places[0]) ? places[0] : undefined;
}

function longestRetention(deployments: readonly CompiledDeployment[], at: number): number | null {
  let longest = 0;
  for (const deployment of deployments) {
    const said = [phaseAt(deployment, at).data.retentionDays, deployment.contract?.retentionDays];
    const known = said.filter((days) => days !== undefined);
    if (known.length === 0) return null;
    longest = Math.max(longest, ...known);
  }
  return longest;
}

function isUntrained(deployment: CompiledDeployment, at: number): boolean {
  const said = [phaseAt(deployment, at).data.training, deployment.contract?.training];
  return said.includes(false) && !said.includes(true);
}
