/** Finds and reads the documents of a folder. */
import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { candidatePaths } from "./candidate-paths.ts";
import { type CheckedWorkspace, checkFiles } from "./check-files.ts";
import { parseFile } from "./parse-file.ts";
import type { ParsedFile } from "./parsed-file.ts";
import { hasFairleadHeader, kindOfName } from "./recognise.ts";

/** Larger YAML files than this, in bytes, are data of some other tool unless their name says otherwise. */
export const MAX_UNNAMED_BYTES = 5_000_000;

export type LoadedWorkspace = CheckedWorkspace;

/** What can not be read, with the reason. */
export type OnUnreadable = (path: string, error: unknown) => void;

/** So many files are read at the same time: more would run out of file handles and gain nothing. */
const AT_ONCE = 32;

/** Reads and parses one file. A byte order mark is left out, as editors do. Rejects where it cannot be read. */
export async function readDocument(file: string): Promise<ParsedFile> {
  return parseFile(pathToFileURL(file).href, withoutMark(await readFile(file, "utf8")));
}

/**
 * Finds, reads and parses the documents under a folder, sorted by path. Rejects where the folder cannot be read; what
 * cannot be read within it is told to `onUnreadable` and passed over, or rejects too where nobody is told. Skips
 * hidden folders, node_modules and dist. Links to folders elsewhere are followed.
 */
export async function readWorkspace(folder: string, onUnreadable?: OnUnreadable): Promise<{ files: ParsedFile[] }> {
  const tell: OnUnreadable =
    onUnreadable ??
    ((_path, error) => {
      throw error;
    });
  const paths = await candidatePaths(path.resolve(folder), tell);
  const files = await eachOf(paths, (candidate) => readCandidate(candidate, undefined, tell));
  return { files: files.filter((file) => file !== undefined) };
}

/**
 * Reads and parses one file; undefined where it is none of ours, or is gone, or cannot be read, which is told. What an
 * earlier version of it was parsed to saves work.
 */
export async function readCandidate(
  candidate: string,
  before: ParsedFile | undefined,
  onUnreadable: OnUnreadable,
): Promise<ParsedFile | undefined> {
  const isNamed = kindOfName(candidate) !== undefined;
  try {
    if (!isNamed && (await stat(candidate)).size > MAX_UNNAMED_BYTES) return undefined;
    const text = await readFile(candidate, "utf8");
    if (!isNamed && !hasFairleadHeader(text)) return undefined;
    return parseFile(pathToFileURL(candidate).href, withoutMark(text), before);
  } catch (error) {
    // A file that is gone, or a link that leads nowhere, is no document; one that may not be read is worth an error.
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") onUnreadable(candidate, error);
    return undefined;
  }
}

/** Does something with each of many, a bounded number at a time; the results are in the order of what was given. */
export async function eachOf<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = new Array(all.length);
  let next = 0;
  const worker = async () => {
    while (next < all.length) {
      const mine = next;
      next += 1;
      results[mine] = await work(all[mine] as T);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, all.length) }, worker));
  return results;
}

/** A byte order mark is no text of an editor's, so positions are without it. */
function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, "");
}

/** Reads, parses, validates and links the documents under a folder. */
export async function loadWorkspace(folder: string): Promise<LoadedWorkspace> {
  return checkFiles((await readWorkspace(folder)).files);
}
