/** Drills: what is left when providers, suppliers, regions, contracts, jurisdictions or deployments are gone. */
import type { MicroUsd } from "../documents/money.ts";
import type { Criticality } from "../documents/vocabulary.ts";
import { phaseAt } from "./compile-deployment.ts";
import { decide } from "./decide.ts";
import { type Serving, servingOf, typicalCost, typicalTtftMs } from "./serving.ts";
import { EMPTY_STATE, standing, typicalRequest } from "./standing.ts";
import type { CompiledDeployment, CompiledPolicy, Decision, DecisionState } from "./types.ts";

/** What a drill takes away. Names that nothing has take nothing away. */
export interface Away {
  providers?: readonly string[];
  /** Who makes the models. */
  suppliers?: readonly string[];
  regions?: readonly string[];
  contracts?: readonly string[];
  deployments?: readonly string[];
  /** Where data is processed. */
  jurisdictions?: readonly string[];
}

export interface DrillResult {
  generation: string;
  /** Milliseconds since 1970. */
  at: number;
  away: Away;
  /** Ids of the deployments that are gone, sorted. */
  deployments: string[];
  /** All workloads, in the order of the documents. */
  workloads: WorkloadDrill[];
}

/** What a drill does to one workload. */
export interface WorkloadDrill {
  workload: string;
  criticality: Criticality;
  /** What serves ordinary requests before and after. */
  before: Serving[];
  after: Serving[];
  /** The candidates that are gone. */
  lost: string[];
  /** The candidates that are left, in the order in which they are tried. */
  left: string[];
  /** Whether it was served before and is not any more. */
  stranded: boolean;
  /**
   * Whether requests fail at first, although something is left: until the gateway has noticed the outage, they meet
   * what is gone, and the workload does not fall back on an outage or has too few attempts to get past it.
   */
  interrupted: boolean;
  /** What an ordinary request costs; undefined is unknown, or nothing serves. */
  cost: { before: MicroUsd | undefined; after: MicroUsd | undefined };
  /** Milliseconds to the first token of an ordinary request; undefined is unknown, or nothing serves. */
  ttftMs: { before: number | undefined; after: number | undefined };
}

/** Why a deployment is gone in a drill, in words; undefined where it stays. */
function whyAway(deployment: CompiledDeployment, away: Away, at: number): string | undefined {
  const { id, provider, supplier, region, contract } = deployment;
  const { residency } = phaseAt(deployment, at).data;
  if (away.deployments?.includes(id)) return "the drill takes the deployment away";
  if (away.providers?.includes(provider)) return `the drill takes provider ${provider} away`;
  if (away.suppliers?.includes(supplier)) return `the drill takes supplier ${supplier} away`;
  if (region !== undefined && away.regions?.includes(region)) return `the drill takes region ${region} away`;
  if (contract && away.contracts?.includes(contract.id)) return `the drill takes contract ${contract.id} away`;
  if (residency !== undefined && away.jurisdictions?.includes(residency))
    return `the drill takes jurisdiction ${residency} away`;
  return undefined;
}

/** A state in which these are gone and all else is well, for `decide`. */
export function stateAway(policy: CompiledPolicy, away: Away, at: number): DecisionState {
  return { ...EMPTY_STATE, away: policy.deployments.map((deployment) => whyAway(deployment, away, at)) };
}

/**
 * Decides about an ordinary request of every workload as things are and with some of them gone.
 * @param at milliseconds since 1970
 */
export function drill(policy: CompiledPolicy, away: Away, at: number): DrillResult {
  const state = stateAway(policy, away, at);
  const gone = policy.deployments.filter(({ index }) => state.away?.[index] !== undefined);
  return {
    generation: policy.generation,
    at,
    away,
    deployments: gone.map(({ id }) => id),
    workloads: [...policy.workloads.keys()].map((id) => {
      const before = standing(policy, id, at);
      return compare(before, decide(policy, typicalRequest(id, at), state));
    }),
  };
}

function compare(before: Decision, after: Decision): WorkloadDrill {
  const { workload } = before;
  const left = after.candidates.map(({ deployment }) => deployment.id);
  const stays = new Set(left);
  const order = before.candidates.map(({ deployment }) => deployment.id);
  const lost = order.filter((id) => !stays.has(id));
  return {
    workload: workload.id,
    criticality: workload.criticality,
    before: servingOf(before),
    after: servingOf(after),
    lost,
    left,
    stranded: order.length > 0 && left.length === 0,
    interrupted: left.length > 0 && meetsWhatIsGone(before, stays),
    cost: { before: typicalCost(before), after: typicalCost(after) },
    ttftMs: { before: typicalTtftMs(before), after: typicalTtftMs(after) },
  };
}

/** Whether a request that goes by the order before the outage can end without having met anything that stays. */
function meetsWhatIsGone(before: Decision, stays: ReadonlySet<string>): boolean {
  const { workload } = before;
  const firsts = servingOf(before).map(({ deployment }) => deployment);
  if (firsts.every((id) => stays.has(id))) return false;
  if (!workload.fallbackOn.has("outage")) return true;
  const gone = before.candidates.filter(({ deployment }) => !stays.has(deployment.id)).length;
  const ahead = before.candidates.findIndex(({ deployment }) => stays.has(deployment.id));
  // In a weighted route any of those that are gone may stand ahead.
  return (workload.strategy === "weighted" ? gone : ahead) >= workload.attempts;
}

/** The workloads that may not fail and are not served any more. */
export function strandedAndVital({ workloads }: DrillResult): WorkloadDrill[] {
  return workloads.filter(({ stranded, criticality }) => stranded && isVital(criticality));
}

/** Whether a workload of this criticality may not fail: `critical` and `high`. */
export function isVital(criticality: Criticality): boolean {
  return criticality === "critical" || criticality === "high";
}
