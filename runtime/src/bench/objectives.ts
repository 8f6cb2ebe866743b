/** Goodput: whether one request met all objectives of its workload. */
import type { Objectives } from "../documents/vocabulary.ts";
import type { RequestRecord } from "./types.ts";

/**
 * undefined where there is no objective that a single request can meet or miss. A failure counts as infinite latency:
 * it misses. Times count from the moment the request was due. Where answers are judged and the workload has a pass
 * rate, an answer that does not pass is not good. Y. Zhong et al., "DistServe: Disaggregating Prefill and Decoding for
 * Goodput-optimized Large Language Model Serving", OSDI 2024, section 2, names this measure goodput.
 */
export function meetsObjectives(record: RequestRecord, objectives: Objectives | undefined): boolean | undefined {
  const { ttftP95Ms, latencyP95Ms, errorRate, passRate } = objectives ?? {};
  if (ttftP95Ms === undefined && latencyP95Ms === undefined && errorRate === undefined && passRate === undefined) {
    return undefined;
  }
  if (record.outcome !== "ok") return false;
  const withinLimit = (value: number | undefined, limit: number | undefined) =>
    limit === undefined || (value !== undefined && value <= limit);
  return (
    withinLimit(record.ttftScheduledMs ?? record.ttftMs, ttftP95Ms) &&
    withinLimit(record.totalScheduledMs ?? record.totalMs, latencyP95Ms) &&
    (passRate === undefined || record.passed !== false)
  );
}
