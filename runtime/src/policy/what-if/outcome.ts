/** What became of many requests, added up. */
import { type MicroUsd, microUsd } from "../../documents/money.ts";
import { bandOf, DIMENSIONS, type Dimension, herfindahl, placeOf } from "../exposure.ts";
import type { CompiledPolicy } from "../types.ts";
import type { Replayed } from "./replay.ts";
import type { Outcome, OutcomeShare } from "./types.ts";

/** `at` is the moment at which places count, in milliseconds since 1970. */
export function outcome(policy: CompiledPolicy, all: readonly Replayed[], at: number): Outcome {
  const served = all.filter(({ deployment }) => deployment !== undefined);
  const deployments = group(served, ({ deployment }) => deployment);
  const dimensions = DIMENSIONS.flatMap((dimension) =>
    group(served, ({ deployment }) => placed(policy, deployment, dimension, at)).map((share) => ({
      ...share,
      dimension,
    })),
  );
  return {
    requests: all.length,
    served: served.length,
    cost: total(served),
    unpriced: served.filter(({ cost }) => cost === undefined).length,
    shares: [...deployments.map((share) => ({ ...share, dimension: "deployment" as const })), ...dimensions],
    concentrations: DIMENSIONS.flatMap((dimension) => {
      const own = dimensions.filter((share) => share.dimension === dimension);
      return (["requests", "spend"] as const).map((measure) => {
        const hhi = herfindahl(own.map(({ requests, cost }) => (measure === "spend" ? cost : requests)));
        return { dimension, measure, hhi, band: bandOf(hhi) };
      });
    }),
    refused: refusals(all),
  };
}

function placed(policy: CompiledPolicy, id: string | undefined, dimension: Dimension, at: number): string | undefined {
  const deployment = id === undefined ? undefined : policy.deploymentById.get(id);
  return deployment && placeOf(deployment, dimension, at);
}

function group(
  all: readonly Replayed[],
  idOf: (one: Replayed) => string | undefined,
): Pick<OutcomeShare, "id" | "requests" | "cost">[] {
  const found = new Map<string | undefined, Replayed[]>();
  for (const one of all) {
    const id = idOf(one);
    const known = found.get(id);
    if (known) known.push(one);
    else found.set(id, [one]);
  }
  return [...found]
    .map(([id, own]) => ({ id, requests: own.length, cost: total(own) }))
    .sort((a, b) => b.requests - a.requests || String(a.id).localeCompare(String(b.id)));
}

function total(all: readonly Replayed[]): MicroUsd {
  return microUsd(all.reduce((sum, { cost }) => sum + (cost ?? 0), 0));
}

function refusals(all: readonly Replayed[]): Outcome["refused"] {
  const counts = new Map<string, Outcome["refused"][number]>();
  for (const { call, deployment, rule = "recorded" } of all) {
    if (deployment !== undefined) continue;
    const key = `${call.workload}\n${rule}`;
    const known = counts.get(key) ?? { workload: call.workload, rule, requests: 0 };
    known.requests += 1;
    counts.set(key, known);
  }
  return [...counts.values()].sort((a, b) => b.requests - a.requests);
}
