/** What recorded requests would have done under another policy, or with parts of the world gone. */
import type { CompiledPolicy } from "../types.ts";
import { objectiveOutlooks } from "./objectives.ts";
import { outcome } from "./outcome.ts";
import { type Replayed, type ReplayOptions, replay } from "./replay.ts";
import type { RecordedCall, WhatIf } from "./types.ts";

export type { ReplayOptions } from "./replay.ts";
export type { ObjectiveOutlook, Outcome, OutcomeShare, RecordedCall, WhatIf } from "./types.ts";

export interface WhatIfOptions extends ReplayOptions {
  /** The 95th percentile to first token that the catalog declares, in milliseconds. */
  declaredTtftP95Ms?: (deployment: string) => number | undefined;
}

/**
 * Compares what happened with what `decide` says now. A call goes to its first candidate, and past those that failed
 * for it when it was recorded.
 */
export function whatIf(policy: CompiledPolicy, calls: readonly RecordedCall[], options: WhatIfOptions = {}): WhatIf {
  const known = calls.filter(({ workload }) => policy.workloads.has(workload));
  const times = known.map(({ at }) => at);
  const from = times.reduce((least, at) => Math.min(least, at), Number.POSITIVE_INFINITY);
  const to = times.reduce((most, at) => Math.max(most, at), Number.NEGATIVE_INFINITY);
  const replayed = replay(policy, known, options);
  const at = options.at ?? (times.length > 0 ? to : 0);
  const recorded = known.map(
    (call): Replayed => ({ call, deployment: call.deployment, cost: call.cost, rule: undefined, failures: 0 }),
  );
  return {
    generation: policy.generation,
    span: times.length > 0 ? { from, to } : undefined,
    recorded: outcome(policy, recorded, at),
    replayed: outcome(policy, replayed, at),
    moved: moves(replayed),
    objectives: objectiveOutlooks(policy, replayed, options.declaredTtftP95Ms ?? (() => undefined)),
    failures: failuresOf(replayed),
    unknownWorkloads: unknown(calls, policy),
  };
}

function failuresOf(replayed: readonly Replayed[]): WhatIf["failures"] {
  const met = replayed.filter(({ failures }) => failures > 0);
  return { met: met.length, served: met.filter(({ deployment }) => deployment !== undefined).length };
}

function moves(replayed: readonly Replayed[]): WhatIf["moved"] {
  const counts = new Map<string, WhatIf["moved"][number]>();
  for (const { call, deployment: to } of replayed) {
    const { workload, deployment: from } = call;
    if (from === to) continue;
    const key = [workload, from, to].join("\n");
    const known = counts.get(key) ?? { workload, from, to, requests: 0 };
    known.requests += 1;
    counts.set(key, known);
  }
  return [...counts.values()].sort((a, b) => b.requests - a.requests);
}

function unknown(calls: readonly RecordedCall[], policy: CompiledPolicy): WhatIf["unknownWorkloads"] {
  const counts = new Map<string, number>();
  for (const { workload } of calls)
    if (!policy.workloads.has(workload)) counts.set(workload, (counts.get(workload) ?? 0) + 1);
  return [...counts].map(([workload, requests]) => ({ workload, requests }));
}
