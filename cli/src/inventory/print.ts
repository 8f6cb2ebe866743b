/** An inventory as text, Markdown and CSV. */
import type { Serving } from "@fairlead/runtime/policy";
import type { Inventory, InventoryWorkload, VendorCalls } from "./build.ts";

const HEADER = [
  "workload",
  "business unit",
  "criticality",
  "sensitivity",
  "code",
  "calls",
  "serves",
  "may serve",
  "hangs on",
];

/** One workload on one line. */
function cells(one: InventoryWorkload): string[] {
  return [
    one.workload,
    one.businessUnit ?? "-",
    one.criticality ?? "-",
    one.sensitivity ?? "-",
    one.code.join(", ") || "-",
    callsText(one.calls),
    servingText(one.serving),
    one.candidates.join(", ") || "-",
    one.singles.map(({ dimension, id }) => `${dimension} ${id}`).join(", ") || "-",
  ];
}

/** `openai 2 direct, 1 through the gateway; bedrock …`. */
function callsText(calls: readonly VendorCalls[]): string {
  const texts = calls.map(({ vendor, direct, gateway, other }) => {
    const parts = [
      direct > 0 ? `${direct} direct` : "",
      gateway > 0 ? `${gateway} through the gateway` : "",
      other > 0 ? `${other} elsewhere` : "",
    ];
    return `${vendor} ${parts.filter(Boolean).join(", ")}`;
  });
  return texts.join("; ") || "none";
}

function servingText(serving: readonly Serving[]): string {
  if (serving.length === 0) return "-";
  if (serving.length === 1) return serving[0]?.deployment ?? "-";
  return serving.map(({ deployment, share }) => `${deployment} ${Math.round(100 * share)} %`).join(", ");
}

function concentrationRows({ concentrations }: Inventory): string[][] {
  return concentrations.map(({ dimension, hhi, band, shares }) => [
    dimension,
    `${hhi} (${band})`,
    shares.map(({ id, share }) => `${id ?? "not known"} ${Math.round(100 * share)} %`).join(", ") || "-",
  ]);
}

/** Lines for a terminal: a block for each workload. */
export function inventoryText(inventory: Inventory): string {
  const lines: string[] = [];
  for (const one of inventory.workloads) {
    const [workload = "", ...rest] = cells(one);
    lines.push(workload);
    rest.forEach((cell, index) => {
      if (cell !== "-") lines.push(`  ${(HEADER[index + 1] ?? "").padEnd(14)} ${cell}`);
    });
    lines.push("");
  }
  if (inventory.unassigned.length > 0) {
    lines.push("Code of no workload, or of several:");
    for (const one of inventory.unassigned) lines.push(`  ${callsText([one])}: ${one.files.join(", ")}`);
    lines.push("");
  }
  const concentrations = concentrationRows(inventory);
  if (concentrations.length > 0) lines.push("Concentration, workloads weighed by criticality (HHI, at most 10,000):");
  for (const [dimension = "", hhi = "", shares = ""] of concentrations)
    lines.push(`  by ${dimension.padEnd(13)} ${hhi.padEnd(16)} ${shares}`);
  if (lines.length === 0) lines.push(`No workload and no call of a vendor in ${inventory.files} files.`);
  return `${lines.join("\n").trimEnd()}\n`;
}

/** Tables for a page or a pull request. */
export function inventoryMarkdown(inventory: Inventory): string {
  const parts = ["## Inventory", table(HEADER, inventory.workloads.map(cells))];
  if (inventory.unassigned.length > 0) {
    const rows = inventory.unassigned.map((one) => [one.vendor, callsText([one]), one.files.join(", ")]);
    parts.push("### Code of no workload, or of several", table(["vendor", "calls", "files"], rows));
  }
  if (inventory.concentrations.length > 0)
    parts.push("### Concentration", table(["by", "HHI", "shares"], concentrationRows(inventory)));
  return `${parts.join("\n\n")}\n`;
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (row: readonly string[]): string => `| ${row.join(" | ")} |`;
  const escaped = (cell: string): string =>
    cell
      .replaceAll(/[\\`*_{}[\]#|~]/g, "\\$&")
      .replaceAll("<", "&lt;")
      .replaceAll(/\s+/g, " ");
  return [line(header), line(header.map(() => "---")), ...rows.map((row) => line(row.map(escaped)))].join("\n");
}

/** One record a workload and vendor, for a spreadsheet; RFC 4180. */
export function inventoryCsv(inventory: Inventory): string {
  const header = [...HEADER.filter((title) => title !== "calls"), "vendor", "direct", "gateway", "elsewhere", "files"];
  const none: VendorCalls = { vendor: "", direct: 0, gateway: 0, other: 0, files: [] };
  const record = (base: readonly string[], calls: VendorCalls): string[] => [
    ...base,
    calls.vendor,
    String(calls.direct),
    String(calls.gateway),
    String(calls.other),
    calls.files.join(" "),
  ];
  const rows = inventory.workloads.flatMap((one) => {
    const base = cells(one)
      .filter((_cell, index) => HEADER[index] !== "calls")
      .map((cell) => (cell === "-" ? "" : cell));
    return (one.calls.length > 0 ? one.calls : [none]).map((calls) => record(base, calls));
  });
  const unassigned = inventory.unassigned.map((calls) =>
    record(
      HEADER.slice(1).map(() => ""),
      calls,
    ),
  );
  return [header, ...rows, ...unassigned].map((row) => `${row.map(quoted).join(",")}\r\n`).join("");
}

function quoted(cell: string): string {
  // A spreadsheet takes a cell that begins so for a formula, and ids and globs come from whoever wrote the repository.
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
