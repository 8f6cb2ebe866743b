/** Finds the files of a folder that may be documents. */
import type { Dirent } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import path from "node:path";
import { kindOfName } from "./recognise.ts";

const SKIPPED_FOLDERS: ReadonlySet<string> = new Set(["node_modules", "dist"]);

/** Whether a path within a workspace (forward slashes) lies in a folder that is not looked into. */
export function isSkippedPath(relative: string): boolean {
  return relative.split("/").slice(0, -1).some(isSkippedFolder);
}

/** Hidden folders hold the state of tools, `.git` and `.fairlead` among them. */
function isSkippedFolder(name: string): boolean {
  return name.startsWith(".") || SKIPPED_FOLDERS.has(name);
}

/**
 * The paths of the files in a folder that may be documents, sorted: by name, or any other YAML file. Rejects where the
 * folder cannot be read; folders within it that cannot are told.
 */
export async function candidatePaths(
  folder: string,
  onUnreadable: (path: string, error: unknown) => void,
): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const search = new Search(await realpath(folder), onUnreadable);
  await search.take(folder, entries);
  return search.found.sort();
}

class Search {
  readonly found: string[] = [];
  readonly #root: string;
  readonly #onUnreadable: (path: string, error: unknown) => void;
  /** Where links have led already: two to the same place would double what is there. */
  readonly #linked = new Set<string>();

  constructor(root: string, onUnreadable: (path: string, error: unknown) => void) {
    this.#root = root;
    this.#onUnreadable = onUnreadable;
  }

  async take(folder: string, entries: readonly Dirent[]): Promise<void> {
    for (const entry of entries) {
      const full = path.join(folder, entry.name);
      if (entry.isDirectory() || (entry.isSymbolicLink() && (await this.#leadsOutside(full)))) {
        if (!isSkippedFolder(entry.name)) await this.#folder(full);
      } else if (kindOfName(entry.name) || /\.ya?ml$/i.test(entry.name)) {
        if (!entry.isSymbolicLink() || (await isFile(full))) this.found.push(full);
      }
    }
  }

  async #folder(folder: string): Promise<void> {
    const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
      this.#onUnreadable(folder, error);
      return [];
    });
    await this.take(folder, entries);
  }

  /** Whether a link leads to a folder that is not below the root, nor holds it, and has not been looked into yet. */
  async #leadsOutside(link: string): Promise<boolean> {
    const target = await realpath(link).catch(() => undefined);
    if (target === undefined || this.#linked.has(target)) return false;
    if (holds(this.#root, target) || holds(target, this.#root)) return false;
    if ([...this.#linked].some((other) => holds(other, target) || holds(target, other))) return false;
    if (!(await isFolder(target))) return false;
    this.#linked.add(target);
    return true;
  }
}

function holds(folder: string, other: string): boolean {
  const relative = path.relative(folder, other);
  return !relative.startsWith("..") && !path.isAbsolute(relative);
}

async function isFolder(target: string): Promise<boolean> {
  return (await stat(target).catch(() => undefined))?.isDirectory() ?? false;
}

/** Links to nowhere are kept: that a document cannot be found is told where it is read. */
async function isFile(target: string): Promise<boolean> {
  return !(await isFolder(target));
}
