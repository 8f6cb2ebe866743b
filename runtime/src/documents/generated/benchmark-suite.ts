// Generated from schemas/benchmark-suite.schema.json by `npm run generate`. Edit the schema instead.

/**
 * Comparisons of deployments side by side, through the gateway.
 */
export interface BenchmarkSuiteDocument {
  /**
   * Version of the document format.
   */
  apiVersion: "fairlead/v1";
  /**
   * Which document this is.
   */
  kind: "BenchmarkSuite";
  metadata?: Metadata;
  /**
   * Benchmarks by id.
   */
  benchmarks?: {
    [k: string]: Benchmark;
  };
}
/**
 * Who looks after this document. Not used in decisions.
 */
export interface Metadata {
  /**
   * A name for people.
   */
  name?: string;
  /**
   * The team that answers for this document.
   */
  owner?: string;
  /**
   * What the document covers.
   */
  description?: string;
}
/**
 * A paired comparison: every arm answers every case, in random order.
 */
export interface Benchmark {
  /**
   * What it is to decide.
   */
  description?: string;
  /**
   * The workload whose policy, objectives and budgets hold.
   */
  workload: string;
  /**
   * The deployments that are compared. The first is the baseline.
   *
   * @minItems 2
   *
   * Items: A deployment to compare.
   */
  arms: string[];
  /**
   * Put before every case. {{variables}} are filled in.
   */
  system?: string;
  /**
   * The user message, for cases that have none. {{variables}} are filled in.
   */
  prompt?: string;
  /**
   * The most tokens of one answer.
   */
  maxOutputTokens?: number;
  /**
   * Sampling temperature, where the model takes one.
   */
  temperature?: number;
  /**
   * How often each arm answers each case.
   */
  trials?: number;
  /**
   * Requests to each arm that are not counted.
   */
  warmup?: number;
  /**
   * How many pairs run at once.
   */
  concurrency?: number;
  /**
   * The run stops before it would spend more.
   */
  maxSpend?: string;
  /**
   * Seed of the random order, so that a run can be repeated.
   */
  seed?: number;
  /**
   * Checked for every case, besides the case's own.
   */
  assert?: Assertion[];
  /**
   * What is asked.
   *
   * @minItems 1
   */
  cases: Case[];
}
/**
 * A check of one answer.
 */
export interface Assertion {
  /**
   * What is checked (promptfoo's names; a leading not- turns it round).
   */
  type:
    | "equals"
    | "not-equals"
    | "contains"
    | "not-contains"
    | "icontains"
    | "not-icontains"
    | "starts-with"
    | "not-starts-with"
    | "regex"
    | "not-regex"
    | "is-json"
    | "not-is-json"
    | "contains-json"
    | "not-contains-json"
    | "levenshtein"
    | "not-levenshtein"
    | "latency"
    | "not-latency"
    | "cost"
    | "not-cost";
  /**
   * What the answer is compared with: a string, or a JSON Schema for is-json and contains-json. {{variables}} are filled in.
   */
  value?: string | number | boolean | {};
  /**
   * A limit, for the types that have one.
   */
  threshold?: number;
  /**
   * Its part in the score of the case.
   */
  weight?: number;
}
/**
 * One question, with what its answer must fulfil.
 */
export interface Case {
  /**
   * A name for people.
   */
  name?: string;
  /**
   * The user message, instead of the benchmark's.
   */
  prompt?: string;
  /**
   * Values for the {{variables}} of the prompt.
   */
  vars?: {
    /**
     * What stands in place of {{its name}}.
     */
    [k: string]: string | number | boolean;
  };
  /**
   * What the answer must fulfil.
   */
  assert?: Assertion1[];
  /**
   * The weighted score from which the case passes. Without it all assertions must hold.
   */
  threshold?: number;
}
/**
 * A check of one answer.
 */
export interface Assertion1 {
  /**
   * What is checked (promptfoo's names; a leading not- turns it round).
   */
  type:
    | "equals"
    | "not-equals"
    | "contains"
    | "not-contains"
    | "icontains"
    | "not-icontains"
    | "starts-with"
    | "not-starts-with"
    | "regex"
    | "not-regex"
    | "is-json"
    | "not-is-json"
    | "contains-json"
    | "not-contains-json"
    | "levenshtein"
    | "not-levenshtein"
    | "latency"
    | "not-latency"
    | "cost"
    | "not-cost";
  /**
   * What the answer is compared with: a string, or a JSON Schema for is-json and contains-json. {{variables}} are filled in.
   */
  value?: string | number | boolean | {};
  /**
   * A limit, for the types that have one.
   */
  threshold?: number;
  /**
   * Its part in the score of the case.
   */
  weight?: number;
}
