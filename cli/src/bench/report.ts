/** A benchmark's result for people: the verdict, a table of the arms, the tests behind the verdict. */
import type {
  ArmSummary,
  BenchmarkResult,
  Change,
  Comparison,
  Difference,
  Percentiles,
  TailDifference,
} from "@fairlead/runtime/bench";
import { formatUsd, microUsd } from "@fairlead/runtime/documents";
import { provenanceWords } from "./provenance.ts";

/** The whole report. Ends with a line end. */
export function benchmarkReport(result: BenchmarkResult): string {
  if (result.records.length === 0) return `${[headline(result), ...result.verdict].join("\n")}\n`;
  const lines = [headline(result), ""];
  for (const sentence of result.verdict) lines.push(sentence);
  lines.push("", ...aligned(armTable(result.arms)), "");
  for (const { sentence } of result.differences) lines.push(`  ${sentence}`);
  for (const tail of result.tails ?? []) lines.push(`  ${tailSentence(tail)}`);
  if (result.differences.some(({ pValue }) => pValue !== undefined)) {
    lines.push("", "Pairs only; p-values corrected after Holm over all comparisons of the run.");
  }
  if (result.provenance !== undefined) lines.push("", `${provenanceWords(result.provenance)}.`);
  return `${lines.join("\n")}\n`;
}

/** One line while the run lasts. */
export function progressLine(done: number, total: number, spentMicroUsd: number): string {
  return `${done} of ${total} answers, ${formatUsd(microUsd(spentMicroUsd))} USD spent`;
}

function headline({ benchmark, workload, status, reason, records, seed, stoppedBy }: BenchmarkResult): string {
  const stopped = stoppedBy === undefined ? "" : ` ${stoppedBy}`;
  const state = status === "completed" ? stopped : ` It ended early (${status}): ${reason ?? "no reason is known"}`;
  return `Benchmark ${benchmark} for workload ${workload}: ${records.length} answers, seed ${seed}.${state}`;
}

const ROWS: readonly [name: string, value: (arm: ArmSummary) => string][] = [
  ["answers", ({ ok, requests }) => `${ok} of ${requests}`],
  ["passed", passedOf],
  ["first token p50 / p95 / p99, ms", ({ ttftMs }) => percentiles(ttftMs)],
  ["first token from when it was due, ms", ({ clocks }) => percentiles(clocks?.ttftScheduledMs)],
  ["first byte p50 / p95 / p99, ms", ({ clocks }) => percentiles(clocks?.firstByteMs)],
  ["whole answer p50 / p95 / p99, ms", ({ totalMs }) => percentiles(totalMs)],
  ["time per token p50 / p95 / p99, ms", ({ clocks }) => percentiles(clocks?.tpotMs, 1)],
  ["gateway's own time p50 / p95 / p99, ms", ({ clocks }) => percentiles(clocks?.overheadMs)],
  ["met all objectives", goodputOf],
  ["cost of an answer (median), USD", ({ costPerRequestMicroUsd }) => usd(costPerRequestMicroUsd)],
  ["cost of all, USD", ({ costMicroUsd }) => usd(costMicroUsd)],
  ["errors", ({ errors }) => String(errors)],
  ["blocked by policy or budget", ({ blocked }) => String(blocked)],
  ["rate limits met and waited for", ({ rateLimited = 0 }) => String(rateLimited)],
];

/** The arms as columns, a fact a row; the first row names the arms. */
export function armTable(arms: readonly ArmSummary[]): string[][] {
  return [["", ...arms.map(({ arm }) => arm)], ...ROWS.map(([name, value]) => [name, ...arms.map(value)])];
}

function aligned(cells: readonly (readonly string[])[]): string[] {
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => (row[column] ?? "").length)));
  return cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

function passedOf({ passed, judged, passRateInterval }: ArmSummary): string {
  if (passRateInterval === undefined) return "not judged";
  const [low, high] = passRateInterval.map((rate) => Math.round(rate * 100));
  return `${passed} of ${judged} (95 % interval ${low} to ${high} %)`;
}

function tailSentence({ metric, arm, baseline, p95, interval, n }: TailDifference): string {
  const name = metric === "ttft" ? "first token" : "whole answer";
  const [low, high] = interval.map(Math.round);
  const sign = p95 > 0 ? "+" : "";
  return `p95 of the ${name}, ${arm} against ${baseline}: ${sign}${Math.round(p95)} ms (95 % interval ${low} to ${high}, n = ${n}; not a test).`;
}

function goodputOf({ goodput }: ArmSummary): string {
  if (goodput === undefined) return "no objectives";
  const rate = goodput.perSecond === undefined ? "" : `, ${goodput.perSecond.toFixed(2)} a second`;
  return `${goodput.good} of ${goodput.of}${rate}`;
}

function percentiles({ p50, p95, p99 }: Partial<Percentiles> = {}, decimals = 0): string {
  const show = (value: number | undefined) => (value === undefined ? "-" : value.toFixed(decimals));
  return [p50, p95, p99].map(show).join(" / ");
}

function usd(amount: number | undefined): string {
  return amount === undefined ? "unknown" : formatUsd(microUsd(Math.round(amount)));
}

/** What changed since an earlier run, the regressions first; `caution` stands last. Ends with a line end. */
export function comparisonReport({ changes, newArms, newCases }: Comparison, before: string, caution?: string): string {
  const regressions = changes.filter(({ regression }) => regression);
  const others = changes.filter(
    ({ regression, verdict }) => !regression && (verdict === "lower" || verdict === "higher"),
  );
  const nothing = changes.every(({ n }) => n === 0);
  const none = nothing ? "nothing can be compared, as no question of an arm is in both" : "no regression is shown";
  const head = regressions.length === 0 ? none : `${regressions.length} regressions`;
  const lines = [`Against ${before}: ${head}.`];
  for (const change of regressions) lines.push(`  worse   ${changeSentence(change)}`);
  for (const change of others) lines.push(`  better  ${changeSentence(change)}`);
  const few = changes.filter(({ verdict }) => verdict === "too-few").length;
  if (few > 0) lines.push(`  ${few} of ${changes.length} comparisons have too few pairs to say.`);
  if (newArms.length > 0) lines.push(`  Not in the earlier run: ${newArms.join(", ")}.`);
  if (newCases > 0) lines.push(`  ${newCases} cases are new and left out.`);
  if (caution !== undefined) lines.push(`  ${caution}`);
  return `${lines.join("\n")}\n`;
}

function changeSentence({ arm, metric, sentence, adjustedPValue }: Change): string {
  if (metric === "availability") return `${arm}: ${sentence}`;
  const size = /\(([^()]*), p [^,)]*/.exec(sentence)?.[1] ?? sentence;
  const p =
    adjustedPValue === undefined ? "" : `, p ${adjustedPValue < 0.001 ? "< 0.001" : `= ${adjustedPValue.toFixed(3)}`}`;
  return `${arm}, ${NAMES[metric]}: ${size}${p}`;
}

const NAMES: Readonly<Record<Difference["metric"], string>> = {
  quality: "pass rate",
  score: "score",
  cost: "cost",
  ttft: "first token",
  total: "whole answer",
};
