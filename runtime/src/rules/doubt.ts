/** What of a workspace can be relied on while it has errors: the entities without any, and what is built on these. */
import type { Diagnostic } from "../documents/diagnostic.ts";
import type { EntityDefinition, EntityIndex } from "../documents/entity-index.ts";
import type { EntityKind, WorkspaceDocuments } from "../documents/vocabulary.ts";
import { splitDeploymentId } from "../documents/vocabulary.ts";

const KINDS: readonly EntityKind[] = [
  "provider",
  "model",
  "deployment",
  "contract",
  "notice",
  "businessUnit",
  "workload",
  "rule",
  "budget",
  "benchmark",
];

/**
 * The documents without the entities that have an error, or refer to one that has; undefined where an error stands
 * outside of all entities, so that nothing can be relied on. What is left compiles.
 */
export function soundDocuments(
  documents: WorkspaceDocuments,
  entities: EntityIndex,
  errors: readonly Diagnostic[],
): WorkspaceDocuments | undefined {
  if (errors.length === 0) return documents;
  const doubtful = new Set<string>();
  const definitions = new Map<string, EntityDefinition[]>();
  for (const kind of KINDS)
    for (const definition of entities.definitions(kind)) {
      const inFile = definitions.get(definition.location.uri);
      if (inFile) inFile.push(definition);
      else definitions.set(definition.location.uri, [definition]);
    }
  for (const error of errors) {
    if (error.code.startsWith("yaml.")) return undefined;
    const holder = definitions.get(error.uri)?.find((definition) => holds(definition, error));
    if (!holder) return undefined;
    doubtful.add(`${holder.kind} ${holder.id}`);
  }
  return without(documents, (kind, id) => doubtful.has(`${kind} ${id}`));
}

function holds({ entry }: EntityDefinition, { range: { start } }: Diagnostic): boolean {
  const from = start.line - entry.start.line || start.character - entry.start.character;
  const to = start.line - entry.end.line || start.character - entry.end.character;
  return from >= 0 && to <= 0;
}

type IsDoubtful = (kind: EntityKind, id: string) => boolean;

function without(documents: WorkspaceDocuments, isDoubtful: IsDoubtful): WorkspaceDocuments {
  const { catalog, policy, benchmarks, project } = documents;
  const keep = <T>(kind: EntityKind, given: Record<string, T>, also: (id: string, value: T) => boolean = () => true) =>
    Object.fromEntries(
      Object.entries(given).filter(
        ([id, value]) => !isDoubtful(kind, id) && isMap(value) && answers(() => also(id, value)),
      ),
    );
  const contracts = keep("contract", catalog.contracts);
  const providers = keep("provider", catalog.providers, (_, { contract }) => !contract || has(contracts, contract));
  const models = keep("model", catalog.models);
  const deployments = keep("deployment", catalog.deployments, (id) => {
    const parts = splitDeploymentId(id);
    return parts !== undefined && has(models, parts.model) && has(providers, parts.provider);
  });
  const notices = keep("notice", catalog.notices, (_, { affects }) => affects.every((id) => has(deployments, id)));
  const businessUnits = keep("businessUnit", policy.businessUnits);
  const workloads = keep(
    "workload",
    policy.workloads,
    (_, { businessUnit, route }) =>
      has(businessUnits, businessUnit) && route.candidates.every((id) => has(deployments, id)),
  );
  const rules = keep("rule", policy.rules);
  const budgets = keep("budget", policy.budgets);
  const suites = keep(
    "benchmark",
    benchmarks,
    (_, { workload, arms }) => has(workloads, workload) && arms.every((id) => has(deployments, id)),
  );
  return {
    catalog: { contracts, providers, models, deployments, notices },
    policy: { ...policy, businessUnits, workloads, rules, budgets },
    benchmarks: suites,
    project,
  };
}

function isMap(value: unknown): boolean {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** A mistake in an anchor is said where it stands, so that an alias may be of any shape and have no diagnostic of its own. */
function answers(test: () => boolean): boolean {
  try {
    return test();
  } catch {
    return false;
  }
}

function has(record: object, key: string): boolean {
  return Object.hasOwn(record, key);
}
