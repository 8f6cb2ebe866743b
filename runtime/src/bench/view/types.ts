/** What a viewer of results is told: small whatever the run's size, and plain JSON. */
import type { ArmSummary, BenchmarkResult, ClockName } from "../types.ts";

/** A result without what grows with its size. */
export type ResultHeader = Omit<BenchmarkResult, "records" | "caseNames" | "caseKeys">;

/** A time of a record, in milliseconds. */
export type LatencyClock = "ttftMs" | "totalMs" | ClockName;

/** How one arm's answers are spread over a clock. Of answers that ended well. */
export interface LatencyCurve {
  arm: string;
  n: number;
  /** Requests without this time: they failed, or nobody can say. */
  without: number;
  p50: number | undefined;
  p90: number | undefined;
  p95: number | undefined;
  p99: number | undefined;
  max: number | undefined;
  /** Points of the distribution function: milliseconds, and the part of the answers that took at most so long. */
  points: [ms: number, part: number][];
}

export interface ClockCurves {
  clock: LatencyClock;
  curves: LatencyCurve[];
}

/** A value with its 95 % interval, where enough was measured for one. */
export interface Estimate {
  value: number;
  interval: [number, number] | undefined;
}

export type Criterion = "cost" | "ttft" | "total" | "quality";

/** Where an arm stands. Cost (micro-USD) and times (milliseconds): the median over cases of a case's mean. */
export interface ArmPosition {
  arm: string;
  /** Cases that stand behind cost and times. */
  cases: number;
  cost: Estimate | undefined;
  ttft: Estimate | undefined;
  total: Estimate | undefined;
  /** The part of judged answers that passed. */
  quality: Estimate | undefined;
}

/** An arm that another is at least as good as in everything known of both. */
export interface Domination {
  arm: string;
  by: string;
  /** In what the other is better. */
  better: Criterion[];
  /** Those of them in which the run shows it, and chance does not explain it. */
  shown: Criterion[];
}

export interface Goodput {
  arm: string;
  good: number;
  of: number;
  /** 95 % interval of the part, after Wilson. */
  interval: [number, number] | undefined;
  perSecond: number | undefined;
  /** Why the others were not good: no answer, an answer that does not pass, one that came too late. */
  failed: number;
  wrong: number;
  late: number;
}

/** An objective of an arm's workload. Times in milliseconds, rates as parts of 1. */
export interface ObjectiveResult {
  arm: string;
  objective: keyof NonNullable<ArmSummary["objectives"]>;
  target: number;
  measured: number | undefined;
  /** undefined where nothing was measured. */
  met: boolean | undefined;
}

export type TroubleKind = "policy" | "budget" | "limit" | "provider" | "connection" | "stream" | "request" | "other";

/** One code of what went wrong. */
export interface Trouble {
  code: string;
  kind: TroubleKind;
  outcome: "error" | "blocked";
  /** How often, in the order of the arms. */
  counts: number[];
  /** What one of them said. */
  example: string | undefined;
  /** The first cases that met it. */
  cases: number[];
}

export type CaseFilter = "all" | "failures" | "errors" | "different" | "disagreements";

/** What one arm made of one case. */
export interface CaseCell {
  passed: number;
  failed: number;
  errors: number;
  blocked: number;
  /** Answered, but without an assertion that could judge it. */
  unjudged: number;
  /** Why, of the first that did not pass. Shortened. */
  reason: string | undefined;
  /** The first answer. Shortened. */
  output: string | undefined;
}

export interface CaseRow {
  caseIndex: number;
  /** Its name, or its number from 1 where it has none. */
  name: string;
  /** In the order of the arms. */
  cells: CaseCell[];
}

/** One answer in full. */
export interface CaseAnswer {
  trial: number;
  outcome: "ok" | "error" | "blocked";
  passed: boolean | undefined;
  score: number | undefined;
  output: string | undefined;
  error: string | undefined;
  deployment: string | undefined;
  ttftMs: number | undefined;
  totalMs: number | undefined;
  costMicroUsd: number | undefined;
  assertions: { type: string; passed: boolean; reason: string }[];
}

export interface CaseDetail {
  caseIndex: number;
  name: string;
  arms: { arm: string; answers: CaseAnswer[] }[];
}

/** Everything but the cases. */
export interface ResultDigest {
  header: ResultHeader;
  requests: number;
  clocks: ClockCurves[];
  positions: ArmPosition[];
  dominations: Domination[];
  goodput: Goodput[];
  objectives: ObjectiveResult[];
  troubles: Trouble[];
  /** How many cases each filter leaves. */
  cases: Record<CaseFilter, number>;
}

/** What the history of a benchmark keeps of one run. */
export interface RunPoint {
  run: string;
  /** ISO 8601. */
  startedAt: string;
  status: BenchmarkResult["status"];
  generation: string | undefined;
  /** The commit that was checked out, in full, and whether files differed from it. */
  commit: string | undefined;
  dirty: boolean | undefined;
  arms: (Pick<ArmSummary, "arm" | "requests" | "ok" | "errors" | "blocked" | "costPerRequestMicroUsd"> & {
    ttftP95Ms: number | undefined;
    totalP95Ms: number | undefined;
    passRate: number | undefined;
  })[];
}
