/** Reads a source file, or says why not. */
import { readFile, stat } from "node:fs/promises";

// Generated bundles and data; hand-written files are a tenth of it.
const MOST_BYTES = 1_500_000;
const MINIFIED_BYTES = 20_000;
const MINIFIED_LINE = 500;

export type ReadSource = { text: string } | { why: string };

/** The text of a file, its byte order mark included. Only what can be written back as it was. */
export async function readSource(path: string): Promise<ReadSource> {
  try {
    const { size } = await stat(path);
    if (size > MOST_BYTES) return { why: `it has ${size} bytes, more than the ${MOST_BYTES} that are read` };
    const bytes = await readFile(path);
    if (bytes.includes(0)) return { why: "it is binary, or not UTF-8" };
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    if (size > MINIFIED_BYTES && size / (countLines(text) + 1) > MINIFIED_LINE) return { why: "it looks minified" };
    return { text };
  } catch (error) {
    if (error instanceof TypeError) return { why: "it is not UTF-8" };
    return { why: error instanceof Error ? error.message : String(error) };
  }
}

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count++;
  return count;
}
