/** What the history of a benchmark keeps of one run. */
import type { BenchmarkResult } from "../types.ts";
import type { RunPoint } from "./types.ts";

export function runPoint({ run, startedAt, status, generation, provenance, arms }: BenchmarkResult): RunPoint {
  return {
    run,
    startedAt,
    status,
    generation,
    commit: provenance?.commit,
    dirty: provenance?.dirty,
    arms: arms.map(({ arm, requests, ok, errors, blocked, costPerRequestMicroUsd, passed, judged, ...times }) => ({
      arm,
      requests,
      ok,
      errors,
      blocked,
      costPerRequestMicroUsd,
      ttftP95Ms: times.ttftMs.p95,
      totalP95Ms: times.totalMs.p95,
      passRate: judged > 0 ? passed / judged : undefined,
    })),
  };
}
