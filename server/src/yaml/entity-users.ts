/** Which workloads hang on an entity, by what the documents list. */
import { type EntityKind, splitDeploymentId, type WorkspaceDocuments } from "@fairlead/runtime/documents";

type Users = ReadonlyMap<string, readonly string[]>;

const known = new WeakMap<WorkspaceDocuments, Users>();

/** The workloads that could use a deployment, model, provider or contract, or that a business unit pays for. */
export function workloadsOf(kind: EntityKind, id: string, documents: WorkspaceDocuments): readonly string[] {
  const users = known.get(documents) ?? usersIn(documents);
  known.set(documents, users);
  return users.get(`${kind} ${id}`) ?? [];
}

function usersIn({ catalog, policy }: WorkspaceDocuments): Users {
  const users = new Map<string, string[]>();
  const add = (key: string, workload: string) => {
    const found = users.get(key);
    if (!found) users.set(key, [workload]);
    else if (found.at(-1) !== workload) found.push(workload);
  };
  for (const [id, workload] of Object.entries<unknown>(policy.workloads)) {
    const { businessUnit, route } = record(workload);
    if (typeof businessUnit === "string") add(`businessUnit ${businessUnit}`, id);
    const { candidates } = record(route);
    for (const candidate of Array.isArray(candidates) ? candidates : []) {
      const parts = typeof candidate === "string" ? splitDeploymentId(candidate) : undefined;
      if (!parts) continue;
      add(`deployment ${candidate}`, id);
      add(`model ${parts.model}`, id);
      add(`provider ${parts.provider}`, id);
      const provider = Object.hasOwn(catalog.providers, parts.provider) ? catalog.providers[parts.provider] : undefined;
      const { contract } = record(provider);
      if (typeof contract === "string") add(`contract ${contract}`, id);
    }
  }
  return users;
}

/** Documents are of any shape while somebody types. */
function record(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === "object" ? (value as Record<string, unknown>) : {};
}
