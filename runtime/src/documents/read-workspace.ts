/** Finds and reads the documents of a folder. */
import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { type CheckedWorkspace, checkFiles } from "./check-files.ts";
import { parseFile } from "./parse-file.ts";
import type { ParsedFile } from "./parsed-file.ts";
import { hasFairleadHeader, kindOfName } from "./recognise.ts";

/** Larger YAML files than this, in bytes, are data of some other tool unless their name says otherwise. */
export const MAX_UNNAMED_BYTES = 5_000_000;

const SKIPPED_FOLDERS: ReadonlySet<string> = new Set(["node_modules", "dist"]);

export type LoadedWorkspace = CheckedWorkspace;

/** Whether a path within a workspace (forward slashes) lies in a folder that is not looked into. */
export function isSkippedPath(relative: string): boolean {
  return relative.split("/").slice(0, -1).some(isSkippedFolder);
}

/** Hidden folders hold the state of tools, `.git` and `.fairlead` among them. */
function isSkippedFolder(name: string): boolean {
  return name.startsWith(".") || SKIPPED_FOLDERS.has(name);
}

/** The paths of the files in a folder that may be documents, sorted: by name, or any other YAML file. */
async function candidatePaths(folder: string): Promise<string[]> {
  const found: string[] = [];
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!isSkippedFolder(entry.name)) found.push(...(await candidatePaths(full)));
    } else if (kindOfName(entry.name) || /\.ya?ml$/i.test(entry.name)) found.push(full);
  }
  return found.sort();
}

/** Reads and parses one file. A byte order mark is left out, as editors do. Rejects where it cannot be read. */
export async function readDocument(file: string): Promise<ParsedFile> {
  const text = (await readFile(file, "utf8")).replace(/^\uFEFF/, "");
  return parseFile(pathToFileURL(file).href, text);
}

/**
 * Finds, reads and parses the documents under a folder, sorted by path. Rejects where the folder cannot be read.
 * Skips hidden folders, node_modules and dist.
 */
export async function readWorkspace(folder: string): Promise<{ files: ParsedFile[] }> {
  const files: ParsedFile[] = [];
  for (const candidate of await candidatePaths(path.resolve(folder))) {
    const file = await readCandidate(candidate);
    if (file) files.push(file);
  }
  return { files };
}

async function readCandidate(candidate: string): Promise<ParsedFile | undefined> {
  const named = kindOfName(candidate) !== undefined;
  try {
    if (!named && (await stat(candidate)).size > MAX_UNNAMED_BYTES) return undefined;
    if (named) return await readDocument(candidate);
    const text = await readFile(candidate, "utf8");
    return hasFairleadHeader(text) ? parseFile(pathToFileURL(candidate).href, text.replace(/^\uFEFF/, "")) : undefined;
  } catch (error) {
    // A file that is gone, or a link that leads nowhere, is no document; one that may not be read is worth an error.
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Reads, parses, validates and links the documents under a folder. */
export async function loadWorkspace(folder: string): Promise<LoadedWorkspace> {
  return checkFiles((await readWorkspace(folder)).files);
}
