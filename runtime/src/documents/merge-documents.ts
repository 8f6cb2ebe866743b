/** Merges all documents of a workspace by kind. */
import type { ParsedFile } from "./parsed-file.ts";
import { findProjects, outermostSettings } from "./projects.ts";
import type { DocumentKind, WorkspaceDocuments } from "./vocabulary.ts";

/** Documents with nothing in them. */
export function emptyDocuments(): WorkspaceDocuments {
  return {
    catalog: { providers: {}, models: {}, deployments: {}, contracts: {}, notices: {} },
    policy: { defaults: {}, businessUnits: {}, workloads: {}, rules: {}, budgets: {} },
    benchmarks: {},
    project: { checks: {}, lint: {} },
  };
}

/**
 * All documents as one. Of an id that stands twice the first is taken; that it does is reported elsewhere.
 * The values are as valid as the files: use them for decisions only where there are no errors.
 */
export function mergeDocuments(files: readonly ParsedFile[]): WorkspaceDocuments {
  const { catalog, policy, benchmarks } = emptyDocuments();
  const sections: Readonly<Record<DocumentKind, Record<string, object>>> = {
    Catalog: catalog as unknown as Record<string, object>,
    RoutingPolicy: policy as unknown as Record<string, object>,
    BenchmarkSuite: { benchmarks },
    // Of these the innermost has the last word, and not the first: see projects.ts.
    Project: {},
  };
  for (const { documents } of files) {
    for (const { kind, ours, value } of documents) {
      if (!kind || !ours || !isRecord(value)) continue;
      for (const [name, target] of Object.entries(sections[kind])) {
        const given = value[name];
        if (isRecord(given)) addMissing(target as Record<string, unknown>, given);
      }
    }
  }
  return { catalog, policy, benchmarks, project: outermostSettings(findProjects(files)) };
}

function addMissing(target: Record<string, unknown>, given: Record<string, unknown>): void {
  for (const [key, value] of Object.entries(given)) {
    // `__proto__` cannot be an id, and assigning it would do more than add a key.
    if (key !== "__proto__" && !Object.hasOwn(target, key)) target[key] = value;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
