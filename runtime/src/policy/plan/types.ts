/** What a plan says. Plain data, so that it survives JSON and the protocol: null is unknown, or not there. */
import type { Criticality, EntityKind, Sensitivity, Strategy, WorkspaceDocuments } from "../../documents/vocabulary.ts";
import type { Concentration, Dimension } from "../exposure.ts";
import type { Serving } from "../serving.ts";
import type { Traffic } from "../traffic.ts";
import type { CompiledPolicy, Rejection } from "../types.ts";

/** One of the two generations that are compared: documents without errors, and what they compile to. */
export interface PlanSide {
  documents: Pick<WorkspaceDocuments, "catalog" | "policy">;
  policy: CompiledPolicy;
}

export interface PlanOptions {
  /** Milliseconds since 1970. */
  at: number;
  /** How many days after `at` are looked at: each date on which a notice or a retirement takes effect. */
  horizonDays?: number;
  /** What was sent before the change, by workload. Without it, what the workloads declare. */
  traffic?: Traffic;
  /** Changes of cost and latency up to this many percent are no news for better or worse. */
  tolerancePercent?: number;
}

/** What changes between two generations. Without any change all lists are empty. */
export interface Plan {
  before: string;
  after: string;
  /** Milliseconds since 1970. */
  at: number;
  /** What became worse, then what became better, then what is worth knowing; the most critical first. */
  findings: PlanFinding[];
  /** The workloads that stand differently at `at`. */
  workloads: WorkloadPlan[];
  /** Later dates on which the change shows in another way than before, in order. */
  dates: PlanDate[];
  entities: EntityChange[];
  /** Dimensions whose concentration changes. */
  exposure: { before: Concentration; after: Concentration }[];
  /** All traffic at list prices, in micro-USD, where there is any: as given, or as declared, for 30 days. */
  money: { basis: "recorded" | "declared"; before: number | null; after: number | null } | null;
}

export type Direction = "worse" | "better" | "neutral";

export interface PlanFinding {
  /** Stable, in words: `plan.unserved`. The list is in docs/plan.md. */
  code: string;
  direction: Direction;
  workload: string | null;
  criticality: Criticality | null;
  /** The date from which it holds, `2027-01-15`; null is the moment of the plan. */
  from: string | null;
  message: string;
  /** The reasons one by one, where there are several. */
  details: string[];
}

/** The two sides of one workload at one moment; null where it does not exist. */
export interface WorkloadPlan {
  workload: string;
  change: "added" | "removed" | "changed";
  before: Stand | null;
  after: Stand | null;
  /** Candidates that may serve only after the change, and what spoke against them before. */
  entered: { deployment: string; why: Rejection[] }[];
  /** Candidates that may serve only before the change, and what speaks against them now. */
  fellOut: { deployment: string; why: Rejection[] }[];
  /**
   * Deployments, listed in the route or not, that could serve only after, or only before: at the moment of the plan,
   * and unless so much changed that nobody would wait for it.
   */
  eligible: { gained: string[]; lost: string[] };
}

/** Where a workload stands at a moment. */
export interface Stand {
  criticality: Criticality;
  sensitivity: Sensitivity;
  strategy: Strategy;
  serving: Serving[];
  /** All that may serve, in the order in which it is tried. */
  order: string[];
  out: { deployment: string; rejections: Rejection[] }[];
  /** Where data may be processed, sorted; `unknown` for what nobody knows. */
  jurisdictions: string[];
  /** The longest that a candidate keeps data; null is unknown. */
  retentionDays: number | null;
  /** Whether no candidate may train on the data, as far as the documents say so. */
  untrained: boolean;
  /** An ordinary request. */
  costMicroUsd: number | null;
  /** The traffic given or declared. */
  trafficMicroUsd: number | null;
  ttftMs: number | null;
  /** What every candidate hangs on. */
  singles: { dimension: Dimension; id: string }[];
  /** Whether requests go on to the next candidate when one fails. */
  fallsBackOnOutage: boolean;
  /** What happens to its requests while the shared store is away. */
  onStoreLoss: "refuse" | "continue";
}

/** What the change does from a later date on. */
export interface PlanDate {
  /** `2027-01-15`, UTC. */
  date: string;
  /** The notices and retirements that take effect, in words. */
  because: string[];
  /** The workloads whose comparison is another than at the date before. */
  workloads: WorkloadPlan[];
}

export interface EntityChange {
  /** `defaults` is what the policy says of all workloads. */
  kind: EntityKind | "defaults";
  id: string;
  change: "added" | "removed" | "changed";
  /** What differs in it, by path: `price.input`. Empty where it was added or removed. */
  fields: { path: string; before: unknown; after: unknown }[];
}
