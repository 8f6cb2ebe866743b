import type { BenchmarkResult } from "@fairlead/runtime/bench";

/** Every request as one object a line, with the run that it belongs to. */
export function jsonLines({ run, benchmark, workload, generation, seed, records }: BenchmarkResult): string {
  return records
    .map((record) => `${JSON.stringify({ run, benchmark, workload, generation, seed, ...record })}\n`)
    .join("");
}
