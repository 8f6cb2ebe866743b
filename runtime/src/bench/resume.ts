/** Going on with a run that ended early: what it measured stays, and what it has not asked is asked. */
import { BenchmarkInputError } from "./benchmark-input-error.ts";
import type { Pair } from "./plan.ts";
import type { RunIdentity } from "./run-identity.ts";
import type { BenchmarkResult, RequestRecord, Sitting } from "./types.ts";

/** The half that is there. */
export interface Resumed {
  run: string;
  startedAt: string;
  /** What stays. */
  records: RequestRecord[];
  /** When the run was at work so far. */
  sittings: Sitting[];
  /** Everything it cost so far, whether or not it stays: money that is gone counts against the limit. */
  spentMicroUsd: number;
  judge: BenchmarkResult["judge"];
  similarity: BenchmarkResult["similarity"];
}

/** One request of a run. */
export function slotKey(arm: string, { caseIndex, trial }: Pick<Pair, "caseIndex" | "trial">): string {
  return `${arm}\n${caseIndex}\n${trial}`;
}

/** Throws BenchmarkInputError where the result is of another question, or complete. */
export function resume(before: BenchmarkResult, now: RunIdentity): Resumed {
  requireSame(before, now);
  const records =
    before.status === "failed" ? before.records.filter(({ outcome }) => outcome === "ok") : before.records;
  return {
    run: before.run,
    startedAt: before.startedAt,
    records: now.load.mode === "paired" ? wholePairs(records, now.arms) : [...records],
    sittings: before.sittings ?? [onlySittingOf(before)],
    spentMicroUsd: before.spentMicroUsd ?? before.records.reduce((sum, { costMicroUsd = 0 }) => sum + costMicroUsd, 0),
    judge: before.judge,
    similarity: before.similarity,
  };
}

function onlySittingOf({ startedAt, endedAt, records, provenance }: BenchmarkResult): Sitting {
  const sitting = { startedAt, endedAt, requests: records.length };
  return provenance?.commit === undefined ? sitting : { ...sitting, commit: provenance.commit };
}

/** The pairs of which something was not asked yet. */
export function unasked(pairs: readonly Pair[], records: readonly RequestRecord[]): Pair[] {
  const asked = new Set(records.map((record) => slotKey(record.arm, record)));
  return pairs.filter((pair) => pair.order.some((arm) => !asked.has(slotKey(arm, pair))));
}

function requireSame(before: BenchmarkResult, now: RunIdentity): void {
  const fail = (pointer: string, message: string): never => {
    throw new BenchmarkInputError("bench.can-not-resume", pointer, message);
  };
  if (before.benchmark !== now.benchmark) fail("", `The result is of the benchmark "${before.benchmark}".`);
  if (before.status === "completed") fail("", "The result is complete. Leave --resume out to run it again.");
  if (before.seed !== now.seed) fail("/seed", `The result was asked with the seed ${before.seed}.`);
  const arms = before.arms.map(({ arm }) => arm);
  if (arms.join("\n") !== now.arms.join("\n")) fail("/arms", `The result compares ${arms.join(", ")}.`);
  const { mode, rate, arrivals } = before.load ?? { mode: "paired" };
  if (mode !== now.load.mode) fail("/load/mode", `The result was measured under ${mode} load.`);
  if (rate !== now.load.rate) fail("/load/rate", `The result was measured at ${rate} requests a second.`);
  if (arrivals !== now.load.arrivals) fail("/load/arrivals", `The result was measured with ${arrivals} arrivals.`);
  const changed = now.caseKeys.findIndex((key, index) => key !== before.caseKeys?.[index]);
  if (before.caseKeys?.length !== now.caseKeys.length)
    fail(
      "/cases",
      `The result has ${before.caseKeys?.length ?? "no known"} cases, now there are ${now.caseKeys.length}.`,
    );
  if (changed >= 0) fail(`/cases/${changed}`, "The result was asked something else here. Run the benchmark anew.");
  requireSameSettings(before.settings, now.settings, fail);
}

/** Results of older versions do not have them. */
function requireSameSettings(
  before: BenchmarkResult["settings"],
  now: RunIdentity["settings"],
  fail: (pointer: string, message: string) => never,
): void {
  if (before === undefined) return;
  for (const name of ["temperature", "maxOutputTokens", "concurrency"] as const) {
    const was = before[name] === undefined ? "without one" : `with ${before[name]}`;
    if (before[name] !== now[name]) fail(`/${name}`, `The result was asked ${was}.`);
  }
  if (before.checks !== now.checks) fail("/assert", "The answers of the result were judged by other assertions.");
}

/** Micro-USD that the answers to one question cost at most, of all arms together; undefined where nothing is known. */
export function dearestPair(records: readonly RequestRecord[]): number | undefined {
  const costs = new Map<string, number>();
  for (const record of records) {
    if (record.costMicroUsd === undefined) continue;
    const key = slotKey("", record);
    costs.set(key, (costs.get(key) ?? 0) + record.costMicroUsd);
  }
  return costs.size === 0 ? undefined : [...costs.values()].reduce((most, cost) => Math.max(most, cost));
}

/** Half a pair would be compared with an answer of another hour: the pair is asked again. */
function wholePairs(records: readonly RequestRecord[], arms: readonly string[]): RequestRecord[] {
  const asked = new Set(records.map((record) => slotKey(record.arm, record)));
  return records.filter((record) => arms.every((arm) => asked.has(slotKey(arm, record))));
}
