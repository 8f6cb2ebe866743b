/** The types of the pure core: what is compiled, what is asked, what is known, what is decided. */
import type { MicroUsd } from "../documents/money.ts";
import type {
  AdapterName,
  BudgetWindow,
  Capability,
  Criticality,
  FailureClass,
  Jurisdiction,
  Objectives,
  Provider,
  Rule,
  Sensitivity,
  Strategy,
  ThresholdAction,
  Timeouts,
} from "../documents/vocabulary.ts";

/** Prices of one deployment from one moment on. */
export interface CompiledPrice {
  /** Micro-USD for a million tokens, so that a token's price needs no fraction. */
  inputPerMillion: MicroUsd;
  outputPerMillion: MicroUsd;
  cachedInputPerMillion: MicroUsd;
  cacheWritePerMillion: MicroUsd;
  /** For what is kept for an hour; undefined is unknown. */
  cacheWriteHourPerMillion: MicroUsd | undefined;
  perRequest: MicroUsd;
  /** Where the price comes from: `catalog`, or the id of the notice that changed it; and its tier or time of day. */
  basis: string;
  /** This price and those of longer requests, in order of length; the same list in each of them. */
  tiers: readonly PriceTier[];
  /** Prices that hold instead at a time of day. */
  times: readonly PriceTime[];
}

export interface PriceTier {
  /** It holds for requests with more input tokens than this; -1 for the first. */
  above: number;
  price: CompiledPrice;
}

/** From `from` on until `until`, minutes after midnight UTC. */
export interface PriceTime {
  from: number;
  until: number;
  price: CompiledPrice;
}

/** Data handling as decisions see it: undefined is unknown. */
export interface CompiledDataHandling {
  residency: Jurisdiction | undefined;
  retentionDays: number | undefined;
  training: boolean | undefined;
  maxSensitivity: Sensitivity;
}

/** What holds for a deployment from `from` on, until the next phase. Dated notices make phases. */
export interface DeploymentPhase {
  /** Milliseconds since 1970. The first phase starts at -Infinity. */
  from: number;
  price: CompiledPrice | undefined;
  /** The price of a request that a guardrail checks; undefined is unknown. */
  guardedPrice?: CompiledPrice | undefined;
  data: CompiledDataHandling;
  lifecycle: "preview" | "active" | "deprecated" | "retired";
  /** Set where the deployment may not be used at all in this phase: the rejection that says why. */
  withdrawn: Rejection | undefined;
}

export interface CompiledDeployment {
  /** Place in `CompiledPolicy.deployments`, and in the arrays of a state. */
  index: number;
  id: string;
  model: string;
  supplier: string;
  provider: string;
  adapter: AdapterName;
  /** Whether what it caches can be kept for an hour, at a price of its own, where a request asks for that. */
  cachesForHour: boolean;
  upstream: string;
  endpoint: string | undefined;
  region: string | undefined;
  apiVersion: string | undefined;
  /** Whether the host can be asked for the usage of a stream; undefined where nobody has said so: it is tried. */
  streamUsage: boolean | undefined;
  /** Whether the host serves OpenAI's Responses beside Chat Completions, or the model through nothing else. */
  responses: boolean | "only";
  /** How a host that imitates OpenAI is told to go on from the beginning of an answer. */
  prefill: NonNullable<Provider["prefill"]>;
  credentials: Provider["credentials"];
  timeouts: Timeouts;
  capabilities: ReadonlySet<Capability>;
  contextWindow: number;
  maxOutputTokens: number;
  /** Declared time to first token in milliseconds; undefined is unknown. */
  declaredTtftMs: number | undefined;
  /** By workload: how well it did on its benchmark. */
  quality: ReadonlyMap<string, CompiledQuality>;
  contract: CompiledContract | undefined;
  suspended: boolean;
  /** In order of time; the last that has begun holds. */
  phases: readonly DeploymentPhase[];
}

export interface CompiledQuality {
  /** What the rate is at least, from 0 to 1: the fewer samples, the lower. */
  atLeast: number;
  /** The rate and its samples, in words. */
  words: string;
}

export interface CompiledContract {
  id: string;
  auditRights: { safety: boolean | undefined; dataHandling: boolean | undefined };
  portability: {
    embeddings: boolean | undefined;
    vectorIndexExport: boolean | undefined;
    fineTunedWeights: boolean | undefined;
  };
  training: boolean | undefined;
  retentionDays: number | undefined;
}

