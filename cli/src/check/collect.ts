/** Reads the documents that `fairlead check` is asked about, and those that are needed to follow their links. */
import { stat } from "node:fs/promises";
import path from "node:path";
import { type ParsedFile, readDocument, readWorkspace } from "@fairlead/runtime/documents";
import { UsageError } from "../context.ts";

export interface CollectedFiles {
  /** The URIs of what was asked about. */
  asked: ReadonlySet<string>;
  /** These and their context, sorted. */
  files: readonly ParsedFile[];
}

/**
 * For a single file also the documents of the folder from which the command runs, where that contains the file; for
 * every path the project documents of the folders between. Throws a UsageError for what can not be read.
 */
export async function collectFiles(paths: readonly string[], cwd: string): Promise<CollectedFiles> {
  const byUri = new Map<string, ParsedFile>();
  const asked = new Set<string>();
  const add = (file: ParsedFile) => {
    if (!byUri.has(file.uri)) byUri.set(file.uri, file);
  };
  let needsContext = false;
  for (const given of paths) {
    const full = path.resolve(cwd, given);
    const found = await read(full, given);
    for (const file of found.files) {
      add(file);
      asked.add(file.uri);
    }
    if (found.single && isInside(cwd, full)) needsContext = true;
    for (const file of await projectsAbove(full, cwd)) add(file);
  }
  if (needsContext) for (const file of (await readWorkspace(cwd)).files) add(file);
  return { asked, files: [...byUri.values()].sort((a, b) => (a.uri < b.uri ? -1 : 1)) };
}

function isInside(folder: string, full: string): boolean {
  const relative = path.relative(folder, full);
  return !relative.startsWith("..") && !path.isAbsolute(relative);
}

async function projectsAbove(full: string, cwd: string): Promise<ParsedFile[]> {
  if (!isInside(cwd, full) || full === cwd) return [];
  const found: ParsedFile[] = [];
  for (let folder = path.dirname(full); isInside(cwd, folder); folder = path.dirname(folder)) {
    for (const name of ["fairlead.yaml", "fairlead.yml", "fairlead.json"]) {
      try {
        found.push(await readDocument(path.join(folder, name)));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      }
    }
    if (folder === path.dirname(folder)) break;
  }
  return found;
}

async function read(full: string, given: string): Promise<{ files: ParsedFile[]; single: boolean }> {
  try {
    if ((await stat(full)).isDirectory()) return { files: (await readWorkspace(full)).files, single: false };
    const file = await readDocument(full);
    return { files: file.recognised ? [file] : [], single: true };
  } catch (error) {
    const { code, path: where } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR")
      throw new UsageError("cli.no-such-path", `There is no file or folder ${given}.`);
    if (code === "EACCES" || code === "EPERM")
      throw new UsageError(
        "cli.unreadable-path",
        `${where ?? given} may not be read. Change its permissions, or check other paths.`,
      );
    throw error;
  }
}
