// Generated from schemas/catalog.schema.json by `npm run generate`. Edit the schema instead.

/**
 * What an enterprise can buy: providers, models, the deployments of models at providers with their price, latency and data handling, the contracts, and the notices of change. Several files merge; an id may stand only once.
 */
export interface CatalogDocument {
  /**
   * Version of the document format.
   */
  apiVersion: "fairlead/v1";
  /**
   * Which document this is.
   */
  kind: "Catalog";
  metadata?: Metadata;
  /**
   * The runtime hosts that serve models, each under a contract, by id.
   */
  providers?: {
    [k: string]: Provider;
  };
  /**
   * What suppliers built, by id, whoever serves it.
   */
  models?: {
    [k: string]: Model;
  };
  /**
   * One model at one provider, by id, written model@provider. The unit that is routed to.
   */
  deployments?: {
    [k: string]: Deployment;
  };
  /**
   * The terms under which providers serve, by id.
   */
  contracts?: {
    [k: string]: Contract;
  };
  /**
   * Changes that providers announced, by id. From its effective date a notice is what decisions see.
   */
  notices?: {
    [k: string]: Notice;
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
 * A runtime host that serves models: an account or resource at a vendor, or a server of your own.
 */
export interface Provider {
  /**
   * Which wire protocol and authentication the host speaks.
   */
  adapter: "openai" | "azure-openai" | "anthropic" | "bedrock" | "gemini" | "openai-compatible";
  /**
   * What the provider is to the company.
   */
  description?: string;
  /**
   * Base URL, without the path of the operation. Needed for azure-openai and openai-compatible; openai, anthropic, bedrock and gemini know theirs.
   */
  endpoint?: string;
  /**
   * The provider's own name of the region. Needed for bedrock.
   */
  region?: string;
  /**
   * Where the host processes data, unless a deployment says otherwise.
   */
  jurisdiction?: "eu" | "us" | "uk" | "ch" | "ca" | "jp" | "au" | "in" | "sg" | "kr" | "br" | "global";
  credentials?: Credentials;
  /**
   * The contract under which this provider serves.
   */
  contract?: string;
  /**
   * The provider's API version: azure-openai sends it as api-version.
   */
  apiVersion?: string;
  /**
   * Whether the host accepts stream_options.include_usage (openai-compatible only; some refuse it). Without it the gateway asks, and no more once a host has refused.
   */
  streamUsage?: boolean;
  /**
   * How a host that imitates OpenAI is told to go on from the beginning of an answer (openai-compatible only). For deployments with the capability assistant-prefill.
   */
  prefill?: "plain" | "prefix" | "partial" | "continue-final-message";
  /**
   * Whether the host serves OpenAI's Responses API. Without it a request for Responses is translated to Chat Completions. OpenAI and Azure OpenAI do unless this says false; a host that imitates OpenAI does only where this says true.
   */
  responses?: boolean;
  /**
   * Whether the gateway may send it anything.
   */
  status?: "active" | "suspended";
  timeouts?: Timeouts;
}
/**
 * Where the gateway finds the credentials. Never the secret itself.
 */
export interface Credentials {
  /**
   * The variable that holds the key.
   */
  env?: string;
  /**
   * A file of Google credentials: the key of a service account, or what gcloud auth application-default login writes. A relative path begins where the gateway is started. Access tokens are made from it and renewed; the file is read anew each time.
   */
  file?: string;
  /**
   * A vendor's own chain of credential sources.
   */
  chain?: "aws" | "google" | "none";
}
/**
 * How long the gateway waits for this provider at each step of an attempt.
 */
export interface Timeouts {
  /**
   * To open a connection.
   */
  connectMs?: number;
  /**
   * From sending the request to response headers.
   */
  firstByteMs?: number;
  /**
   * From sending the request to the first content.
   */
  firstTokenMs?: number;
  /**
   * Between two pieces of a stream.
   */
  idleMs?: number;
  /**
   * The whole attempt.
   */
  totalMs?: number;
}
/**
 * What a supplier built: abilities, context window, lifecycle.
 */
export interface Model {
  /**
   * Who made the model.
   */
  supplier: string;
  /**
   * What the model is good for.
   */
  description?: string;
  /**
   * What the model can do. A need that is not listed here is not met.
   *
   * Items: Something a model can do.
   */
  capabilities: (
    | "chat"
    | "tools"
    | "structured-output"
    | "vision"
    | "audio"
    | "documents"
    | "reasoning"
    | "embeddings"
    | "prompt-caching"
    | "assistant-prefill"
  )[];
  /**
   * The most tokens of input and output together.
   */
  contextWindow: number;
  /**
   * The most tokens it can write in one answer.
   */
  maxOutputTokens?: number;
  lifecycle?: Lifecycle;
}
/**
 * Whether it is offered, and until when.
 */
export interface Lifecycle {
  /**
   * The state in which the supplier or provider offers it.
   */
  status?: "preview" | "active" | "deprecated" | "retired";
  /**
   * The first day on which it is no longer served. Decisions on or after it leave it out.
   */
  retires?: string;
}
/**
 * One model on one provider: the provider's name for it, price, latency and data handling. Its id names the model and the provider.
 */
export interface Deployment {
  /**
   * What the provider calls it: a model id, an Azure deployment name, a Bedrock model or inference profile id.
   */
  upstream: string;
  /**
   * Anything worth knowing about it.
   */
  description?: string;
  /**
   * The region, where it differs from the provider's.
   */
  region?: string;
  /**
   * The window here, where it is smaller than the model's.
   */
  contextWindow?: number;
  /**
   * The output limit here, where it is smaller than the model's.
   */
  maxOutputTokens?: number;
  /**
   * Which of OpenAI's APIs the model is served by here, where that is not Chat Completions: some models answer to Responses alone. Requests of other protocols are translated to it.
   */
  api?: "chat" | "responses";
  /**
   * The capabilities here, where they are fewer than the model's.
   *
   * Items: Something a model can do.
   */
  capabilities?: (
    | "chat"
    | "tools"
    | "structured-output"
    | "vision"
    | "audio"
    | "documents"
    | "reasoning"
    | "embeddings"
    | "prompt-caching"
    | "assistant-prefill"
  )[];
  price?: Price;
  latency?: Latency;
  /**
   * How well it did on the benchmarks of workloads. The strategy best-quality goes by it.
   *
   * @maxItems 1000
   */
  quality?: MeasuredQuality[];
  data?: DataHandling;
  lifecycle?: Lifecycle1;
}
/**
 * What the provider charges here. Without it the price is unknown, never zero, and the policy says whether unpriced requests are refused.
 */
export interface Price {
  /**
   * Price of input tokens that were not read from a cache.
   */
  input: number;
  /**
   * Price of output tokens, reasoning tokens included.
   */
  output: number;
  /**
   * Price of input tokens read from the prompt cache. Without it they cost the input price.
   */
  cachedInput?: number;
  /**
   * Price of input tokens written to the prompt cache, for five minutes where that can be chosen. Without it they cost the input price.
   */
  cacheWrite?: number;
  /**
   * Price of input tokens written to the prompt cache for an hour (`ttl: 1h`). Without it their price is unknown: requests that ask for it count as unpriced here.
   */
  cacheWriteHour?: number;
  /**
   * A fixed price added to each request.
   */
  perRequest?: number;
  /**
   * What checking a request and its answer by a guardrail costs at most (Bedrock's `guardrailConfig`), added to each request that names one. Without it their price is unknown: such requests count as unpriced here.
   */
  guardrail?: number;
  /**
   * Prices that hold for the whole request where its input is longer, in order of length.
   *
   * @minItems 1
   * @maxItems 10
   */
  tiers?: Tier[];
  /**
   * Prices that hold instead, every day between two times. Where two overlap the first holds.
   *
   * @minItems 1
   * @maxItems 10
   */
  times?: TimeOfDay[];
  /**
   * Where the price was read: a page or a contract annex.
   */
  source?: string;
  /**
   * The day on which somebody compared the price with its source.
   */
  checked?: string;
}
/**
 * What a request costs whose input is longer than this.
 */
export interface Tier {
  /**
   * It holds for requests with more input tokens than this, cached ones included.
   */
  aboveInputTokens: number;
  /**
   * Price of input tokens that were not read from a cache.
   */
  input: number;
  /**
   * Price of output tokens, reasoning tokens included.
   */
  output: number;
  /**
   * Price of input tokens read from the prompt cache. Without it they cost the input price.
   */
  cachedInput?: number;
  /**
   * Price of input tokens written to the prompt cache, for five minutes where that can be chosen. Without it they cost the input price.
   */
  cacheWrite?: number;
  /**
   * Price of input tokens written to the prompt cache for an hour (`ttl: 1h`). Without it their price is unknown: requests that ask for it count as unpriced here.
   */
  cacheWriteHour?: number;
}
/**
 * What a request costs that begins between two times.
 */
export interface TimeOfDay {
  /**
   * When it begins to hold.
   */
  from: string;
  /**
   * When it ends. Earlier than its beginning, it ends on the next day.
   */
  until: string;
  /**
   * Price of input tokens that were not read from a cache.
   */
  input: number;
  /**
   * Price of output tokens, reasoning tokens included.
   */
  output: number;
  /**
   * Price of input tokens read from the prompt cache. Without it they cost the input price.
   */
  cachedInput?: number;
  /**
   * Price of input tokens written to the prompt cache, for five minutes where that can be chosen. Without it they cost the input price.
   */
  cacheWrite?: number;
  /**
   * Price of input tokens written to the prompt cache for an hour (`ttl: 1h`). Without it their price is unknown: requests that ask for it count as unpriced here.
   */
  cacheWriteHour?: number;
}
/**
 * Declared or measured latency: decisions use it until the gateway has measured its own.
 */
export interface Latency {
  /**
   * Half of the requests see their first token within this time.
   */
  ttftP50Ms?: number;
  /**
   * Nineteen of twenty requests see their first token within this time.
   */
  ttftP95Ms?: number;
  /**
   * Output tokens a second after the first.
   */
  tokensPerSecond?: number;
  /**
   * How many requests were measured.
   */
  samples?: number;
  /**
   * The day of the measurement.
   */
  measured?: string;
  /**
   * The benchmark run that measured it.
   */
  run?: string;
}
/**
 * How well it did on the benchmark of one workload.
 */
export interface MeasuredQuality {
  /**
   * The workload whose benchmark it was.
   */
  workload: string;
  /**
   * The part of the cases that it passed.
   */
  passRate: string;
  /**
   * How many answers were judged. Without it the rate counts as it stands.
   */
  samples?: number;
  /**
   * The day of the measurement.
   */
  measured?: string;
  /**
   * The benchmark run that measured it.
   */
  run?: string;
}
/**
 * What happens to the data that is sent here.
 */
export interface DataHandling {
  /**
   * Where prompts and completions are processed and stored. Without it the provider's jurisdiction counts; without both it is unknown, and no residency requirement is met.
   */
  residency?: "eu" | "us" | "uk" | "ch" | "ca" | "jp" | "au" | "in" | "sg" | "kr" | "br" | "global";
  /**
   * How long the provider keeps prompts and completions. Without it the retention is unknown, and no limit on it is met.
   */
  retentionDays?: number;
  /**
   * Whether the provider may train on the data. Without it this is unknown, and a rule that forbids training is not met.
   */
  training?: boolean;
  /**
   * The most sensitive data that may be sent here. Without it only public data may.
   */
  maxSensitivity?: "public" | "internal" | "confidential" | "restricted";
}
/**
 * Whether it is offered, and until when.
 */
export interface Lifecycle1 {
  /**
   * The state in which the supplier or provider offers it.
   */
  status?: "preview" | "active" | "deprecated" | "retired";
  /**
   * The first day on which it is no longer served. Decisions on or after it leave it out.
   */
  retires?: string;
}
/**
 * Terms with a provider: portability, metering definitions, change notice, audit rights, data handling, renewal.
 */
export interface Contract {
  /**
   * The provider that the contract is with.
   */
  provider: string;
  /**
   * What the contract is.
   */
  description?: string;
  /**
   * Where the signed text is: a path in the repository or a URL.
   */
  document?: string;
  /**
   * Who answers for the contract.
   */
  owner?: string;
  /**
   * First day of the term.
   */
  starts?: string;
  /**
   * The day on which it renews or ends.
   */
  renews?: string;
  /**
   * How long before renewal a termination must be given.
   */
  noticeToTerminateDays?: number;
  portability?: Portability;
  metering?: MeteringDefinitions;
  changeNotice?: ChangeNotice;
  auditRights?: AuditRights;
  dataHandling?: DataHandling1;
}
/**
 * What can be taken away on leaving.
 */
export interface Portability {
  /**
   * Whether stored embeddings can be exported.
   */
  embeddings?: boolean;
  /**
   * Whether a hosted vector index can be exported.
   */
  vectorIndexExport?: boolean;
  /**
   * Whether fine-tuned weights can be exported.
   */
  fineTunedWeights?: boolean;
  /**
   * The export format agreed.
   */
  format?: string;
}
/**
 * How the invoice counts.
 */
export interface MeteringDefinitions {
  /**
   * How tokens are billed.
   */
  tokens?: "per-million" | "per-thousand" | "not-metered";
  /**
   * Whether requests are counted or billed.
   */
  requests?: "counted" | "billed" | "not-metered";
  /**
   * Whether the provider's own tool calls are billed.
   */
  toolCalls?: "counted" | "billed" | "not-metered";
}
/**
 * How long before it takes effect a change must be announced.
 */
export interface ChangeNotice {
  /**
   * Notice of a price change.
   */
  priceDays?: number;
  /**
   * Notice of a change of usage policy or data handling.
   */
  policyDays?: number;
  /**
   * Notice of a model's retirement.
   */
  retirementDays?: number;
}
/**
 * What the company may audit.
 */
export interface AuditRights {
  /**
   * The right to audit safety measures.
   */
  safety?: boolean;
  /**
   * The right to audit data handling.
   */
  dataHandling?: boolean;
}
/**
 * What the contract says of data, whatever the product page says.
 */
export interface DataHandling1 {
  /**
   * Whether the contract lets the provider train on the data.
   */
  training?: boolean;
  /**
   * How long the contract lets the provider keep data.
   */
  retentionDays?: number;
}
/**
 * A provider's announced change of price, policy or lifecycle.
 */
export interface Notice {
  /**
   * Who announced it.
   */
  provider: string;
  /**
   * What changes.
   */
  kind: "price" | "policy" | "retirement";
  /**
   * Which deployments change.
   *
   * @minItems 1
   *
   * Items: A deployment that changes.
   */
  affects: string[];
  /**
   * The day of the announcement.
   */
  announced: string;
  /**
   * The first day on which the change holds (UTC).
   */
  effective: string;
  /**
   * What the provider recommends instead.
   */
  replacement?: string;
  price?: NewPrice;
  data?: NewDataHandling;
  /**
   * Where it was announced.
   */
  source?: string;
  /**
   * What it means for the company.
   */
  description?: string;
}
/**
 * The price from the effective date (kind price).
 */
export interface NewPrice {
  /**
   * Price of input tokens that were not read from a cache.
   */
  input: number;
  /**
   * Price of output tokens, reasoning tokens included.
   */
  output: number;
  /**
   * Price of input tokens read from the prompt cache. Without it they cost the input price.
   */
  cachedInput?: number;
  /**
   * Price of input tokens written to the prompt cache, for five minutes where that can be chosen. Without it they cost the input price.
   */
  cacheWrite?: number;
  /**
   * Price of input tokens written to the prompt cache for an hour (`ttl: 1h`). Without it their price is unknown: requests that ask for it count as unpriced here.
   */
  cacheWriteHour?: number;
  /**
   * A fixed price added to each request.
   */
  perRequest?: number;
  /**
   * What checking a request and its answer by a guardrail costs at most (Bedrock's `guardrailConfig`), added to each request that names one. Without it their price is unknown: such requests count as unpriced here.
   */
  guardrail?: number;
  /**
   * Prices that hold for the whole request where its input is longer, in order of length.
   *
   * @minItems 1
   * @maxItems 10
   */
  tiers?: Tier1[];
  /**
   * Prices that hold instead, every day between two times. Where two overlap the first holds.
   *
   * @minItems 1
   * @maxItems 10
   */
  times?: TimeOfDay1[];
  /**
   * Where the price was read: a page or a contract annex.
   */
  source?: string;
  /**
   * The day on which somebody compared the price with its source.
   */
  checked?: string;
}
/**
 * What a request costs whose input is longer than this.
 */
export interface Tier1 {
  /**
   * It holds for requests with more input tokens than this, cached ones included.
   */
  aboveInputTokens: number;
  /**
   * Price of input tokens that were not read from a cache.
   */
  input: number;
  /**
   * Price of output tokens, reasoning tokens included.
   */
  output: number;
  /**
   * Price of input tokens read from the prompt cache. Without it they cost the input price.
   */
  cachedInput?: number;
  /**
   * Price of input tokens written to the prompt cache, for five minutes where that can be chosen. Without it they cost the input price.
   */
  cacheWrite?: number;
  /**
   * Price of input tokens written to the prompt cache for an hour (`ttl: 1h`). Without it their price is unknown: requests that ask for it count as unpriced here.
   */
  cacheWriteHour?: number;
}
/**
 * What a request costs that begins between two times.
 */
export interface TimeOfDay1 {
  /**
   * When it begins to hold.
   */
  from: string;
  /**
   * When it ends. Earlier than its beginning, it ends on the next day.
   */
  until: string;
  /**
   * Price of input tokens that were not read from a cache.
   */
  input: number;
  /**
   * Price of output tokens, reasoning tokens included.
   */
  output: number;
  /**
   * Price of input tokens read from the prompt cache. Without it they cost the input price.
   */
  cachedInput?: number;
  /**
   * Price of input tokens written to the prompt cache, for five minutes where that can be chosen. Without it they cost the input price.
   */
  cacheWrite?: number;
  /**
   * Price of input tokens written to the prompt cache for an hour (`ttl: 1h`). Without it their price is unknown: requests that ask for it count as unpriced here.
   */
  cacheWriteHour?: number;
}
/**
 * Data handling from the effective date (kind policy). What is left out becomes unknown.
 */
export interface NewDataHandling {
  /**
   * Where prompts and completions are processed and stored. Without it the provider's jurisdiction counts; without both it is unknown, and no residency requirement is met.
   */
  residency?: "eu" | "us" | "uk" | "ch" | "ca" | "jp" | "au" | "in" | "sg" | "kr" | "br" | "global";
  /**
   * How long the provider keeps prompts and completions. Without it the retention is unknown, and no limit on it is met.
   */
  retentionDays?: number;
  /**
   * Whether the provider may train on the data. Without it this is unknown, and a rule that forbids training is not met.
   */
  training?: boolean;
  /**
   * The most sensitive data that may be sent here. Without it only public data may.
   */
  maxSensitivity?: "public" | "internal" | "confidential" | "restricted";
}
