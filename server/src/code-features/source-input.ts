/** Source files as the code engine takes them. */
import path from "node:path";
import type { SourceInput, WorkloadCode } from "../code/types.ts";
import { pathOf, relativePath } from "../documents/uris.ts";
import type { PolicyGroup } from "../workspace/workspace-files.ts";

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

/** A source file for the engine, its path relative to the folder of its group where it lies in one. */
export function sourceInput(uri: string, text: string, group: PolicyGroup): SourceInput {
  const file = pathOf(uri);
  const relative = file && group.root ? relativePath(group.root, file) : undefined;
  return { path: relative ?? path.basename(file ?? uri), text, workloads: workloadCode(group) };
}
