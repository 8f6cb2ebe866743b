/** What the ledger keeps, and how it is asked. */
import type { MicroUsd } from "../documents/money.ts";
import type { Usage } from "../protocols/neutral.ts";
import type { Anchor } from "./chain.ts";

/** A budget's window that a request counts in. */
export interface BudgetClaim {
  /** `CompiledBudget.key` */
  budget: string;
  /** Milliseconds since 1970. */
  windowStart: number;
  windowEnd: number;
  /** reserved + settled may not pass this; undefined where the budget does not block. */
  blockAt: MicroUsd | undefined;
  /** What the budget counts, for starting a window with what was spent in it before the budget existed. */
  scope: { businessUnit?: string; provider?: string; workload?: string; model?: string };
}

/** What is known of a request before it is sent; enough to bill it if the process dies. */
export interface ReservationFacts {
  decision: string;
  at: number;
  key: string;
  businessUnit: string;
  workload: string;
  sensitivity: string;
  generation: string;
  deployment: string;
  provider: string;
  model: string;
  /** Whether it may go on while a shared store is away, within what this process has leased. */
  unattended?: boolean;
}

/** A deployment that one process has found out of order, or asked to slow down, and until when. */
export interface HealthHint {
  deployment: string;
  status: "open" | "cooling";
  /** Milliseconds since 1970. */
  until: number;
}

export type ReservationResult =
  | { ok: true; reservation: string }
  | ({
      ok: false;
      /** The budget that refused. */
      budget: string;
      windowEnd: number;
    } & Funds);

/** What is gone from a window: settled for good, or merely reserved, so that it may come free again. */
export interface Funds {
  settled: MicroUsd;
  reserved: MicroUsd;
}

/** One attempt at one deployment. Times in milliseconds from the start of the request. */
export interface AttemptRecord {
  deployment: string;
  startedMs: number;
  endedMs: number;
  outcome: "ok" | "failed" | "cancelled";
  failure?: string;
  status?: number;
  providerCode?: string;
  message?: string;
  /** The record that has what it cost, where that is one before this. */
  recordedIn?: string;
}

/** The prices that a request was billed at. Micro-USD, for a million tokens where not for the request. */
export interface RecordedPrice {
  inputPerMillion: number;
  outputPerMillion: number;
  cachedInputPerMillion: number;
  cacheWritePerMillion: number;
  /** Left out where it was unknown, and in older records. */
  cacheWriteHourPerMillion?: number;
  perRequest: number;
}

/** A request as a decision sees it. No content. */
export interface RecordedFacts {
  /** What it uses beyond its workload's needs. */
  capabilities: string[];
  choices: number;
  /** Before anybody had counted them: the likely number, and one that they can not exceed. */
  inputTokens: number;
  inputTokensAtMost: number;
  /** The caller's limit; left out where it set none. */
  maxOutputTokens?: number;
  /** The model that the caller named; left out where it named none. */
  model?: string;
  /** The deployment that it was pinned to; left out where it was not. */
  pin?: string;
  /** It asked to have parts of it cached for an hour; left out where it did not. */
  cachesForHour?: true;
  /** It named a guardrail of Bedrock's; left out where it did not. */
  guarded?: true;
}

/**
 * The durable record of one request. Holds no prompt and no completion. A request that goes on elsewhere after something
 * that is billed leaves one for each part, since each has a provider and a price of its own.
 */
export interface DecisionRecord {
  id: string;
  /** Milliseconds since 1970. */
  at: number;
  key: string;
  businessUnit: string;
  workload: string;
  sensitivity: string;
  /** What a decision needed to know of the request; older records do not have it. */
  facts?: RecordedFacts;
  /** The detectors that found something, where some did: what raised the sensitivity, perhaps. */
  detected?: string[];
  generation: string;
  protocol: string;
  stream: boolean;
  /** `served`, `continued` where another record has the rest, or why not: a stable error code. */
  outcome: string;
  /** What the caller got. */
  status: number;
  deployment: string | null;
  provider: string | null;
  model: string | null;
  candidates: { deployment: string; because: string }[];
  rejected: { deployment: string; rejections: { rule: string; reason: string }[] }[];
  /** All of the request until then, those of the parts before it included. */
  attempts: AttemptRecord[];
  usage: Usage | null;
  /** `provider`: as the provider reported. `estimate`: counted by the gateway. `reservation`: the process died or failed. */
  usageBasis: "provider" | "estimate" | "reservation" | null;
  /** Micro-USD; null is unknown. */
  costMicroUsd: number | null;
  /** Micro-USD that were held for it; null where nothing was. The cost is at most this, unless a bound was wrong. */
  reservedMicroUsd: number | null;
  /** Where the price comes from: `catalog`, `notice <id>`, with the tier where there are several. */
  priceBasis: string | null;
  /** What each kind of token cost; left out where nothing was priced. Older records do not have it. */
  price?: RecordedPrice;
  ttftMs: number | null;
  totalMs: number;
  trace: string | null;
  warnings: { budget: string; at: string; action: string }[];
  /** Where the request went on after something that is billed: the record of what came before. */
  continuedFrom?: string;
  /** The record of what came after; the outcome of this one is `continued`. */
  continuedBy?: string;
}

/** A virtual key. The key itself is never stored, only its SHA-256. */
export interface VirtualKey {
  id: string;
  name: string;
  /** Who pays; null lets each workload's own business unit pay (development keys). */
  businessUnit: string | null;
  defaultWorkload: string | null;
  /** The workloads it may name; empty is all. */
  workloads: string[];
  permissions: KeyPermission[];
  /** The most that it lets through in any minute; null is no limit. */
  requestsPerMinute: number | null;
  tokensPerMinute: number | null;
  createdAt: number;
  revokedAt: number | null;
}

