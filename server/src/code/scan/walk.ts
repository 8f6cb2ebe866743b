/** Finds the source files below a root. */
import { readdir, stat } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import { languageOf } from "../languages.ts";
import type { SkippedFile } from "../types.ts";
import { type IgnoreRules, isIgnored, isSkippedFolder, rulesAbove, withRulesOf } from "./ignore-rules.ts";
import { isTsConfig } from "./projects/config-names.ts";
import { isManifest } from "./projects/dependencies.ts";

export interface FoundFiles {
  /** Absolute, in order of their names. */
  files: string[];
  /** Absolute: manifests of packages, and configurations with path aliases. */
  manifests: string[];
  configurations: string[];
  skipped: SkippedFile[];
}

/** A path as findings have it: relative to the root, with forward slashes. */
export function relativePath(root: string, path: string): string {
  // What lies below the root, as nearly all does, needs no working out.
  const inside = root.length > 1 && path.startsWith(root) && path.startsWith(sep, root.length);
  const own = inside ? path.slice(root.length + 1) : relative(root, path);
  return sep === "/" ? own : own.split(sep).join("/");
}

/**
 * The source files under the paths, or under the root where there are none. A file that is named itself is taken
 * even where .gitignore leaves it out. Symbolic links are not followed, since they can go in circles.
 */
export async function findSourceFiles(
  root: string,
  paths: readonly string[] | undefined,
  signal: AbortSignal | undefined,
): Promise<FoundFiles> {
  const found = new Set<string>();
  const skipped: SkippedFile[] = [];
  const others: Others = { manifests: [], configurations: [] };
  const skip = (path: string, why: string) => skipped.push({ file: relativePath(root, path), why });
  for (const path of paths && paths.length > 0 ? paths : ["."]) {
    const start = resolve(root, path);
    const kind = await stat(start).catch(() => undefined);
    if (!kind) skip(start, "it does not exist");
    else if (kind.isDirectory()) await walk(start, await rulesAbove(start), found, others, skip, signal);
    else if (languageOf(start)) found.add(start);
    else skip(start, "it is in no language that the scan reads");
  }
  return { files: [...found].sort(), ...others, skipped };
}

interface Others {
  manifests: string[];
  configurations: string[];
}

async function walk(
  folder: string,
  outer: IgnoreRules,
  found: Set<string>,
  others: Others,
  skip: (path: string, why: string) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  signal?.throwIfAborted();
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => undefined);
  if (!entries) {
    skip(folder, "the folder can not be read");
    return;
  }
  const rules = entries.some(({ name }) => name === ".gitignore") ? await withRulesOf(outer, folder) : outer;
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!isSkippedFolder(entry.name) && !isIgnored(rules, path, true))
        await walk(path, rules, found, others, skip, signal);
    } else if (entry.isFile() && languageOf(entry.name) && !isIgnored(rules, path, false)) found.add(path);
    if (!entry.isFile()) continue;
    if (isManifest(entry.name)) others.manifests.push(path);
    else if (isTsConfig(entry.name)) others.configurations.push(path);
  }
}
