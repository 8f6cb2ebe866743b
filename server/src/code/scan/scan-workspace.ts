/** Looks through the source files of a workspace. */
import { resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { analyseSource } from "../engine.ts";
import type { ScanResult, SourceFinding, WorkloadCode } from "../types.ts";
import { readSource } from "./read.ts";
import { findSourceFiles, relativePath } from "./walk.ts";

export interface ScanOptions {
  /** What paths and globs are relative to. */
  root: string;
  /** Files and folders to look into; the whole root where there are none. */
  paths?: readonly string[];
  workloads: readonly WorkloadCode[];
  /** Ends the scan early: the promise is then rejected with the signal's reason. */
  signal?: AbortSignal;
  onProgress?: (progress: ScanProgress) => void;
}

export interface ScanProgress {
  filesDone: number;
  filesFound: number;
  findings: number;
}

// Enough to keep the disk busy, few enough to hold in memory.
const AT_ONCE = 32;

/** Finds everything of a vendor's below a root. What can not be read is in `skipped`, and ends nothing. */
export async function scanWorkspace(options: ScanOptions): Promise<ScanResult> {
  const started = performance.now();
  const root = resolve(options.root);
  const findings: SourceFinding[] = [];
  let filesDone = 0;
  const { files, skipped } = await findSourceFiles(root, options.paths, options.signal);
  for (let first = 0; first < files.length; first += AT_ONCE) {
    options.signal?.throwIfAborted();
    const batch = files.slice(first, first + AT_ONCE);
    const sources = await Promise.all(batch.map(readSource));
    sources.forEach((source, index) => {
      const file = relativePath(root, batch[index] ?? "");
      if ("why" in source) {
        skipped.push({ file, why: source.why });
        return;
      }
      filesDone++;
      findings.push(...analyseSource({ path: file, text: source.text, workloads: options.workloads }));
    });
    options.onProgress?.({ filesDone, filesFound: files.length, findings: findings.length });
  }
  return { findings, files: filesDone, skipped, durationMs: performance.now() - started };
}