/** `pin`: may force a deployment (benchmarks). `admin`: may use the administration endpoints. */
export type KeyPermission = "pin" | "admin";

export interface TotalsRow {
  group: Record<string, string | null>;
  requests: number;
  served: number;
  refused: number;
  failed: number;
  inputTokens: number;
  outputTokens: number;
  costMicroUsd: number;
  /** Requests that were served and whose cost is not known. */
  unpriced: number;
}

/** `hour`, `day` and `month` are those of UTC. */
export type TotalsDimension =
  | "businessUnit"
  | "workload"
  | "provider"
  | "model"
  | "deployment"
  | "outcome"
  | "key"
  | "sensitivity"
  | "hour"
  | "day"
  | "month";

/** Which records are meant: all parts must match, a part left out is open. */
export interface RecordFilter {
  /** Requests that began at this moment or later. Milliseconds since 1970. */
  since?: number;
  /** Requests that began before this moment. */
  until?: number;
  key?: string;
  workload?: string;
  businessUnit?: string;
  sensitivity?: string;
  provider?: string;
  model?: string;
  deployment?: string;
  outcome?: string;
}

/** What is wrong with the first record that is not as it was written. */
export interface BrokenRecord {
  /** Which chain, where the store has several. */
  chain?: number;
  /** Its place in the chain, from 1. */
  place: number;
  id: string | null;
  reason: string;
}

/** What looking at the whole chain found. */
export interface Verification {
  /** How many records are there, checkpoints included. */
  records: number;
  /** How many were removed by retention, as its checkpoints say. */
  removed: number;
  /** The last place of each chain, to be kept elsewhere, as `formatAnchors` writes it. */
  anchor: string;
  broken: BrokenRecord | undefined;
}

/** What becomes of a text, at a moment of the store's clock. Has no other effects: it may be run twice. */
export type Change<T> = (text: string | undefined, now: number) => { text: string; result: T };

/** Named texts that all processes on a store change, one after the other. */
export interface SharedTexts {
  change<T>(name: string, change: Change<T>): Promise<T>;
}

/** What was recorded, and the keys. All amounts are micro-USD, all times milliseconds since 1970. */
export interface LedgerBooks {
  decision(id: string): Promise<DecisionRecord | undefined>;
  /** The newest first. */
  decisions(limit: number, filter?: RecordFilter): Promise<DecisionRecord[]>;
  /** All that the filter means, in the order in which the requests ended, read bit by bit. */
  records(filter?: RecordFilter): AsyncIterable<DecisionRecord>;
  totals(by: readonly TotalsDimension[], filter?: RecordFilter): Promise<TotalsRow[]>;
  /** The last place of each chain of records. */
  anchors(): Promise<Anchor[]>;
  /**
   * Looks at all chains of records: whether each record is as it was written, and none is missing.
   * @param noted places and hashes noted earlier, which must still be there
   */
  verify(noted?: readonly Anchor[]): Promise<Verification>;
  /**
   * Removes the records of requests that began before a moment, the oldest first, up to the first that is newer.
   * Checkpoints take their places in the chain. Says how many went.
   * @param now milliseconds since 1970
   */
  removeBefore(moment: number, now: number): Promise<number>;
  addKey(key: VirtualKey, hash: string): Promise<void>;
  keys(): Promise<VirtualKey[]>;
  revokeKey(id: string, at: number): Promise<boolean>;
  close(): void | Promise<void>;
}

/** The durable store as the gateway uses it. */
export interface LedgerStore extends LedgerBooks {
  /** How many reservations of processes that had died were settled when it was opened. */
  readonly orphans: number;
  /** Reserves an amount in all windows, or in none. Durable when it returns. */
  reserve(facts: ReservationFacts, amount: MicroUsd, claims: readonly BudgetClaim[]): Promise<ReservationResult>;
  /** Turns a reservation into settled spend and writes the record, in one step. */
  settle(reservation: string, cost: MicroUsd, record: DecisionRecord): Promise<void>;
  /** Gives a reservation back: nothing was used. */
  release(reservation: string): Promise<void>;
  /** Writes the record of a request that holds no reservation (any more). */
  record(record: DecisionRecord): Promise<void>;
  /** What is settled and reserved in a window. Adds up the records where nothing has opened the window yet. */
  funds(claim: BudgetClaim): Funds;
  /** reserved + settled in a window. */
  spent(claim: BudgetClaim): MicroUsd;
  /** Opens a window for counting, so that its funds need not be added up from the records again. */
  open(claim: BudgetClaim): void;
  /** Whether a store that is elsewhere answers. */
  readonly isReachable?: boolean;
  /** Learns what is spent in windows before somebody asks, where the store is elsewhere. */
  preload?(claims: readonly BudgetClaim[]): Promise<void>;
  /** Says that a request waits for money of these windows, where other processes may hold some and not need it. */
  want?(claims: readonly BudgetClaim[]): void;
  /** Calls back when other processes may have changed something. */
  onNews?(listener: () => void): void;
  /** Where the processes that share the store keep what they must agree on; undefined where there is only this one. */
  shared?: SharedTexts | undefined;
  /** Shares what this process sees of the deployments' health, and hears what others see. Best effort. */
  shareHealth?(hints: () => HealthHint[], heard: (hints: readonly HealthHint[]) => void): void;
  findKey(hash: string): VirtualKey | undefined;
  /** Adds a key that is known here only, and only as long as the store is open: it is not written. */
  addPassingKey(key: VirtualKey, hash: string): void;
}
