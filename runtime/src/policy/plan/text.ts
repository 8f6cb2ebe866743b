/** A plan as text for a terminal. */
import { type Change, concentrationText, fieldTexts, subject, verdict, type WorkloadRow, workloadRow } from "./rows.ts";
import type { Direction, Plan, WorkloadPlan } from "./types.ts";
import { dateOf, usd } from "./words.ts";

/** What the two sides are called: `HEAD`, `working tree`. */
export interface SideNames {
  before: string;
  after: string;
}

const HEADINGS: [Direction, string][] = [
  ["worse", "Worse:"],
  ["better", "Better:"],
  ["neutral", "Worth knowing:"],
];

/** All of a plan in lines, the verdict first. */
export function planText(plan: Plan, names: SideNames): string {
  const head = `${names.before} -> ${names.after} (${plan.before} -> ${plan.after}), ${dateOf(plan.at)}`;
  const lines = [head, isUnchanged(plan) ? "Nothing changes." : `${capital(verdict(plan.findings))}.`];
  for (const [direction, heading] of HEADINGS) {
    const findings = plan.findings.filter((one) => one.direction === direction);
    if (findings.length > 0) lines.push("", heading);
    for (const finding of findings) {
      const who = subject(finding);
      lines.push(`  ${who ? `${who}: ` : ""}${finding.message}  [${finding.code}]`);
      lines.push(...finding.details.map((detail) => `    ${detail}`));
    }
  }
  lines.push(...workloadLines("Workloads:", plan.workloads));
  for (const { date, because, workloads } of plan.dates)
    lines.push(...workloadLines(`From ${date}${because.length > 0 ? `, ${because.join(", ")}` : ""}:`, workloads));
  if (plan.exposure.length > 0) lines.push("", "Concentration:");
  for (const { before, after } of plan.exposure) {
    lines.push(`  by ${after.dimension}, ${after.measure}`);
    lines.push(`    ${concentrationText(before)}`, `    -> ${concentrationText(after)}`);
  }
  if (plan.money)
    lines.push(
      "",
      `${plan.money.basis === "declared" ? "All declared traffic, 30 days" : "All traffic"}: ${arrow({ before: usd(plan.money.before), after: usd(plan.money.after), by: undefined })}`,
    );
  if (plan.entities.length > 0) lines.push("", "Documents:");
  for (const entity of plan.entities)
    lines.push(`  ${entity.kind} ${entity.id}`, ...fieldTexts(entity, "->").map((field) => `    ${field}`));
  return `${lines.join("\n")}\n`;
}

function isUnchanged({ entities, findings, workloads }: Plan): boolean {
  return entities.length === 0 && findings.length === 0 && workloads.length === 0;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function workloadLines(heading: string, workloads: readonly WorkloadPlan[]): string[] {
  if (workloads.length === 0) return [];
  return ["", heading, ...workloads.map(workloadRow).flatMap(rowLines)];
}

function rowLines(row: WorkloadRow): string[] {
  const lines = [`  ${row.workload} (${row.traits})${row.change === "changed" ? "" : ` ${row.change}`}`];
  const show = (label: string, change: Change): void => {
    if (change.before !== change.after) lines.push(`    ${label.padEnd(12)} ${arrow(change)}`);
  };
  show("serves", row.serves);
  show("tried", row.tried);
  show("request", row.cost);
  show("first token", row.ttft);
  for (const out of row.fellOut) lines.push(`    out          ${out}`);
  for (const entered of row.entered) lines.push(`    in           ${entered}`);
  for (const eligible of row.eligible) lines.push(`    eligible     ${eligible}`);
  return lines;
}

function arrow({ before, after, by }: Change): string {
  if (before === after) return before;
  return `${before} -> ${after}${by ? ` (${by})` : ""}`;
}
