/** What providers have announced, and models that will be gone: what changes, when, and for whom. */
import type { WorkspaceDocuments } from "@fairlead/runtime/documents";
import { type CompiledPolicy, standing, startOfDate } from "@fairlead/runtime/policy";

const DAY_MS = 24 * 60 * 60 * 1000;

export interface ComingChange {
  /** The notice's id, or the model's where its lifecycle says it. */
  id: string;
  kind: "price" | "policy" | "retirement";
  provider: string | undefined;
  /** The first day on which it holds, YYYY-MM-DD. */
  effective: string;
  /** Whole days from the moment of the report. */
  days: number;
  deployments: readonly string[];
  /** Workloads that may go to one of them now, sorted. */
  workloads: string[];
  /** Those of them that nothing serves any more on that day. */
  unserved: string[];
  replacement: string | undefined;
}

/** What is ahead of `at` (milliseconds since 1970), in the order of time. */
export function comingChanges({ catalog }: WorkspaceDocuments, policy: CompiledPolicy, at: number): ComingChange[] {
  const announced = Object.entries(catalog.notices).map(
    ([id, { kind, provider, effective, affects, replacement }]) =>
      ({ id, kind, provider, effective, deployments: [...affects], replacement }) as const,
  );
  const told = new Set(announced.flatMap(({ kind, deployments }) => (kind === "retirement" ? deployments : [])));
  const ending = Object.entries(catalog.models).flatMap(([id, { lifecycle }]) => {
    const deployments = policy.deployments.filter(({ model, id: own }) => model === id && !told.has(own));
    if (lifecycle?.retires === undefined || deployments.length === 0) return [];
    const kind = "retirement" as const;
    const [provider, replacement] = [undefined, undefined];
    return [{ id, kind, provider, effective: lifecycle.retires, deployments: deployments.map(idOf), replacement }];
  });
  return [...announced, ...ending]
    .filter(({ effective }) => startOfDate(effective) > at)
    .map((change) => {
      const moment = startOfDate(change.effective);
      const workloads = [...policy.workloads.keys()]
        .filter((id) =>
          standing(policy, id, at).candidates.some(({ deployment }) => change.deployments.includes(deployment.id)),
        )
        .sort();
      const unserved = workloads.filter((id) => standing(policy, id, moment).candidates.length === 0);
      return { ...change, days: Math.ceil((moment - at) / DAY_MS), workloads, unserved };
    })
    .sort((a, b) => a.days - b.days || (a.id < b.id ? -1 : 1));
}

const idOf = ({ id }: { id: string }) => id;
