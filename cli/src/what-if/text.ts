/** What a what-if found, as text. */
import { formatUsd, ZERO_USD } from "@fairlead/runtime/documents";
import type { ObjectiveOutlook, Outcome, WhatIf } from "@fairlead/runtime/policy";

const DIMENSIONS = ["deployment", "provider", "supplier", "jurisdiction"] as const;
const MOST_MOVES = 20;

/** Money first, then where requests go, what is refused, objectives and concentration. */
export function whatIfText(found: WhatIf): string {
  const { span, recorded, replayed, moved, objectives, failures, unknownWorkloads } = found;
  if (!span)
    return `${["No recorded request is of a workload of this policy.", ...unknown(unknownWorkloads)].join("\n")}\n`;
  const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
  const lines = [
    `${counted(recorded.requests, "request")} from ${day(span.from)} to ${day(span.to)}, as recorded -> under this policy`,
    "",
    `  money    ${arrow(money(recorded), money(replayed))}${change(recorded, replayed)}`,
    `  served   ${arrow(String(recorded.served), String(replayed.served))}`,
  ];
  if (failures.met > 0) {
    lines.push(
      `  failures ${counted(failures.met, "request")} would meet what failed for them; ${failures.served} of them another deployment serves`,
    );
  }
  for (const dimension of DIMENSIONS) lines.push("", `${dimension}:`, ...shares(dimension, recorded, replayed));
  if (moved.length > 0) {
    lines.push("", "Goes elsewhere:");
    for (const { workload, from, to, requests } of moved.slice(0, MOST_MOVES))
      lines.push(`  ${workload}: ${from ?? "nothing"} -> ${to ?? "nothing"}, ${counted(requests, "request")}`);
    if (moved.length > MOST_MOVES) lines.push(`  and ${moved.length - MOST_MOVES} more`);
  }
  if (replayed.refused.length > 0) {
    lines.push("", "Refused:");
    for (const { workload, rule, requests } of replayed.refused)
      lines.push(`  ${workload}: ${counted(requests, "request")}, ${rule}`);
  }
  if (objectives.length > 0) lines.push("", "Objectives:", ...objectives.map(objectiveLine));
  lines.push("", "Concentration (Herfindahl-Hirschman index of requests):", ...concentration(recorded, replayed));
  return `${[...lines, ...unknown(unknownWorkloads)].join("\n")}\n`;
}

function shares(dimension: Outcome["shares"][number]["dimension"], recorded: Outcome, replayed: Outcome): string[] {
  const of = (outcome: Outcome) => outcome.shares.filter((share) => share.dimension === dimension);
  const ids = [...new Set([...of(recorded), ...of(replayed)].map(({ id }) => id))];
  return ids.map((id) => {
    const part = (outcome: Outcome): string => {
      const share = of(outcome).find((one) => one.id === id);
      const percent = outcome.served === 0 ? 0 : (100 * (share?.requests ?? 0)) / outcome.served;
      return `${percent.toFixed(1)} % (${formatUsd(share?.cost ?? ZERO_USD)} USD)`;
    };
    return `  ${id ?? "unknown"}: ${arrow(part(recorded), part(replayed))}`;
  });
}

function objectiveLine({ workload, objective, targetMs, recordedMs, replayedMs }: ObjectiveOutlook): string {
  const verdict = (ms: number | undefined): string =>
    ms === undefined ? "unknown" : `${Math.round(ms)} ms, ${ms <= targetMs ? "met" : "missed"}`;
  return `  ${workload} ${objective} ${targetMs} ms: ${arrow(verdict(recordedMs), verdict(replayedMs))}`;
}

function concentration(recorded: Outcome, replayed: Outcome): string[] {
  const of = (outcome: Outcome) => outcome.concentrations.filter(({ measure }) => measure === "requests");
  return of(recorded).map(({ dimension, hhi, band }, index) => {
    const after = of(replayed)[index];
    return `  ${dimension}: ${arrow(`${hhi} (${band})`, `${after?.hhi} (${after?.band})`)}`;
  });
}

function unknown(workloads: WhatIf["unknownWorkloads"]): string[] {
  return workloads.map(
    ({ workload, requests }) =>
      `Not replayed: ${counted(requests, "request")} of ${workload}, which the policy does not have.`,
  );
}

function money({ cost, unpriced }: Outcome): string {
  return `${formatUsd(cost)} USD${unpriced > 0 ? ` and ${counted(unpriced, "request")} without a known price` : ""}`;
}

function change(recorded: Outcome, replayed: Outcome): string {
  if (recorded.cost === 0 || recorded.unpriced > 0 || replayed.unpriced > 0) return "";
  const percent = (100 * (replayed.cost - recorded.cost)) / recorded.cost;
  return ` (${percent > 0 ? "+" : ""}${percent.toFixed(1)} %)`;
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

function arrow(before: string, after: string): string {
  return before === after ? before : `${before} -> ${after}`;
}
