/** Compares the workloads of two generations at one moment. */
import { canonicalJson } from "../generation.ts";
import { eligible } from "../standing.ts";
import type { CompiledPolicy, Rejection } from "../types.ts";
import { standOf } from "./stand.ts";
import type { PlanOptions, PlanSide, Stand, WorkloadPlan } from "./types.ts";

/** Compares at a moment: the workloads that stand differently then, those of the first generation first. */
export type WorkloadComparison = (at: number) => WorkloadPlan[];

/** A comparison of two generations at any number of moments. */
export function workloadComparison(
  before: PlanSide,
  after: PlanSide,
  { traffic }: Pick<PlanOptions, "traffic">,
): WorkloadComparison {
  const suspects = eligibilitySuspects(before, after);
  const ids = [...new Set([...before.policy.workloads.keys(), ...after.policy.workloads.keys()])];
  return (at) =>
    ids.flatMap((id) => {
      const stands = { before: standOf(before.policy, id, at, traffic), after: standOf(after.policy, id, at, traffic) };
      const both = stands.before !== null && stands.after !== null;
      const changes = both ? eligibleChanges(before, after, id, at, suspects) : NO_CHANGE;
      return compareStands(id, stands, changes, { before: before.policy, after: after.policy }) ?? [];
    });
}

const NO_CHANGE = { gained: [], lost: [] };

function compareStands(
  workload: string,
  { before, after }: { before: Stand | null; after: Stand | null },
  eligible: WorkloadPlan["eligible"],
  policies: { before: CompiledPolicy; after: CompiledPolicy },
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

/** What may have changed for whom; all deployments where something changed that counts everywhere. */
interface Suspects {
  everywhere: boolean;
  deployments: string[];
}

/**
 * Which deployments could be eligible for other workloads than before: asking about every pair of deployment and
 * workload takes seconds in a large catalog, and an edit touches few.
 */
function eligibilitySuspects(before: PlanSide, after: PlanSide): Suspects {
  const shared = ({ documents: { policy } }: PlanSide): string => canonicalJson([policy.defaults, policy.budgets]);
  const ids = new Set([...before.policy.deploymentById.keys(), ...after.policy.deploymentById.keys()]);
  return {
    everywhere: shared(before) !== shared(after),
    deployments: [...ids].filter((id) => contentOf(before.policy, id) !== contentOf(after.policy, id)),
  };
}

function contentOf(policy: CompiledPolicy, id: string): string {
  const deployment = policy.deploymentById.get(id);
  if (!deployment) return "";
  const { index: _index, capabilities, phases, ...rest } = deployment;
  return canonicalJson({ ...rest, capabilities: [...capabilities].sort(), phases });
}

function eligibleChanges(
  before: PlanSide,
  after: PlanSide,
  id: string,
  at: number,
  { everywhere, deployments }: Suspects,
): WorkloadPlan["eligible"] {
  const asked = everywhere || rulesOf(before, id) !== rulesOf(after, id) ? undefined : deployments;
  const was = new Set(eligible(before.policy, id, at, asked));
  const is = new Set(eligible(after.policy, id, at, asked));
  return { gained: [...is].filter((one) => !was.has(one)), lost: [...was].filter((one) => !is.has(one)) };
}

/** What of a workload counts for eligibility. */
function rulesOf({ policy }: PlanSide, id: string): string {
  const workload = policy.workloads.get(id);
  if (!workload) return "";
  const { businessUnit, sensitivity, needs, rules, defaultMaxOutputTokens, criticality } = workload;
  return canonicalJson({ businessUnit, sensitivity, needs, rules, defaultMaxOutputTokens, criticality });
}
