/** For which workloads and deployments anything can differ: deciding about all of them takes seconds in large documents. */
import { type EntityKind, splitDeploymentId } from "../../documents/vocabulary.ts";
import type { CompiledPolicy } from "../types.ts";
import type { EntityChange, PlanSide } from "./types.ts";

export interface Suspects {
  /** Ids of deployments that may not be the same on both sides. */
  deployments: readonly string[];
  /** Ids of the workloads that can stand differently, those of the first side first. */
  workloads: readonly string[];
  /** Ids of the workloads for which other deployments than before may be eligible by their own change. */
  changedThemselves: ReadonlySet<string>;
}

/** Goes by what was edited: nothing else can make two decisions differ. */
export function findSuspects(before: PlanSide, after: PlanSide, changes: readonly EntityChange[]): Suspects {
  const idsOf = (kind: EntityKind | "defaults"): ReadonlySet<string> =>
    new Set(changes.filter((change) => change.kind === kind).map(({ id }) => id));
  const deployments = changedDeployments([before, after], idsOf);
  const everywhere = idsOf("rule").size > 0 || idsOf("defaults").size > 0;
  const edited = idsOf("workload");
  const ids = [...new Set([...before.policy.workloads.keys(), ...after.policy.workloads.keys()])];
  const changedThemselves = new Set(everywhere ? ids : ids.filter((id) => edited.has(id)));
  const concerns = (id: string): boolean =>
    changedThemselves.has(id) || [before, after].some(({ policy }) => lists(policy, id, deployments));
  return { deployments: [...deployments], changedThemselves, workloads: ids.filter(concerns) };
}

function lists(policy: CompiledPolicy, workload: string, deployments: ReadonlySet<string>): boolean {
  return policy.workloads.get(workload)?.candidates.some(({ id }) => deployments.has(id)) ?? false;
}

/** Deployments that were edited, or whose model, provider, contract, notices or budgets were. */
function changedDeployments(
  sides: readonly PlanSide[],
  idsOf: (kind: EntityKind) => ReadonlySet<string>,
): ReadonlySet<string> {
  const found = new Set(idsOf("deployment"));
  const [models, providers, contracts, notices] = (["model", "provider", "contract", "notice"] as const).map(idsOf);
  for (const { documents } of sides) {
    const { catalog, policy } = documents;
    const scopes = [...idsOf("budget")].flatMap((id) => policy.budgets[id]?.scope ?? []);
    for (const id of notices ?? []) for (const affected of catalog.notices[id]?.affects ?? []) found.add(affected);
    for (const id of Object.keys(catalog.deployments)) {
      const parts = splitDeploymentId(id);
      if (!parts) continue;
      const contract = catalog.providers[parts.provider]?.contract;
      const isOther = models?.has(parts.model) || providers?.has(parts.provider);
      const isPaidOtherwise = scopes.some(
        ({ model = parts.model, provider = parts.provider }) => model === parts.model && provider === parts.provider,
      );
      if (isOther || isPaidOtherwise || (contract !== undefined && contracts?.has(contract))) found.add(id);
    }
  }
  return found;
}
