/** What a drill found, as text. */
import { formatUsd, type MicroUsd } from "@fairlead/runtime/documents";
import type { DrillResult, Serving, WorkloadDrill } from "@fairlead/runtime/policy";

/** The stranded workloads first, then those that change, then a line for the others. */
export function drillText({ deployments, workloads, at, away }: DrillResult): string {
  const gone = Object.entries(away).flatMap(([kind, ids]: [string, string[]]) =>
    ids.map((id) => `${kind.slice(0, -1)} ${id}`),
  );
  const lines = [`Without ${gone.join(", ")}, ${new Date(at).toISOString().slice(0, 10)}: ${deployments.join(", ")}`];
  const stranded = workloads.filter((one) => one.stranded);
  const changed = workloads.filter((one) => !one.stranded && one.lost.length > 0);
  const same = workloads.filter((one) => one.lost.length === 0);
  if (stranded.length > 0) lines.push("", "Stranded:");
  for (const one of stranded) lines.push(`  ${title(one)}: nothing is left of ${one.lost.join(", ")}`);
  if (changed.length > 0) lines.push("", "Served by something else, or with fewer fallbacks:");
  for (const one of changed) lines.push(...changedLines(one));
  if (same.length > 0) lines.push("", `Not touched: ${same.map(({ workload }) => workload).join(", ")}`);
  return `${lines.join("\n")}\n`;
}

function title({ workload, criticality }: WorkloadDrill): string {
  return `${workload} (${criticality})`;
}

function changedLines(one: WorkloadDrill): string[] {
  const lines = [`  ${title(one)}`, `    serves       ${arrow(servingText(one.before), servingText(one.after))}`];
  const cost = arrow(usd(one.cost.before), usd(one.cost.after));
  const ttft = arrow(milliseconds(one.ttftMs.before), milliseconds(one.ttftMs.after));
  lines.push(`    request      ${cost}`, `    first token  ${ttft}`, `    left         ${one.left.join(", ")}`);
  if (one.interrupted) {
    lines.push("    Requests fail until the gateway has noticed the outage: see fallback.on and fallback.attempts.");
  }
  return lines;
}

function servingText(serving: readonly Serving[]): string {
  if (serving.length === 1) return serving[0]?.deployment ?? "";
  return serving.map(({ deployment, share }) => `${deployment} ${Math.round(100 * share)} %`).join(", ") || "nothing";
}

function usd(amount: MicroUsd | undefined): string {
  return amount === undefined ? "unknown" : `${formatUsd(amount)} USD`;
}

function milliseconds(ms: number | undefined): string {
  return ms === undefined ? "unknown" : `${ms} ms`;
}

function arrow(before: string, after: string): string {
  return before === after ? before : `${before} -> ${after}`;
}
