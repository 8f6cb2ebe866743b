/** What a benchmark run reports while it runs and when it ends. Plain JSON: the command line prints it, the panel reads it. */

import type { Objectives } from "../documents/vocabulary.ts";

/** One answer of one arm to one case. Times in milliseconds on a monotonic clock, relative to `sent`. */
export interface RequestRecord {
  arm: string;
  caseIndex: number;
  trial: number;
  /** Milliseconds since 1970. */
  sentAt: number;
  outcome: "ok" | "error" | "blocked";
  /** Fairlead's or the provider's error code, where there is one. */
  errorCode: string | undefined;
  errorMessage: string | undefined;
  /** First content; undefined where none came. */
  ttftMs: number | undefined;
  /** The whole answer; undefined for an answer that did not end well. */
  totalMs: number | undefined;
  inputTokens: number | undefined;
  outputTokens: number | undefined;
  /** Micro-USD; undefined is unknown, never 0. */
  costMicroUsd: number | undefined;
  /** Which deployment answered, as the gateway says. */
  deployment: string | undefined;
  /** The decision record of the gateway. */
  decision: string | undefined;
  output: string | undefined;
  passed: boolean | undefined;
  /** From 0 to 1. */
  score: number | undefined;
  /** The case's name, where it has one. */
  caseName?: string | undefined;
  /** From the moment the request was due to the moment it was sent. */
  queueMs?: number | undefined;
  /** The first byte of the stream; `ttftMs` is the first content. */
  firstByteMs?: number | undefined;
  /** The first content that is no reasoning. */
  firstOutputMs?: number | undefined;
  /** From the moment the request was due, so that a provider that stalls hides nothing. */
  ttftScheduledMs?: number | undefined;
  totalScheduledMs?: number | undefined;
  longestGapMs?: number | undefined;
  meanGapMs?: number | undefined;
  /** Time for each output token after the first event. */
  tpotMs?: number | undefined;
  /** The gateway's own time: no provider's attempt was open. Whole milliseconds of two clocks, so about right only. */
  overheadMs?: number | undefined;
  /** How often a rate limit was met and waited for before this answer, and how long. */
  rateLimited?: number | undefined;
  waitedMs?: number | undefined;
  /** Whether it met all objectives of its workload; undefined where there are none. */
  good?: boolean | undefined;
  assertions: { type: string; passed: boolean; reason: string }[];
}

export interface Percentiles {
  /** How many values there are. */
  n: number;
  p50: number | undefined;
  p95: number | undefined;
  p99: number | undefined;
}

/** What is known of one arm. */
export interface ArmSummary {
  arm: string;
  requests: number;
  ok: number;
  errors: number;
  blocked: number;
  errorCodes: Record<string, number>;
  ttftMs: Percentiles;
  totalMs: Percentiles;
  costMicroUsd: number | undefined;
  /** Median cost of an answer. */
  costPerRequestMicroUsd: number | undefined;
  passed: number;
  judged: number;
  /** Wilson 95 % interval of the pass rate. */
  passRateInterval: [number, number] | undefined;
  /** Answers that ended well, in milliseconds, as the fields of the same name in the records. */
  clocks?: Record<ClockName, Percentiles>;
  /** Requests that met all objectives, of those that could; undefined where the workload has none. */
  goodput?: { good: number; of: number; perSecond: number | undefined } | undefined;
  /** Of its workload, when the run began. */
  objectives?: Objectives;
  /** How often a rate limit was met. */
  rateLimited?: number;
}

export type ClockName =
  | "queueMs"
  | "firstByteMs"
  | "firstOutputMs"
  | "ttftScheduledMs"
  | "totalScheduledMs"
  | "longestGapMs"
  | "tpotMs"
  | "overheadMs";

export interface Difference {
  metric: "ttft" | "total" | "cost" | "quality" | "score";
  /** The baseline arm and the one compared with it. */
  baseline: string;
  arm: string;
  /** Pairs that count. */
  n: number;
  /** arm minus baseline: milliseconds, micro-USD, or part of 1. */
  estimate: number | undefined;
  interval: [number, number] | undefined;
  /**
   * Centre of the baseline over the same pairs, in the metric's unit: what the estimate is a part of. For times the
   * pseudomedian of Hodges and Lehmann, for costs the mean, else the median.
   */
  baselineMedian?: number | undefined;
  pValue: number | undefined;
  /** After Holm's correction over all differences of the run. */
  adjustedPValue: number | undefined;
  verdict: "lower" | "higher" | "no-difference-shown" | "too-few";
  /** The smallest true difference that would have been shown in four runs of five, in the metric's unit. */
  smallestDetectable?: number | undefined;
  /** No difference is shown, and one of a size that matters could have been missed. */
  tooNoisy?: boolean;
  /** It is shown, but the baseline differs as much from itself. */
  withinNoise?: boolean;
  /** One sentence for people. */
  sentence: string;
}

