/** A plan as Markdown for a pull request and for the editor's preview: a short summary first, the rest folded. */
import { type Change, concentrationText, fieldTexts, subject, verdict, type WorkloadRow, workloadRow } from "./rows.ts";
import type { SideNames } from "./text.ts";
import type { Direction, Plan, PlanFinding, WorkloadPlan } from "./types.ts";
import { counted, dateOf, usd } from "./words.ts";

const HEADINGS: [Direction, string][] = [
  ["worse", "Worse"],
  ["better", "Better"],
];

/** All of a plan in Markdown (GitHub's flavour). What comes from documents is escaped. */
export function planMarkdown(plan: Plan, names: SideNames): string {
  const parts = [
    `### Fairlead plan: ${verdict(plan.findings)}`,
    `${code(names.before)} → ${code(names.after)}, as of ${dateOf(plan.at)}`,
  ];
  if (plan.entities.length === 0) parts.push("Nothing changes.");
  for (const [direction, heading] of HEADINGS) {
    const findings = plan.findings.filter((one) => one.direction === direction);
    if (findings.length > 0) parts.push(`**${heading}**`, findingList(findings));
  }
  parts.push(...workloadParts("Workloads", plan.workloads));
  for (const { date, because, workloads } of plan.dates)
    parts.push(...workloadParts([`From ${date}`, ...because].map(escaped).join(", "), workloads));
  if (plan.money)
    parts.push(
      `${plan.money.basis === "declared" ? "All declared traffic, 30 days" : "All traffic"}: ${change({ before: usd(plan.money.before), after: usd(plan.money.after), by: undefined })}`,
    );
  const neutral = plan.findings.filter(({ direction }) => direction === "neutral");
  if (neutral.length > 0) parts.push(details(`Worth knowing (${neutral.length})`, findingList(neutral)));
  if (plan.exposure.length > 0) parts.push(details("Concentration", concentrationTable(plan)));
  if (plan.entities.length > 0)
    parts.push(details(`Documents: ${counted(plan.entities.length, "change")}`, documentList(plan)));
  parts.push(`<sub>${plan.before} → ${plan.after}</sub>`);
  return `${parts.join("\n\n")}\n`;
}

/** A comment on GitHub holds 65,536 characters: of very large changes the first of each kind are shown. */
const MOST_ROWS = 40;

function more(all: readonly unknown[]): string[] {
  return all.length > MOST_ROWS ? [`and ${all.length - MOST_ROWS} more`] : [];
}

function findingList(findings: readonly PlanFinding[]): string {
  const lines = findings.slice(0, MOST_ROWS).flatMap((finding) => {
    const who = subject(finding);
    const line = `- ${who ? `**${escaped(who)}**: ` : ""}${escaped(finding.message)}`;
    return [line, ...finding.details.map((detail) => `  - ${escaped(detail)}`)];
  });
  return [...lines, ...more(findings).map((rest) => `- ${rest}`)].join("\n");
}

function workloadParts(heading: string, workloads: readonly WorkloadPlan[]): string[] {
  if (workloads.length === 0) return [];
  const rows = workloads.slice(0, MOST_ROWS).map(workloadRow);
  // Ids are long, and a preview beside an editor is narrow: the whole order stands below.
  const header = ["workload", "serves", "ordinary request", "first token"];
  const body = rows.map((row) => [
    `**${escaped(row.workload)}**<br>${escaped(row.traits)}${row.change === "changed" ? "" : `, ${row.change}`}`,
    change(row.serves),
    change(row.cost),
    change(row.ttft),
  ]);
  const reasons = rows.flatMap(reasonLines);
  const why = reasons.length > 0 ? [details("Candidates, and why", reasons.join("\n"))] : [];
  return [`**${heading}**`, table(header, body), ...more(workloads), ...why];
}

function reasonLines({ workload, tried, fellOut, entered, eligible }: WorkloadRow): string[] {
  const lines = [
    ...(tried.before === tried.after ? [] : [`tried in this order: ${change(tried)}`]),
    ...fellOut.map((reason) => `out: ${escaped(reason)}`),
    ...entered.map((reason) => `in: ${escaped(reason)}`),
    ...eligible.map(escaped),
  ];
  return lines.length > 0 ? [`- ${escaped(workload)}`, ...lines.map((line) => `  - ${line}`)] : [];
}

function concentrationTable({ exposure }: Plan): string {
  const rows = exposure.map(({ before, after }) => [
    `${after.dimension}, ${after.measure}`,
    escaped(concentrationText(before)),
    escaped(concentrationText(after)),
  ]);
  const note =
    "HHI: sum of the squared percentage shares, at most 10,000; moderate from 1,000, high above 1,800 (US Merger Guidelines 2023, 2.1). Workloads weigh by criticality.";
  return `${table(["by", "before", "after"], rows)}\n\n<sub>${note}</sub>`;
}

function documentList({ entities }: Plan): string {
  const lines = entities
    .slice(0, MOST_ROWS)
    .flatMap((entity) => [
      `- ${entity.kind} **${escaped(entity.id)}**`,
      ...fieldTexts(entity, "→").map((field) => `  - ${escaped(field)}`),
    ]);
  return [...lines, ...more(entities).map((rest) => `- ${rest}`)].join("\n");
}

function change({ before, after, by }: Change): string {
  if (before === after) return escaped(before);
  return `${escaped(before)} → **${escaped(after)}**${by ? ` (${by})` : ""}`;
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}

function details(summary: string, content: string): string {
  return `<details><summary>${summary}</summary>\n\n${content}\n\n</details>`;
}

/** Text that means nothing in Markdown, a table or HTML, and calls nobody on GitHub. */
function escaped(text: string): string {
  return (
    text
      .replaceAll(/[\\`*_{}[\]#|~!]/g, "\\$&")
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      // GitHub would call somebody of that name; the at sign inside of a deployment id calls nobody.
      .replaceAll(/(^|[^\w])@/g, "$1@\u2060")
      .replaceAll(/\s+/g, " ")
  );
}

function code(text: string): string {
  return `\`${text.replaceAll("`", "'").replaceAll(/\s+/g, " ")}\``;
}
