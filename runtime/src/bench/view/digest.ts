/** A result as its viewer needs it. */
import type { BenchmarkResult, RequestRecord } from "../types.ts";
import type { CaseTable } from "./case-table.ts";
import { goodputOf } from "./goodput.ts";
import { latencyCurves } from "./latency-curves.ts";
import { objectiveResults } from "./objectives.ts";
import { armPosition, findDominations } from "./positions.ts";
import { findTroubles } from "./troubles.ts";
import type { ResultDigest } from "./types.ts";

/** Everything but the cases, which the table answers page by page. */
export function digestOf(result: BenchmarkResult, table: CaseTable): ResultDigest {
  const { records, caseNames: _, caseKeys: __, ...header } = result;
  const byArm = new Map<string, RequestRecord[]>(header.arms.map(({ arm }) => [arm, []]));
  for (const record of records) byArm.get(record.arm)?.push(record);
  const ofArm = (arm: string) => byArm.get(arm) ?? [];
  const positions = header.arms.map((summary) => armPosition(summary, ofArm(summary.arm)));
  return {
    header,
    requests: records.length,
    clocks: latencyCurves(byArm),
    positions,
    dominations: findDominations(positions, header.differences),
    goodput: header.arms.flatMap((summary) => goodputOf(summary, ofArm(summary.arm)) ?? []),
    objectives: header.arms.flatMap(objectiveResults),
    troubles: findTroubles(
      records,
      header.arms.map(({ arm }) => arm),
    ),
    cases: table.counts,
  };
}