/** How far the slowest twentieth of answers differs. An interval, not a test: it decides nothing. */
export interface TailDifference {
  metric: "ttft" | "total";
  baseline: string;
  arm: string;
  n: number;
  /** p95 of the arm minus that of the baseline, milliseconds. */
  p95: number;
  interval: [number, number];
}

export interface JudgeReport {
  /** The deployment. */
  judge: string;
  asked: number;
  /** Questions without a usable answer. */
  failed: number;
  /** Answers that were judged in both orders, and those of them on which both said the same. */
  compared: number;
  agreed: number;
}

export interface SimilarityReport {
  /** The workload that vectors were asked for through. */
  workload: string;
  /** The deployment that made them; undefined where none did. */
  deployment: string | undefined;
  /** Texts, those expected and the answers, and those of them without a vector. */
  texts: number;
  failed: number;
  /** Why the first of those has none. */
  reason?: string | undefined;
}

/** What a run was made from, and where, so that it can be made again and compared with others over commits. */
export interface Provenance {
  /** Fairlead's version. */
  tool: string;
  /** The commit that was checked out where the suite stands; missing where there is none. */
  commit?: string | undefined;
  /** Files of that commit, or documents, differed from it. */
  dirty?: boolean | undefined;
  /** The machine that asked. Latency is as it saw it. */
  machine: {
    /** As Node names them. */
    platform: string;
    architecture: string;
    cpu: string;
    cores: number;
    memoryBytes: number;
    node: string;
  };
}

/** A stretch of time in which a run was at work. */
export interface Sitting {
  startedAt: string;
  endedAt: string;
  /** Counted requests that were made in it. */
  requests: number;
  /** As in Provenance. */
  commit?: string | undefined;
}

export interface BenchmarkResult {
  schema: "fairlead/bench-result/v1";
  run: string;
  benchmark: string;
  workload: string;
  generation: string | undefined;
  startedAt: string;
  endedAt: string;
  seed: number;
  status: "completed" | "cancelled" | "spend-limit" | "failed";
  /** Why, where it did not complete. */
  reason: string | undefined;
  /** Which stop rule ended it, where one did. */
  stoppedBy?: string | undefined;
  /** How the requests came. */
  load?: { mode: "paired" | "closed" | "open"; rate?: number; arrivals?: "constant" | "poisson" };
  /** How everything was asked and judged; missing in results of older versions. */
  settings?: {
    temperature?: number;
    maxOutputTokens?: number;
    /** Questions that were open at once, under paired and closed load. */
    concurrency: number;
    /** Assertions, judge and embeddings, hashed. */
    checks: string;
  };
  /** When it was at work, where it was resumed. */
  sittings?: Sitting[] | undefined;
  /** Of the last sitting; missing in results of older versions. */
  provenance?: Provenance | undefined;
  /** All that was paid where it is known: warm-up, judge and repeated questions too. */
  spentMicroUsd?: number;
  /** Names of the cases by index, where they have one. */
  caseNames?: (string | null)[];
  /** What was asked, hashed: the same question has the same key in every run. */
  caseKeys?: string[];
  arms: ArmSummary[];
  differences: Difference[];
  /** Missing where fewer than a hundred pairs were answered. */
  tails?: TailDifference[];
  /** What the judge of rubrics did. */
  judge?: JudgeReport;
  /** The vectors that answers were compared by. */
  similarity?: SimilarityReport;
  /** The baseline against itself, where the run measured that. */
  noise?: Difference[];
  /** What differs, in sentences, the most important first. */
  verdict: string[];
  records: RequestRecord[];
}

/** One line of `fairlead bench ID --events`. */
export type BenchmarkEvent =
  | {
      type: "start";
      run: string;
      benchmark: string;
      arms: string[];
      total: number;
      maxSpendMicroUsd: number | undefined;
    }
  | { type: "progress"; done: number; total: number; spentMicroUsd: number; arms: ArmSummary[] }
  | { type: "result"; result: BenchmarkResult };
