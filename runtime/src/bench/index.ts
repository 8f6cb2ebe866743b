/** Benchmarks: arms compared in pairs through the gateway, with what can and what can not be said of them. */
export { type Change, type Comparison, compareRuns } from "./against.ts";
export { BenchmarkInputError } from "./benchmark-input-error.ts";
export { type Calibration, type CalibrationResult, calibrate } from "./calibration.ts";
export { type DatasetCase, type DatasetSource, readDataset } from "./dataset/read-dataset.ts";
export type { Neighbours } from "./import/neighbours.ts";
export { type ImportInput, type ImportResult, importPromptfoo, suiteText } from "./import/promptfoo.ts";
export { readResult } from "./read-result.ts";
export { type RunBenchmarkInput, runBenchmark } from "./run-benchmark.ts";
export type {
  ArmSummary,
  BenchmarkEvent,
  BenchmarkResult,
  Difference,
  Percentiles,
  Provenance,
  RequestRecord,
  TailDifference,
} from "./types.ts";
