/** What each arm measured beside what its workload wants. */
import type { ArmSummary } from "../types.ts";
import type { ObjectiveResult } from "./types.ts";

/** Times count from the moment a request was due, as in goodput. In the order of the policy's members. */
export function objectiveResults(summary: ArmSummary): ObjectiveResult[] {
  const { arm, objectives, clocks, requests, errors, blocked, judged, passed } = summary;
  if (objectives === undefined) return [];
  const atMost = (objective: ObjectiveResult["objective"], target: number | undefined, measured: number | undefined) =>
    target === undefined
      ? []
      : [{ arm, objective, target, measured, met: measured === undefined ? undefined : measured <= target }];
  const passRate = partOf(objectives.passRate);
  const measured = judged > 0 ? passed / judged : undefined;
  return [
    ...atMost("ttftP95Ms", objectives.ttftP95Ms, clocks?.ttftScheduledMs?.p95 ?? summary.ttftMs.p95),
    ...atMost("latencyP95Ms", objectives.latencyP95Ms, clocks?.totalScheduledMs?.p95 ?? summary.totalMs.p95),
    ...atMost("errorRate", partOf(objectives.errorRate), requests > 0 ? (errors + blocked) / requests : undefined),
    ...(passRate === undefined
      ? []
      : [
          {
            arm,
            objective: "passRate" as const,
            target: passRate,
            measured,
            met: measured === undefined ? undefined : measured >= passRate,
          },
        ]),
  ];
}

/** `0.5%` as a part of 1. */
function partOf(percentage: string | undefined): number | undefined {
  const number = /^(\d+(?:\.\d+)?)\s*%$/.exec(percentage ?? "")?.[1];
  return number === undefined ? undefined : Number(number) / 100;
}
