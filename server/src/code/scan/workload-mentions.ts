/** Workloads that source files name and no policy knows: the gateway would refuse every call. */
import { closest, didYouMean } from "@fairlead/runtime/documents";
import { readMentions } from "../mentions/index.ts";
import { mayMentionWorkload } from "../mentions/prefilter.ts";
import { type Place, Places } from "../text/places.ts";
import type { SourceFinding, WorkloadCode } from "../types.ts";
import { PLACEHOLDER_WORKLOAD, unknownWorkloadMessage } from "../workloads.ts";

/** A workload's name in a file, with its place. */
export interface PlacedName {
  workload: string;
  offset: number;
  from: Place;
  to: Place;
}

/** The workloads that a text names, in order of place. */
export function workloadNames(path: string, text: string): readonly PlacedName[] {
  if (!mayMentionWorkload(text)) return [];
  const { mentions } = readMentions(path, text);
  if (mentions.length === 0) return [];
  const places = new Places(text);
  return mentions
    .filter(({ workload }) => workload !== "")
    .map(({ workload, start, end }) => ({ workload, offset: start, from: places.at(start), to: places.at(end) }));
}

/** A finding for each name that is no workload's; where there is no policy, only for what a fix has left to be chosen. */
export function unknownWorkloads(
  file: string,
  names: readonly PlacedName[],
  workloads: readonly WorkloadCode[],
): SourceFinding[] {
  const ids = workloads.map(({ id }) => id);
  return names
    .filter(({ workload }) => !ids.includes(workload))
    .filter(({ workload }) => ids.length > 0 || workload === PLACEHOLDER_WORKLOAD)
    .map(({ workload, offset, from, to }) => ({
      ...{ file, line: from.line, column: from.column, endLine: to.line, endColumn: to.column, offset },
      ...{ length: workload.length, rule: "code.unknown-workload", vendor: "fairlead", kind: "client-construction" },
      ...{ api: `workload "${workload}"`, tier: "certain", state: "gateway", workload, fix: null },
      message: unknownWorkloadMessage(workload, didYouMean(closest(workload, ids))),
    }));
}

const writings = new WeakMap<readonly WorkloadCode[], string>();

/** Workloads by their content: an edit elsewhere in a policy makes the list anew. */
export function written(workloads: readonly WorkloadCode[]): string {
  const known = writings.get(workloads) ?? JSON.stringify(workloads);
  writings.set(workloads, known);
  return known;
}
