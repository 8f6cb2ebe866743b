/** The parts of a plan as rows of words, which text and Markdown both show. */
import type { Concentration } from "../exposure.ts";
import type { EntityChange, PlanFinding, Stand, WorkloadPlan } from "./types.ts";
import { changeText, counted, list, usd, valueText } from "./words.ts";

/** What a comparison says of a figure or a list: one text where nothing changes, two where it does. */
export interface Change {
  before: string;
  after: string;
  /** `+20 %`, where that can be said. */
  by: string | undefined;
}

export interface WorkloadRow {
  workload: string;
  /** `critical, restricted`, as it is after the change where there is one. */
  traits: string;
  change: WorkloadPlan["change"];
  /** What serves first, with shares where several do. */
  serves: Change;
  tried: Change;
  cost: Change;
  ttft: Change;
  fellOut: string[];
  entered: string[];
  eligible: string[];
}

/** A workload of a plan in words. */
export function workloadRow(plan: WorkloadPlan): WorkloadRow {
  const { workload, change, before, after, eligible } = plan;
  const stand = after ?? before;
  return {
    workload,
    traits: stand ? `${stand.criticality}, ${stand.sensitivity}` : "",
    change,
    serves: both(before, after, servingText),
    tried: both(before, after, ({ order }) => (order.length > 0 ? order.join(", ") : "nothing")),
    cost: figure(before, after, (one) => one?.costMicroUsd ?? null, usd),
    ttft: figure(
      before,
      after,
      (one) => one?.ttftMs ?? null,
      (ms) => (ms === null ? "unknown" : `${ms} ms`),
    ),
    fellOut: plan.fellOut.map(({ deployment, why }) => `${deployment}: ${why[0]?.reason ?? "out"}`),
    entered: plan.entered.map(({ deployment, why }) => `${deployment}: before, ${why[0]?.reason ?? "it was out"}`),
    eligible: [
      ...(eligible.gained.length > 0 ? [`${list(eligible.gained)} could serve it now`] : []),
      ...(eligible.lost.length > 0 ? [`${list(eligible.lost)} could serve it before, and can not any more`] : []),
    ],
  };
}

function both(before: Stand | null, after: Stand | null, words: (stand: Stand) => string): Change {
  return { before: before ? words(before) : "–", after: after ? words(after) : "–", by: undefined };
}

function figure(
  before: Stand | null,
  after: Stand | null,
  value: (stand: Stand | null) => number | null,
  words: (value: number | null) => string,
): Change {
  const shown = (stand: Stand | null): string => (stand && stand.order.length > 0 ? words(value(stand)) : "–");
  return { before: shown(before), after: shown(after), by: changeText(value(before), value(after)) };
}

function servingText({ serving }: Stand): string {
  if (serving.length === 0) return "nothing";
  if (serving.length === 1) return serving[0]?.deployment ?? "nothing";
  return serving.map(({ deployment, share }) => `${deployment} ${Math.round(100 * share)} %`).join(", ");
}

/** `2 become worse, 1 becomes better`: what there is to say first. */
export function verdict(findings: readonly PlanFinding[]): string {
  const worse = findings.filter(({ direction }) => direction === "worse").length;
  const better = findings.filter(({ direction }) => direction === "better").length;
  const parts = [
    worse > 0 ? `${counted(worse, "thing")} ${worse === 1 ? "becomes" : "become"} worse` : "",
    better > 0 ? `${counted(better, "thing")} ${better === 1 ? "becomes" : "become"} better` : "",
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(", ") : "nothing becomes better or worse";
}

/** One concentration after another, largest share first. */
export function concentrationText({ hhi, band, shares }: Concentration): string {
  if (shares.length === 0) return "nothing";
  const largest = shares.slice(0, 3).map(({ id, share }) => `${id ?? "not known"} ${Math.round(100 * share)} %`);
  return `HHI ${hhi} (${band}): ${largest.join(", ")}${shares.length > 3 ? ", …" : ""}`;
}

/** `route.candidates: [a] → [b]`, one for each field that changed; the change itself where there are none. */
export function fieldTexts({ fields, change }: EntityChange, arrow: string): string[] {
  if (fields.length === 0) return [change];
  return fields.map(({ path, before, after }) => `${path}: ${valueText(before)} ${arrow} ${valueText(after)}`);
}

/** `claims-triage (critical)` and the date, where a finding has them. */
export function subject({ workload, criticality, from }: PlanFinding): string {
  const who = workload === null ? "" : `${workload}${criticality ? ` (${criticality})` : ""}`;
  const when = from === null ? "" : `from ${from}`;
  return [who, when].filter(Boolean).join(", ");
}
