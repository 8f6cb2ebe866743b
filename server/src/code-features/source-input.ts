/** Source files as the code engine takes them. */
import path from "node:path";
import type { SourceInput, WorkloadCode } from "../code/types.ts";
import { pathOf, relativePath } from "../documents/uris.ts";
import type { PolicyGroup } from "../workspace/workspace-files.ts";
import type { CodeEngine } from "./engine.ts";
import { lintOf } from "./lint.ts";
import { knownIndex } from "./workspace-indexes.ts";

/** The workloads of a group with the globs of their code. */
export function workloadCode({ checked }: PolicyGroup): WorkloadCode[] {
  const known = codes.get(checked);
  if (known) return known;
  const found = Object.entries(checked.documents.policy.workloads).map(([id, workload]) => ({
    id,
    globs: globsOf(workload),
  }));
  codes.set(checked, found);
  return found;
}

// The engine compiles globs once for each list, so the lists must stay the same ones.
const codes = new WeakMap<object, WorkloadCode[]>();

/** Values may have any shape while they are typed. */
function globsOf(workload: unknown): string[] {
  const code = workload !== null && typeof workload === "object" ? (workload as { code?: unknown }).code : undefined;
  return Array.isArray(code) ? code.filter((glob): glob is string => typeof glob === "string") : [];
}

/** The same with what the last scan of its folder found around the file, and the vendors of the project. */
export function surroundedInput(engine: CodeEngine, uri: string, text: string, group: PolicyGroup): SourceInput {
  const input = sourceInput(uri, text, group);
  const { vendors } = lintOf(engine, group);
  const around = knownIndex(group.root)?.surroundings(input.path, vendors);
  const models = engine.modelKnowledge(group.checked.documents, Date.now());
  return { ...input, vendors, models, ...(around ? { around } : {}) };
}

/** A source file for the engine, its path relative to the folder of its group where it lies in one. */
export function sourceInput(uri: string, text: string, group: PolicyGroup): SourceInput {
  const file = pathOf(uri);
  const relative = file && group.root ? relativePath(group.root, file) : undefined;
  return { path: relative ?? path.basename(file ?? uri), text, workloads: workloadCode(group) };
}
