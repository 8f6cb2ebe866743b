/** Folders of the workspace, for the globs that say where a workload's code is. */
import { readdir } from "node:fs/promises";
import path from "node:path";
import { isSkippedPath } from "@fairlead/runtime/documents";

/** Deeper folders are seldom a workload of their own. */
const MAX_DEPTH = 4;
const MAX_FOLDERS = 400;

/** Paths of folders below one, with forward slashes; those of tools and of installed packages left out. Never rejects. */
export async function foldersBelow(root: string): Promise<string[]> {
  const found: string[] = [];
  let level = [""];
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth += 1) {
    const next: string[] = [];
    for (const folder of level) {
      const entries = await readdir(path.join(root, folder), { withFileTypes: true }).catch(() => []);
      for (const entry of entries) {
        const name = folder === "" ? entry.name : `${folder}/${entry.name}`;
        if (!entry.isDirectory() || entry.name.startsWith(".") || isSkippedPath(`${name}/x`)) continue;
        next.push(name);
      }
      if (found.length + next.length >= MAX_FOLDERS) break;
    }
    found.push(...next);
    level = found.length >= MAX_FOLDERS ? [] : next;
  }
  return found.slice(0, MAX_FOLDERS);
}

/** Whether a place is a list of globs over source files. */
export function wantsGlobs(place: readonly (string | number)[]): boolean {
  return (place[0] === "workloads" && place[2] === "code") || place[0] === "exclude";
}

/** A cheap first look at whether a text before the cursor could be such a list. */
export function mayWantGlobs(before: string): boolean {
  return /\b(code|exclude)["']?\s*:/.test(before.slice(-2_000));
}
