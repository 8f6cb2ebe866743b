/** Looks through a workspace for calls that the gateway does not serve, on clients that come from other files. */
import { resolve } from "node:path";
import { callsElsewhere } from "../engine.ts";
import type { CalledElsewhere } from "../types.ts";
import { readSource } from "./read.ts";
import { findSourceFiles, relativePath } from "./walk.ts";

// Enough to keep the disk busy, few enough to hold in memory.
const AT_ONCE = 32;

/** All such calls below a root. What can not be read holds none that could run. */
export async function findCallsElsewhere(root: string, signal?: AbortSignal): Promise<CalledElsewhere[]> {
  const calls: CalledElsewhere[] = [];
  const { files } = await findSourceFiles(resolve(root), undefined, signal);
  for (let first = 0; first < files.length; first += AT_ONCE) {
    signal?.throwIfAborted();
    const batch = files.slice(first, first + AT_ONCE);
    for (const file of batch) {
      const source = readSource(file);
      const path = relativePath(resolve(root), file);
      if ("text" in source) calls.push(...callsElsewhere({ path, text: source.text, workloads: [] }));
    }
    await new Promise((done) => setImmediate(done));
  }
  return calls;
}
