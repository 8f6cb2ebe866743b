/** What the documents of a workspace say about models, for the code that names them. */
import type { ModelKnowledge } from "./models.ts";

/** Documents as far as they could be read: any part may be of any shape while it is typed. */
export interface ModelDocuments {
  catalog: { models?: unknown; deployments?: unknown };
  policy: { workloads?: unknown };
}

const known = new WeakMap<object, ModelKnowledge>();

/**
 * The same documents give the same knowledge, so that it is worked out once. `at` is the moment by which models are
 * retired, in milliseconds since 1970; where absent, only what the catalog says outright is.
 */
export function modelKnowledge(documents: ModelDocuments, at?: number): ModelKnowledge {
  const before = known.get(documents) ?? knowledgeOf(documents);
  known.set(documents, before);
  return at === undefined ? before : { ...before, at };
}

function knowledgeOf(documents: ModelDocuments): ModelKnowledge {
  const models = new Map<string, { id: string; lifecycle: string; retires: string | undefined }>();
  const entries = Object.entries(record(documents.catalog.models));
  const told = new Map(
    entries.map(([id, model]) => {
      const { status, retires } = record(record(model).lifecycle);
      return [id, { id, lifecycle: word(status) ?? "active", retires: word(retires) }] as const;
    }),
  );
  for (const [deployment, value] of Object.entries(record(documents.catalog.deployments))) {
    const whole = told.get(deployment.split("@")[0] ?? "");
    if (!whole) continue;
    const { status, retires } = record(record(value).lifecycle);
    const model = { ...whole, lifecycle: word(status) ?? whole.lifecycle, retires: word(retires) ?? whole.retires };
    models.set(deployment, model);
    const upstream = word(record(value).upstream);
    if (upstream !== undefined && !models.has(upstream)) models.set(upstream, model);
  }
  for (const [id, model] of told) models.set(id, model);
  const workloads = record(documents.policy.workloads);
  return {
    models,
    routeOf(workload) {
      const route = Object.hasOwn(workloads, workload) ? record(record(workloads[workload]).route) : undefined;
      const candidates = route?.candidates;
      if (!Array.isArray(candidates)) return undefined;
      return new Set(candidates.flatMap((one) => word(one)?.split("@")[0] ?? []));
    },
  };
}

function record(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === "object" ? (value as Record<string, unknown>) : {};
}

function word(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
