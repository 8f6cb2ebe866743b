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
 * A comparison: every arm answers every case, in random order.
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
   * The deployments that are compared. The first is the baseline, unless baseline names another.
   *
   * @minItems 1
   *
   * Items: A deployment to compare.
   */
  arms: string[];
  /**
   * Workloads that are compared as the policy routes them, fallback included, beside the deployments.
   *
   * Items: A workload, asked as its applications ask it.
   */
  routed?: string[];
  /**
   * The deployment among the arms that all others are compared with. Without it the first arm.
   */
  baseline?: string;
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
  load?: Load;
  stop?: StopRules;
  /**
   * The run stops before it would spend more.
   */
  maxSpend?: string;
  /**
   * Seed of the random order, so that a run can be repeated.
   */
  seed?: number;
  /**
   * The deployment that judges answers by rubric. Its model is not among the compared; each answer is judged in two orders.
   */
  judge?: string;
  /**
   * The workload through which similar asks for the vectors of answers and of what is expected. Its first model with the capability embeddings makes them.
   */
  embeddings?: string;
  /**
   * Checked for every case, besides the case's own.
   */
  assert?: Assertion[];
  dataset?: Dataset;
  /**
   * What is asked.
   *
   * @minItems 1
   */
  cases?: Case[];
}
/**
 * How the requests come. Without it in pairs.
 */
export interface Load {
  /**
   * What decides when the next request is sent.
   */
  mode: "paired" | "closed" | "open";
  /**
   * Requests to each arm, for open load.
   */
  rate?: number;
  /**
   * How the requests of an open load are spread over time.
   */
  arrivals?: "constant" | "poisson";
  /**
   * So many requests of an arm may be open at once under open load; more wait, and their waiting counts.
   */
  maxInFlight?: number;
}
/**
 * The run ends at the first that is reached. Money is limited by maxSpend.
 */
export interface StopRules {
  /**
   * So many counted requests, all arms together.
   */
  requests?: number;
  /**
   * So long after the warm-up.
   */
  time?: string;
  precision?: Precision;
}
/**
 * The intervals of all comparisons with the baseline are narrow enough.
 */
export interface Precision {
  /**
   * Which difference must be known precisely.
   */
  metric: "quality" | "cost" | "ttft" | "total";
  /**
   * Half the width of the 95 % interval is at most this.
   */
  within: number;
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
    | "contains-any"
    | "not-contains-any"
    | "contains-all"
    | "not-contains-all"
    | "icontains-any"
    | "not-icontains-any"
    | "icontains-all"
    | "not-icontains-all"
    | "rouge-n"
    | "not-rouge-n"
    | "javascript"
    | "not-javascript"
    | "llm-rubric"
    | "not-llm-rubric"
    | "similar"
    | "not-similar"
    | "latency"
    | "not-latency"
    | "cost"
    | "not-cost";
  /**
   * What the answer is compared with: a text, a list of texts for -any, -all and similar, or a JSON Schema for is-json and contains-json. {{variables}} are filled in.
   */
  value?: string | number | boolean | {} | unknown[];
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
 * A file with more cases, after those that are written here.
 */
export interface Dataset {
  /**
   * JSON Lines (an object a line) or CSV (names in the first line), relative to this document. Columns are variables; case members such as assert are taken as such.
   */
  file: string;
  /**
   * How the file is written. Without it by its name.
   */
  format?: "jsonl" | "csv";
  /**
   * So many rows from its beginning.
   */
  limit?: number;
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
    | "contains-any"
    | "not-contains-any"
    | "contains-all"
    | "not-contains-all"
    | "icontains-any"
    | "not-icontains-any"
    | "icontains-all"
    | "not-icontains-all"
    | "rouge-n"
    | "not-rouge-n"
    | "javascript"
    | "not-javascript"
    | "llm-rubric"
    | "not-llm-rubric"
    | "similar"
    | "not-similar"
    | "latency"
    | "not-latency"
    | "cost"
    | "not-cost";
  /**
   * What the answer is compared with: a text, a list of texts for -any, -all and similar, or a JSON Schema for is-json and contains-json. {{variables}} are filled in.
   */
  value?: string | number | boolean | {} | unknown[];
  /**
   * A limit, for the types that have one.
   */
  threshold?: number;
  /**
   * Its part in the score of the case.
   */
  weight?: number;
}
