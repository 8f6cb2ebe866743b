/** What a benchmark tells the catalog about deployments: their latency, and how well they did for a workload. */
import type { Latency, MeasuredQuality } from "../../documents/vocabulary.ts";
import { percentile, sortNumbers } from "../statistics/percentile.ts";
import type { BenchmarkResult, RequestRecord } from "../types.ts";

/** A 95th percentile of fewer answers is the slowest of them. */
const FEWEST_FOR_LATENCY = 20;

/** What was measured of one deployment, in the words of the catalog. */
export interface MeasuredFacts {
  deployment: string;
  latency?: Latency;
  quality?: MeasuredQuality;
}

export interface Measured {
  facts: MeasuredFacts[];
  /** What the catalog does not learn, and why. */
  left: { arm: string; reason: string }[];
}

/**
 * The facts of a result, for arms that are a deployment: what a workload as routed measures is the policy's doing. Only
 * answers that ended well count; speed is the median over answers of more than one event.
 */
export function measuredFacts(result: BenchmarkResult): Measured {
  const facts: MeasuredFacts[] = [];
  const left: Measured["left"] = [];
  for (const { arm } of result.arms) {
    const answers = result.records.filter((record) => record.arm === arm && record.outcome === "ok");
    if (answers.length === 0) left.push({ arm, reason: "It answered nothing." });
    else if (answers.some(({ deployment }) => deployment !== arm))
      left.push({ arm, reason: "Its answers are not all of the one deployment of that name." });
    else {
      const latency = latencyOf(answers, result);
      const quality = qualityOf(answers, result);
      if (!latency) {
        const reason = `${answers.length} answers are too few for a latency: ${FEWEST_FOR_LATENCY} are needed.`;
        left.push({ arm, reason });
      }
      if (latency || quality) facts.push({ deployment: arm, ...(latency && { latency }), ...(quality && { quality }) });
    }
  }
  return { facts, left };
}

function latencyOf(answers: readonly RequestRecord[], result: BenchmarkResult): Latency | undefined {
  const ttft = sortNumbers(answers.flatMap(({ ttftMs }) => ttftMs ?? []));
  const [p50, p95] = [percentile(ttft, 0.5), percentile(ttft, 0.95)];
  if (ttft.length < FEWEST_FOR_LATENCY || p50 === undefined || p95 === undefined) return undefined;
  const perSecond = sortNumbers(answers.flatMap(({ tpotMs = 0 }) => (tpotMs > 0 ? 1000 / tpotMs : [])));
  const speed = perSecond.length < FEWEST_FOR_LATENCY ? undefined : percentile(perSecond, 0.5);
  return {
    ttftP50Ms: Math.round(p50),
    ttftP95Ms: Math.round(p95),
    ...(speed === undefined ? {} : { tokensPerSecond: Math.min(1_000_000, Number(speed.toPrecision(3))) }),
    samples: ttft.length,
    ...origin(result),
  };
}

function qualityOf(answers: readonly RequestRecord[], result: BenchmarkResult): MeasuredQuality | undefined {
  const judged = answers.filter(({ passed }) => passed !== undefined);
  if (judged.length === 0) return undefined;
  const rate = (100 * judged.filter(({ passed }) => passed === true).length) / judged.length;
  return {
    workload: result.workload,
    passRate: `${Number(rate.toFixed(1))}%`,
    samples: judged.length,
    ...origin(result),
  };
}

function origin({ endedAt, run }: BenchmarkResult): { measured: string; run: string } {
  return { measured: endedAt.slice(0, 10), run };
}
