/** Whether workloads would meet their latency objectives where their requests would go. */
import type { CompiledPolicy } from "../types.ts";
import type { Replayed } from "./replay.ts";
import type { ObjectiveOutlook, RecordedCall } from "./types.ts";

/** A 95th percentile of fewer is the slowest of them. */
const FEWEST = 20;
/** A deployment that serves less of a workload can not move its 95th percentile. */
const SMALLEST_SHARE = 0.05;

const CLOCKS = { ttftP95Ms: "ttftMs", latencyP95Ms: "totalMs" } as const satisfies Record<string, keyof RecordedCall>;

/** For every workload that has calls and an objective. `declared` is the catalog's 95th percentile to first token. */
export function objectiveOutlooks(
  policy: CompiledPolicy,
  replayed: readonly Replayed[],
  declared: (deployment: string) => number | undefined,
): ObjectiveOutlook[] {
  const calls = replayed.map(({ call }) => call);
  return [...new Set(calls.map(({ workload }) => workload))].flatMap((workload) => {
    const objectives = policy.workloads.get(workload)?.objectives;
    return (["ttftP95Ms", "latencyP95Ms"] as const).flatMap((objective) => {
      const targetMs = objectives?.[objective];
      if (targetMs === undefined) return [];
      const clock = CLOCKS[objective];
      const measured = (deployment: string) =>
        p95(calls.filter((call) => call.deployment === deployment).flatMap((call) => call[clock] ?? []));
      const known = (deployment: string) =>
        measured(deployment) ?? (objective === "ttftP95Ms" ? declared(deployment) : undefined);
      const recordedMs = p95(calls.filter((call) => call.workload === workload).flatMap((call) => call[clock] ?? []));
      const replayedMs = slowest(carriers(replayed, workload).map(known));
      return [{ workload, objective, targetMs, recordedMs, replayedMs }];
    });
  });
}

/** The deployments that carry a share of the workload worth the name. */
function carriers(replayed: readonly Replayed[], workload: string): string[] {
  const own = replayed.filter(({ call, deployment }) => call.workload === workload && deployment !== undefined);
  const counts = new Map<string, number>();
  for (const { deployment = "" } of own) counts.set(deployment, (counts.get(deployment) ?? 0) + 1);
  return [...counts].filter(([, count]) => count >= own.length * SMALLEST_SHARE).map(([deployment]) => deployment);
}

function slowest(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 || known.length < values.length ? undefined : Math.max(...known);
}

/** Nearest rank. */
function p95(values: readonly number[]): number | undefined {
  if (values.length < FEWEST) return undefined;
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1];
}