export interface CompiledBudget {
  index: number;
  id: string;
  /** Id and scope together: spend is kept under it, so that a budget whose scope is edited counts anew. */
  key: string;
  scope: { businessUnit?: string; provider?: string; workload?: string; model?: string };
  limit: MicroUsd;
  window: BudgetWindow;
  timezone: string;
  /** In order of amount. */
  thresholds: readonly { amount: MicroUsd; percent: string; action: ThresholdAction }[];
  /** The lowest amount that blocks; undefined where the budget only warns. */
  blockAt: MicroUsd | undefined;
}

export interface CompiledWorkload {
  id: string;
  businessUnit: string;
  criticality: Criticality;
  sensitivity: Sensitivity;
  modelChoice: "policy" | "caller";
  needs: {
    capabilities: readonly Capability[];
    residency: readonly Jurisdiction[];
    contextWindow: number;
    maxOutputTokens: number;
  };
  objectives: Objectives | undefined;
  /** Those of them that decisions look at. */
  measurable: CompiledObjectives | undefined;
  strategy: Strategy;
  /** In the order of the document. */
  candidates: readonly CompiledDeployment[];
  /** By deployment index. */
  weights: ReadonlyMap<number, number>;
  fallbackOn: ReadonlySet<FailureClass>;
  attempts: number;
  /** Whether a stream that breaks off is taken up by another candidate, and one of them can. */
  continues: boolean;
  deadlineMs: number;
  /** Output tokens of a request that sets no limit. */
  defaultMaxOutputTokens: number;
  /** What happens while the shared store can not be reached. */
  onStoreLoss: "refuse" | "continue";
  /** What the gateway lets through in any minute; undefined is all. */
  limits?: { requestsPerMinute?: number; tokensPerMinute?: number } | undefined;
  rules: readonly CompiledRule[];
  code: readonly string[];
}

export interface CompiledRule {
  id: string;
  rule: Rule;
}

/** One validated, linked, compiled catalog and policy. Immutable. */
export interface CompiledPolicy {
  /** Hash of the content, the same for the same content in any order of files and keys: `gen_` and 16 hex digits. */
  generation: string;
  deployments: readonly CompiledDeployment[];
  deploymentById: ReadonlyMap<string, CompiledDeployment>;
  workloads: ReadonlyMap<string, CompiledWorkload>;
  businessUnits: ReadonlySet<string>;
  models: ReadonlySet<string>;
  budgets: readonly CompiledBudget[];
  unpriced: "refuse" | "flag";
  /** How long records are kept; undefined is for ever. */
  keepRecordsDays?: number | undefined;
  /** What is looked for in requests, and how sensitive a request is at least where it is found. */
  detect?: Partial<Record<"payment-card" | "iban" | "email" | "national-id" | "secret", Sensitivity>> | undefined;
  /** What happens to requests that ask for what the catalog does not price; without it they are refused. */
  extras?: "refuse" | "strip" | undefined;
  /** Whether requests may have a provider keep them and their answers; without it they may not. */
  storing?: "refuse" | "allow" | undefined;
  /** Budgets that count a request of this workload, paid by this business unit, at this deployment. */
  budgetsFor(workload: string, businessUnit: string, deployment: CompiledDeployment): readonly CompiledBudget[];
}

/** Facts about one call. */
export interface DecisionRequest {
  workload: string;
  /** Who pays, where the key names another business unit than the workload. */
  businessUnit?: string;
  /** Raises the workload's sensitivity; never lowers it. */
  sensitivity?: Sensitivity;
  /** The model that the caller named: catalog model id, deployment id, upstream id, or `auto`. */
  model?: string;
  /** Only this deployment will do, listed in the route or not; all else of the policy holds. For benchmarks. */
  pin?: string;
  /** Beyond the workload's needs: what this request uses. */
  capabilities?: readonly Capability[];
  /** Input tokens: the likely number, and one that they can not exceed. */
  inputTokens: { expected: number; atMost: number };
  /** Those of them that stand in a context window together; undefined is all. A batch of embeddings has a window each. */
  windowTokens?: number;
  /** The caller's output limit; undefined takes the workload's. */
  maxOutputTokens?: number;
  /** How many answers are asked for (OpenAI's `n`). */
  choices?: number;
  /** Whether it asks to have parts of it cached for an hour (`ttl: 1h`), which costs more. */
  cachesForHour?: boolean;
  /** Whether it names a guardrail of Bedrock's, whose checks are billed. */
  guarded?: boolean;
  /** Milliseconds since 1970. */
  at: number;
  /** From 0 up to 1, drawn by the caller: from the session key, or at random. Strategy `weighted` uses it. */
  draw: number;
}

