/** Reads a source file, or says why not. */
import { isAscii, isUtf8 } from "node:buffer";
import { readFileSync, statSync } from "node:fs";

// Generated bundles and data; hand-written files are a tenth of it.
const MOST_BYTES = 1_500_000;
const MINIFIED_BYTES = 20_000;
const MINIFIED_LINE = 500;

export type ReadSource = { text: string } | { why: string };

/** By what a file is known to be as it was. */
export interface FileStamp {
  modifiedMs: number;
  bytes: number;
}

/** The stamp of a file; undefined where there is none. */
export function stampOf(path: string): FileStamp | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isFile() ? { modifiedMs: found.mtimeMs, bytes: found.size } : undefined;
}

/**
 * The text of a file, its byte order mark included. Only what can be written back as it was. Reads at once: for the
 * thousands of small files of a scan, handing each to another thread and back takes longer than reading it.
 */
export function readSource(path: string, stamp = stampOf(path)): ReadSource {
  try {
    if (!stamp) return { why: "it does not exist" };
    if (stamp.bytes > MOST_BYTES) {
      return { why: `it has ${stamp.bytes} bytes, more than the ${MOST_BYTES} that are read` };
    }
    const bytes = readFileSync(path);
    if (bytes.includes(0)) return { why: "it is binary, or not UTF-8" };
    // A text of ASCII alone is half as large, and read in a tenth of the time.
    const text = isAscii(bytes) ? bytes.toString("latin1") : isUtf8(bytes) ? bytes.toString("utf8") : undefined;
    if (text === undefined) return { why: "it is not UTF-8" };
    if (bytes.length > MINIFIED_BYTES && bytes.length / (countLines(text) + 1) > MINIFIED_LINE) {
      return { why: "it looks minified" };
    }
    return { text };
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) };
  }
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count++;
  return count;
}
