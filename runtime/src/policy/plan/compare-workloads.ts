/** Compares the workloads of two generations at one moment. */
import { canonicalJson } from "../generation.ts";
import { eligible } from "../standing.ts";
import type { Traffic } from "../traffic.ts";
import type { CompiledPolicy, Rejection } from "../types.ts";
import { standOf } from "./stand.ts";
import { findSuspects, type Suspects } from "./suspects.ts";
import type { EntityChange, PlanSide, Stand, WorkloadPlan } from "./types.ts";

/** Comparisons of two generations. */
export interface WorkloadComparison {
  /** The workloads that stand differently at a moment, those of the first generation first. */
  standings(at: number): WorkloadPlan[];
  /** The same, and those for which other deployments are eligible than before. */
  everything(at: number): WorkloadPlan[];
}

/** More pairs of a workload and a deployment than this are not asked about: it would take longer than anyone waits. */
const MOST_PAIRS = 100_000;

/** Prepares the comparison of two generations, between which these entities changed, at any number of moments. */
export function workloadComparison(
  before: PlanSide,
  after: PlanSide,
  changes: readonly EntityChange[],
  traffic: Traffic | undefined,
): WorkloadComparison {
  const suspects = findSuspects(before, after, changes);
  const policies = { before: before.policy, after: after.policy };
  const inBoth = [...before.policy.workloads.keys()].filter((id) => after.policy.workloads.has(id));
  const compare = (id: string, at: number, eligibles: WorkloadPlan["eligible"]): WorkloadPlan[] => {
    const stands = { before: standOf(before.policy, id, at, traffic), after: standOf(after.policy, id, at, traffic) };
    const found = compareStands(id, stands, eligibles, policies);
    return found ? [found] : [];
  };
  return {
    standings: (at) => suspects.workloads.flatMap((id) => compare(id, at, NO_CHANGE)),
    everything: (at) => {
      const eligibles = eligibleChanges(policies, inBoth, suspects, at);
      const ids = new Set([...suspects.workloads, ...eligibles.keys()]);
      return [...ids].flatMap((id) => compare(id, at, eligibles.get(id) ?? NO_CHANGE));
    },
  };
}

const NO_CHANGE = { gained: [], lost: [] };

/** Both sides compiled. */
interface Policies {
  before: CompiledPolicy;
  after: CompiledPolicy;
}

/** The workloads for which other deployments are eligible than before. */
function eligibleChanges(
  { before, after }: Policies,
  workloads: readonly string[],
  { deployments, changedThemselves }: Suspects,
  at: number,
): Map<string, WorkloadPlan["eligible"]> {
  const all = [...new Set([...before.deploymentById.keys(), ...after.deploymentById.keys()])];
  const asksAll = changedThemselves.size * all.length <= MOST_PAIRS;
  const asksSome = workloads.length * deployments.length <= MOST_PAIRS;
  const changes = new Map<string, WorkloadPlan["eligible"]>();
  for (const id of workloads) {
    const asked = asksAll && changedThemselves.has(id) ? all : asksSome ? deployments : [];
    const was = new Set(eligible(before, id, at, asked));
    const is = new Set(eligible(after, id, at, asked));
    const gained = [...is].filter((one) => !was.has(one)).sort();
    const lost = [...was].filter((one) => !is.has(one)).sort();
    if (gained.length + lost.length > 0) changes.set(id, { gained, lost });
  }
  return changes;
}

function compareStands(
  workload: string,
  { before, after }: { before: Stand | null; after: Stand | null },
  eligible: WorkloadPlan["eligible"],
  policies: Policies,
): WorkloadPlan | undefined {
  const sameSet = eligible.gained.length === 0 && eligible.lost.length === 0;
  if (sameSet && canonicalJson(before) === canonicalJson(after)) return undefined;
  return {
    workload,
    change: before ? (after ? "changed" : "removed") : "added",
    before,
    after,
    entered: before && after ? lostFrom(after, before, policies.before) : [],
    fellOut: before && after ? lostFrom(before, after, policies.after) : [],
    eligible,
  };
}

/** The candidates of one stand that are none in the other, and why. */
function lostFrom(one: Stand, other: Stand, policy: CompiledPolicy): { deployment: string; why: Rejection[] }[] {
  return one.order
    .filter((id) => !other.order.includes(id))
    .map((id) => ({
      deployment: id,
      why: other.out.find(({ deployment }) => deployment === id)?.rejections ?? [absence(id, policy)],
    }));
}

function absence(id: string, policy: CompiledPolicy): Rejection {
  if (policy.deploymentById.has(id)) return { rule: "route.candidates", reason: "the route does not list it" };
  return { rule: "catalog.deployments", reason: "the catalog does not list it" };
}
