/** Workloads that source files name and no policy knows: the gateway would refuse every call. */
import { closest, didYouMean } from "@fairlead/runtime/documents";
import { readMentions } from "../mentions/index.ts";
import { mayMentionWorkload } from "../mentions/prefilter.ts";
import { type Place, Places } from "../text/places.ts";
import type { SourceFinding, WorkloadCode } from "../types.ts";

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

/** A finding for each name that is no workload's; none where there is no policy to know any. */
export function unknownWorkloads(
  file: string,
  names: readonly PlacedName[],
  workloads: readonly WorkloadCode[],
): SourceFinding[] {
  if (workloads.length === 0) return [];
  const ids = workloads.map(({ id }) => id);
  return names
    .filter(({ workload }) => !ids.includes(workload))
    .map(({ workload, offset, from, to }) => ({
      ...{ file, line: from.line, column: from.column, endLine: to.line, endColumn: to.column, offset },
      ...{ length: workload.length, rule: "code.unknown-workload", vendor: "fairlead", kind: "client-construction" },
      ...{ api: `workload "${workload}"`, tier: "certain", state: "gateway", workload, fix: null },
      message: `No routing policy here has a workload "${workload}", so the gateway refuses its calls.${
        didYouMean(closest(workload, ids)) || ' Define it under "workloads" of a RoutingPolicy.'
      }`,
    }));
}
