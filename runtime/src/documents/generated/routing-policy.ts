// Generated from schemas/routing-policy.schema.json by `npm run generate`. Edit the schema instead.

/**
 * Who may use what, where requests go, what they may cost, and what happens when a provider fails. Several files merge; an id may stand only once.
 */
export interface RoutingPolicyDocument {
  /**
   * Version of the document format.
   */
  apiVersion: "fairlead/v1";
  /**
   * Which document this is.
   */
  kind: "RoutingPolicy";
  metadata?: Metadata;
  defaults?: Defaults;
  /**
   * Who pays, by id.
   */
  businessUnits?: {
    [k: string]: BusinessUnit;
  };
  /**
   * Named uses of AI in the business, by id.
   */
  workloads?: {
    [k: string]: Workload;
  };
  /**
   * Rules of the organisation, by id. They only narrow what workloads allow.
   */
  rules?: {
    [k: string]: Rule;
  };
  /**
   * Limits on spend over a scope and a calendar window, by id.
   */
  budgets?: {
    [k: string]: Budget;
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
 * What holds for every workload that does not say otherwise.
 */
export interface Defaults {
  /**
   * The output limit for a request that sets none: a request without a limit cannot be kept within a budget.
   */
  maxOutputTokens?: number;
  /**
   * The most upstream attempts of one request, retries and fallbacks together.
   */
  attempts?: number;
  /**
   * The longest time until the last attempt may be started and, for an answer that is not streamed, finished.
   */
  deadlineMs?: number;
  /**
   * What happens to a deployment with no known price.
   */
  unpriced?: "refuse" | "flag";
  /**
   * What happens while the store that several gateways share can not be reached.
   */
  onStoreLoss?: "refuse" | "continue";
  /**
   * What happens to a request that asks a provider for what the catalog gives no price for, or to keep what it was sent: another service tier, web search, spoken answers, storing.
   */
  extras?: "refuse" | "strip";
  /**
   * Whether a request may have the provider keep it and its answer, and go on from there: store, previous_response_id, conversation and item references of OpenAI's APIs. Anyone with a key may then go on from any answer whose id they know.
   */
  storing?: "refuse" | "allow";
  detect?: Detectors;
  /**
   * How long the gateway keeps its decision records. Older ones are removed, each day's with a checkpoint in the chain. Without it they are kept for ever.
   */
  keepRecordsDays?: number;
}
/**
 * What the gateway looks for in requests, and how sensitive a request is at least where it finds that. What is found is neither logged nor recorded, only that it was.
 */
export interface Detectors {
  /**
   * Numbers of payment cards, by their range and check digit.
   */
  "payment-card"?: "public" | "internal" | "confidential" | "restricted";
  /**
   * IBANs, by their country's length and check digits.
   */
  iban?: "public" | "internal" | "confidential" | "restricted";
  /**
   * E-mail addresses.
   */
  email?: "public" | "internal" | "confidential" | "restricted";
  /**
   * Numbers of persons in Finland, France, Germany, Italy, Poland, Spain, Sweden, the UK and the US, by their form and check digits.
   */
  "national-id"?: "public" | "internal" | "confidential" | "restricted";
  /**
   * Keys and tokens in the forms that vendors publish, private keys, addresses with a password.
   */
  secret?: "public" | "internal" | "confidential" | "restricted";
}
/**
 * A part of the company that pays for its use.
 */
export interface BusinessUnit {
  /**
   * The team that answers for its use.
   */
  owner?: string;
  /**
   * Where finance books it.
   */
  costCentre?: string;
  /**
   * What it does.
   */
  description?: string;
}
/**
 * A named use of AI: who owns it, how critical and how sensitive it is, what it needs, and where it goes.
 */
export interface Workload {
  /**
   * What the workload does.
   */
  description?: string;
  /**
   * The team that answers for it.
   */
  owner?: string;
  /**
   * Who pays.
   */
  businessUnit: string;
  /**
   * How much the business depends on it.
   */
  criticality?: "critical" | "high" | "standard" | "low";
  /**
   * How sensitive its data is. Without it, restricted.
   */
  sensitivity?: "public" | "internal" | "confidential" | "restricted";
  /**
   * What the model named in a request means.
   */
  modelChoice?: "policy" | "caller";
  needs?: Needs;
  objectives?: Objectives;
  /**
   * The output limit for a request that sets none. Without it the policy's default.
   */
  maxOutputTokens?: number;
  limits?: RateLimits;
  traffic?: Traffic;
  route: Route;
  /**
   * What happens while the store that several gateways share can not be reached.
   */
  onStoreLoss?: "refuse" | "continue";
  fallback?: Fallback;
  /**
   * Globs of the source files that are this workload, relative to the workspace folder. Lint and inventory use them.
   *
   * Items: A glob.
   */
  code?: string[];
}
/**
 * What a deployment must have.
 */
export interface Needs {
  /**
   * All of these.
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
  /**
   * Data must be processed in one of these. "global" here means anywhere will do.
   *
   * @minItems 1
   *
   * Items: A place where data may be processed.
   */
  residency?: ("eu" | "us" | "uk" | "ch" | "ca" | "jp" | "au" | "in" | "sg" | "kr" | "br" | "global")[];
  /**
   * At least this many tokens.
   */
  contextWindow?: number;
  /**
   * At least this many tokens in one answer.
   */
  maxOutputTokens?: number;
}
/**
 * What it should reach. Benchmarks measure it; the gateway puts a candidate behind the others while it is measured to miss one.
 */
export interface Objectives {
  /**
   * 95th percentile.
   */
  ttftP95Ms?: number;
  /**
   * 95th percentile.
   */
  latencyP95Ms?: number;
  /**
   * At most.
   */
  errorRate?: string;
  /**
   * At least, on its benchmark.
   */
  passRate?: string;
}
/**
 * How much of it the gateway lets through in any minute.
 */
export interface RateLimits {
  /**
   * The most requests in any 60 seconds.
   */
  requestsPerMinute?: number;
  /**
   * The most tokens in any 60 seconds, input and output together. A request counts with its likely input and its output limit until it is answered, then with what it used.
   */
  tokensPerMinute?: number;
}
/**
 * How much is expected. Plans show what a change would cost with it; decisions do not depend on it.
 */
export interface Traffic {
  /**
   * On an average day.
   */
  requestsPerDay: number;
  /**
   * Of an average request.
   */
  inputTokens: number;
  /**
   * Of an average answer.
   */
  outputTokens: number;
}
/**
 * Where requests go.
 */
export interface Route {
  /**
   * How the allowed candidates are ordered.
   */
  strategy?: "ordered" | "weighted" | "cheapest" | "fastest" | "best-quality";
  /**
   * The deployments that may serve it.
   *
   * @minItems 1
   *
   * Items: A deployment that may serve the workload.
   */
  candidates: string[];
  /**
   * For strategy weighted: the share of each candidate. One that is not listed weighs 1.
   */
  weights?: {
    /**
     * Share of requests relative to the others; 0 keeps it for fallback only.
     */
    [k: string]: number;
  };
}
/**
 * What happens when a deployment fails: before its first content the next may serve, after it another may take up the answer.
 */
export interface Fallback {
  /**
   * Which failures move on to the next candidate. Without it: outage, timeout, rate-limit and policy-change.
   *
   * Items: A class of failure.
   */
  on?: ("outage" | "timeout" | "rate-limit" | "context-length" | "content-filter" | "policy-change")[];
  /**
   * The most upstream attempts of one request. Without it the policy's default.
   */
  attempts?: number;
  /**
   * The longest time for all attempts. Without it the policy's default.
   */
  deadlineMs?: number;
  /**
   * Whether a streamed answer that breaks off after its first content is taken up by another candidate of the route with the capability assistant-prefill, at most once a request, after an outage, a timeout or a rate limit that "on" names. Only plain text is: no JSON, tool calls, reasoning or several choices. Such streams are written anew even where caller and provider speak the same protocol.
   */
  continue?: boolean;
}
/**
 * When a request matches, what a deployment must have or must not be.
 */
export interface Rule {
  /**
   * Why the rule exists.
   */
  description?: string;
  when?: When;
  require?: Require;
  deny?: Deny;
}
/**
 * Which requests it is for. All parts must match; without parts, every request.
 */
export interface When {
  /**
   * The sensitivity of the request. One value is that and all above it, so that raising a request's sensitivity leaves no rule; a list is what it lists.
   */
  sensitivity?:
    ("public" | "internal" | "confidential" | "restricted") | ("public" | "internal" | "confidential" | "restricted")[];
  /**
   * The criticality of the workload. One value or a list.
   */
  criticality?: ("critical" | "high" | "standard" | "low") | ("critical" | "high" | "standard" | "low")[];
  /**
   * The workload. One value or a list.
   */
  workload?: string | string[];
  /**
   * The business unit. One value or a list.
   */
  businessUnit?: string | string[];
}
/**
 * What a deployment must have. What is unknown is not met.
 */
export interface Require {
  /**
   * The provider has a contract.
   */
  contract?: boolean;
  /**
   * The contract grants all of these.
   *
   * @minItems 1
   *
   * Items: An audit right.
   */
  auditRights?: ("safety" | "dataHandling")[];
  /**
   * false: neither the deployment nor the contract lets the provider train on the data.
   */
  training?: false;
  /**
   * Data is kept no longer.
   */
  retentionDaysAtMost?: number;
  /**
   * Data is processed in one of these.
   *
   * @minItems 1
   *
   * Items: A jurisdiction.
   */
  residency?: ("eu" | "us" | "uk" | "ch" | "ca" | "jp" | "au" | "in" | "sg" | "kr" | "br" | "global")[];
  /**
   * The contract grants all of these.
   *
   * @minItems 1
   *
   * Items: Something that can be taken away.
   */
  portability?: ("embeddings" | "vectorIndexExport" | "fineTunedWeights")[];
  /**
   * Only these providers.
   *
   * @minItems 1
   *
   * Items: A provider.
   */
  providers?: string[];
  /**
   * Only models of these suppliers.
   *
   * @minItems 1
   *
   * Items: A supplier.
   */
  suppliers?: string[];
}
/**
 * What a deployment must not be. Any match is enough.
 */
export interface Deny {
  /**
   * These providers.
   *
   * @minItems 1
   *
   * Items: A provider.
   */
  providers?: string[];
  /**
   * Models of these suppliers.
   *
   * @minItems 1
   *
   * Items: A supplier.
   */
  suppliers?: string[];
  /**
   * These models.
   *
   * @minItems 1
   *
   * Items: A model.
   */
  models?: string[];
  /**
   * These deployments.
   *
   * @minItems 1
   *
   * Items: A deployment.
   */
  deployments?: string[];
  /**
   * Data processed in these.
   *
   * @minItems 1
   *
   * Items: A jurisdiction.
   */
  residency?: ("eu" | "us" | "uk" | "ch" | "ca" | "jp" | "au" | "in" | "sg" | "kr" | "br" | "global")[];
  /**
   * Models or deployments in these states.
   *
   * @minItems 1
   *
   * Items: A lifecycle status.
   */
  lifecycle?: ("preview" | "active" | "deprecated")[];
}
/**
 * A limit on spend over a scope and a calendar window.
 */
export interface Budget {
  /**
   * Why it exists.
   */
  description?: string;
  scope: Scope;
  /**
   * The most that may be spent in one window.
   */
  limit: string;
  /**
   * The calendar window after which it starts anew.
   */
  window: "hour" | "day" | "week" | "month" | "quarter" | "year";
  /**
   * The time zone of the calendar (IANA name). Without it UTC.
   */
  timezone?: string;
  /**
   * What happens as spend nears the limit. Without it: block at 100%.
   *
   * @minItems 1
   */
  thresholds?: Threshold[];
}
/**
 * Which requests it counts. All parts must match; a part left out is open.
 */
export interface Scope {
  /**
   * Requests that this business unit pays for.
   */
  businessUnit?: string;
  /**
   * Requests that this provider serves.
   */
  provider?: string;
  /**
   * Requests of this workload.
   */
  workload?: string;
  /**
   * Requests that this model serves.
   */
  model?: string;
}
/**
 * What happens at a part of the limit.
 */
export interface Threshold {
  /**
   * The part of the limit.
   */
  at: string;
  /**
   * What happens.
   */
  do: "warn" | "prefer-cheapest" | "block";
}
