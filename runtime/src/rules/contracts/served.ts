/** What a contract carries: the workloads that its deployments may serve. */
import { CRITICALITIES, type Criticality, type Sensitivity, sensitivityRank } from "../../documents/vocabulary.ts";
import type { CompiledDeployment } from "../../policy/types.ts";
import type { WorkspaceView } from "../view.ts";

export interface Served {
  deployments: readonly CompiledDeployment[];
  workloads: readonly string[];
  /** The highest among the workloads; undefined where there are none. */
  sensitivity: Sensitivity | undefined;
  criticality: Criticality | undefined;
}

const bySubject = new WeakMap<WorkspaceView, Map<string, Served>>();

/** What each contract carries now, by its id. */
export function servedByContracts(view: WorkspaceView): ReadonlyMap<string, Served> {
  const known = bySubject.get(view);
  if (known) return known;
  const deployments = new Map<string, CompiledDeployment[]>();
  for (const deployment of view.policy.deployments) {
    const id = deployment.contract?.id;
    if (id === undefined) continue;
    const held = deployments.get(id);
    if (held) held.push(deployment);
    else deployments.set(id, [deployment]);
  }
  const served = new Map([...deployments].map(([id, held]) => [id, servedBy(view, held)]));
  bySubject.set(view, served);
  return served;
}

/** What some deployments carry together. */
export function servedBy(view: WorkspaceView, deployments: readonly CompiledDeployment[]): Served {
  const workloads = new Set<string>();
  let sensitivity: Sensitivity | undefined;
  let criticality: Criticality | undefined;
  for (const { id } of deployments)
    for (const { workload } of view.servedBy(id)) {
      workloads.add(workload.id);
      if (sensitivity === undefined || sensitivityRank(workload.sensitivity) > sensitivityRank(sensitivity))
        sensitivity = workload.sensitivity;
      if (criticality === undefined || CRITICALITIES.indexOf(workload.criticality) > CRITICALITIES.indexOf(criticality))
        criticality = workload.criticality;
    }
  return { deployments, workloads: [...workloads], sensitivity, criticality };
}
