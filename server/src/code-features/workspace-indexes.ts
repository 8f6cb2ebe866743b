/** What scans have read of each open folder, so that the next reads only what changed, and open files know the rest. */
import type { WorkspaceIndex } from "../code/index.ts";
import type { CodeEngine } from "./engine.ts";

const indexes = new Map<string, WorkspaceIndex>();

/** The index of a folder, made when it is first asked for. */
export function indexOf(engine: CodeEngine, root: string): WorkspaceIndex {
  const known = indexes.get(root);
  if (known) return known;
  const made = new engine.WorkspaceIndex();
  indexes.set(root, made);
  return made;
}

/** The index of a folder, where it has been scanned. */
export function knownIndex(root: string | undefined): WorkspaceIndex | undefined {
  return root === undefined ? undefined : indexes.get(root);
}

/** Lets go of folders that are no longer open. */
export function keepIndexes(roots: readonly string[]): void {
  for (const root of indexes.keys()) if (!roots.includes(root)) indexes.delete(root);
}
