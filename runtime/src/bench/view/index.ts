/** Results as a viewer needs them. Only what the panel's reader loads: no gateway, no network. */
export { type Change, type Comparison, compareRuns } from "../against.ts";
export { readDataset } from "../dataset/read-dataset.ts";
export type { BenchmarkResult } from "../types.ts";
export { type CasePage, type CaseQuery, CaseTable } from "./case-table.ts";
export { digestOf } from "./digest.ts";
export { type ResultProblem, readResultText } from "./read-text.ts";
export { runPoint } from "./run-point.ts";
export type {
  ArmPosition,
  CaseAnswer,
  CaseCell,
  CaseDetail,
  CaseFilter,
  CaseRow,
  ClockCurves,
  Criterion,
  Domination,
  Estimate,
  Goodput,
  LatencyClock,
  LatencyCurve,
  ObjectiveResult,
  ResultDigest,
  ResultHeader,
  RunPoint,
  Trouble,
  TroubleKind,
} from "./types.ts";