/** A snapshot of what is known now. Arrays go by index of the compiled policy. */
export interface DecisionState {
  /** Health by deployment index; undefined is healthy. */
  health: readonly (DeploymentHealth | undefined)[];
  /** By budget index: what is reserved and settled in the window that `at` falls in; undefined is nothing. */
  spent: readonly (MicroUsd | undefined)[];
  /** By deployment index: why it counts as gone, in words. Only drills set it. */
  away?: readonly (string | undefined)[];
}

export interface DeploymentHealth {
  /** `open`: the circuit breaker refuses it. `cooling`: it asked to slow down. */
  status: "healthy" | "open" | "cooling";
  /** When that may change, milliseconds since 1970. */
  until?: number;
  /** Measured time to first token in milliseconds. */
  ttftMs?: number;
  /** What the latest attempts took; undefined where there were none. */
  measured?: MeasuredService;
}

/** The latest attempts at a deployment. */
export interface MeasuredService {
  attempts: number;
  failures: number;
  /** Those of them that streamed, whose first token was timed. */
  streams: number;
  /** 95th percentiles in milliseconds. */
  ttftP95Ms?: number;
  latencyP95Ms?: number;
}

/** What a workload should reach, of what a gateway can measure. */
export interface CompiledObjectives {
  ttftP95Ms?: number | undefined;
  latencyP95Ms?: number | undefined;
  /** From 0 to 1. */
  errorRate?: number | undefined;
}

/** A request with everything filled in that the policy says of it. */
export interface RequestFacts {
  workload: CompiledWorkload;
  businessUnit: string;
  sensitivity: Sensitivity;
  /** The model that the caller named, unless `auto`. */
  wishedModel: string | undefined;
  /** The same, where the workload lets the caller choose. */
  bindingModel: string | undefined;
  pin: string | undefined;
  capabilities: readonly Capability[];
  /** The only model that may make vectors for this request; undefined where it asks for none. */
  embeddingModel: string | undefined;
  inputExpected: number;
  inputAtMost: number;
  /** What must fit into the context window. */
  inWindow: number;
  /** Of one answer. */
  outputLimit: number;
  /** Whether the caller set the output limit, or the policy. */
  outputLimitIsCallers: boolean;
  choices: number;
  cachesForHour: boolean;
  guarded: boolean;
  at: number;
  draw: number;
}

/** Why a deployment is out. */
export interface Rejection {
  /** Stable: `need.capability`, `rule.<id>`, `budget.<id>`, … The list is in docs/decisions.md. */
  rule: string;
  /** In words, with the values that did not fit. */
  reason: string;
}

export interface Candidate {
  deployment: CompiledDeployment;
  price: CompiledPrice | undefined;
  /** What it will likely cost; undefined is unknown. */
  expectedCost: MicroUsd | undefined;
  /** What it can cost at most: the amount to reserve in every budget listed. */
  reservation: MicroUsd | undefined;
  budgets: readonly CompiledBudget[];
  /** The output limit to send. */
  maxOutputTokens: number;
  ttftMs: number | undefined;
  /** What moved it to its place, in words. */
  because: string;
}

export interface RejectedDeployment {
  deployment: CompiledDeployment;
  /** What serving the request there could cost at most, and where it would count; undefined is unknown. */
  reservation: MicroUsd | undefined;
  budgets: readonly CompiledBudget[];
  /** All that speaks against it, the first found first. */
  rejections: readonly Rejection[];
}

export interface BudgetWarning {
  budget: string;
  action: ThresholdAction;
  /** The threshold passed: `80%`. */
  at: string;
  spent: MicroUsd;
  limit: MicroUsd;
}

export interface Decision {
  generation: string;
  workload: CompiledWorkload;
  businessUnit: string;
  sensitivity: Sensitivity;
  strategy: Strategy;
  /** In the order in which to try them. Empty: nothing may serve the request. */
  candidates: readonly Candidate[];
  rejected: readonly RejectedDeployment[];
  warnings: readonly BudgetWarning[];
}
