/** What is known of one arm, from its records. */
import { median, percentile, sortNumbers } from "./statistics/percentile.ts";
import { wilsonInterval } from "./statistics/wilson.ts";
import type { ArmSummary, ClockName, Percentiles, RequestRecord } from "./types.ts";

/**
 * Percentiles are of answers that ended well; failures stand beside them, not within. `breaks` are the moments, in
 * milliseconds since 1970, at which a run that had ended early went on.
 */
export function summariseArm(
  arm: string,
  records: readonly RequestRecord[],
  breaks: readonly number[] = [],
): ArmSummary {
  const own = records.filter((record) => record.arm === arm);
  const ok = own.filter(({ outcome }) => outcome === "ok");
  const costs = own.map(({ costMicroUsd }) => costMicroUsd).filter((cost) => cost !== undefined);
  const okCosts = ok.map(({ costMicroUsd }) => costMicroUsd);
  const judged = ok.filter(({ passed }) => passed !== undefined);
  const passed = judged.filter((record) => record.passed === true).length;
  return {
    arm,
    requests: own.length,
    ok: ok.length,
    errors: own.filter(({ outcome }) => outcome === "error").length,
    blocked: own.filter(({ outcome }) => outcome === "blocked").length,
    errorCodes: countCodes(own),
    ttftMs: percentilesOf(ok.map(({ ttftMs }) => ttftMs)),
    totalMs: percentilesOf(ok.map(({ totalMs }) => totalMs)),
    // One answer whose cost is not known makes the sum unknown.
    costMicroUsd:
      ok.length === 0 || okCosts.includes(undefined) ? undefined : costs.reduce((sum, cost) => sum + cost, 0),
    costPerRequestMicroUsd: median(okCosts.filter((cost) => cost !== undefined)),
    passed,
    judged: judged.length,
    passRateInterval: wilsonInterval(passed, judged.length),
    clocks: Object.fromEntries(
      CLOCKS.map((clock) => [clock, percentilesOf(ok.map((record) => record[clock]))]),
    ) as Record<ClockName, Percentiles>,
    goodput: goodputOf(own, breaks),
    rateLimited: own.reduce((sum, { rateLimited = 0 }) => sum + rateLimited, 0),
  };
}

const CLOCKS: readonly ClockName[] = [
  "queueMs",
  "firstByteMs",
  "firstOutputMs",
  "ttftScheduledMs",
  "totalScheduledMs",
  "longestGapMs",
  "tpotMs",
  "overheadMs",
];

/** Requests a second that were good, from the first that was sent to the end of the last, breaks taken out. */
function goodputOf(records: readonly RequestRecord[], breaks: readonly number[]): ArmSummary["goodput"] {
  const judged = records.filter((record) => record.good !== undefined);
  if (judged.length === 0) return undefined;
  const good = judged.filter((record) => record.good === true).length;
  const spans = new Map<number, { first: number; last: number }>();
  for (const { sentAt, queueMs = 0, totalMs = 0 } of judged) {
    const sitting = breaks.filter((at) => at <= sentAt).length;
    const span = spans.get(sitting) ?? { first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY };
    span.first = Math.min(span.first, sentAt - queueMs);
    span.last = Math.max(span.last, sentAt + totalMs);
    spans.set(sitting, span);
  }
  const atWorkMs = [...spans.values()].reduce((sum, { first, last }) => sum + (last - first), 0);
  return { good, of: judged.length, perSecond: atWorkMs > 0 ? (good * 1000) / atWorkMs : undefined };
}

function percentilesOf(values: readonly (number | undefined)[]): Percentiles {
  const sorted = sortNumbers(values.filter((value) => value !== undefined));
  return {
    n: sorted.length,
    p50: percentile(sorted, 0.5),
    p95: percentile(sorted, 0.95),
    p99: percentile(sorted, 0.99),
  };
}

function countCodes(records: readonly RequestRecord[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { errorCode } of records) if (errorCode !== undefined) counts[errorCode] = (counts[errorCode] ?? 0) + 1;
  return counts;
}
