/** What-if: recorded requests, replayed through another policy or another world. */
import type { MicroUsd } from "../../documents/money.ts";
import type { Capability, Sensitivity } from "../../documents/vocabulary.ts";
import type { MeteredTokens } from "../cost.ts";
import type { Band, Dimension } from "../exposure.ts";

/** One request as it was recorded, and what became of it. */
export interface RecordedCall {
  /** Milliseconds since 1970. */
  at: number;
  workload: string;
  businessUnit?: string;
  sensitivity?: Sensitivity;
  /** What the caller named. */
  model?: string;
  capabilities?: readonly Capability[];
  /** Input tokens before anybody had counted them. */
  inputTokens: { expected: number; atMost: number };
  maxOutputTokens?: number;
  choices?: number;
  cachesForHour?: boolean;
  guarded?: boolean;
  /** What it used; undefined for one that nothing served. */
  used: MeteredTokens | undefined;
  /** Deployments that were tried before, and the class of their failure; they fail for it again. */
  failed?: readonly { deployment: string; failure: string }[];
  /** What served it; undefined where nothing did. */
  deployment: string | undefined;
  /** undefined where it is not known. */
  cost: MicroUsd | undefined;
  ttftMs: number | undefined;
  /** Milliseconds of the whole answer; undefined for one that did not end well. */
  totalMs: number | undefined;
}

export interface WhatIf {
  generation: string;
  /** From the first to the last request, milliseconds since 1970; undefined where there are none. */
  span: { from: number; to: number } | undefined;
  /** As it was. */
  recorded: Outcome;
  /** As it would be. */
  replayed: Outcome;
  /** Requests that go elsewhere, by where from and where to, the most first. */
  moved: { workload: string; from: string | undefined; to: string | undefined; requests: number }[];
  objectives: ObjectiveOutlook[];
  /** Requests that would meet a deployment that failed for them: how many, and how many another one would serve. */
  failures: { met: number; served: number };
  /** Requests of workloads that the policy does not have, which can not be replayed. */
  unknownWorkloads: { workload: string; requests: number }[];
}

/** All requests together. */
export interface Outcome {
  requests: number;
  served: number;
  /** What is known of the money. */
  cost: MicroUsd;
  /** Served requests whose cost is not known. */
  unpriced: number;
  shares: OutcomeShare[];
  concentrations: { dimension: Dimension; measure: "requests" | "spend"; hhi: number; band: Band }[];
  /**
   * Requests that nothing serves, by workload and by the rule that speaks against its first candidate; `upstream.failed`
   * where what is tried fails as it is recorded to.
   */
  refused: { workload: string; rule: string; requests: number }[];
}

export interface OutcomeShare {
  dimension: "deployment" | Dimension;
  /** undefined where it is not known or there is none. */
  id: string | undefined;
  requests: number;
  cost: MicroUsd;
}

/** Whether a workload would meet a latency objective. */
export interface ObjectiveOutlook {
  workload: string;
  objective: "ttftP95Ms" | "latencyP95Ms";
  targetMs: number;
  /** The 95th percentile of the workload's recorded requests; undefined for fewer than twenty. */
  recordedMs: number | undefined;
  /**
   * The slowest of the deployments that would serve a twentieth of them or more: as recorded, else as the catalog says;
   * undefined where it is not known of each.
   */
  replayedMs: number | undefined;
}
