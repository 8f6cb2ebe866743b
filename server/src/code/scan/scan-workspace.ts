/** Looks through the source files of a workspace. */
import { resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { analyseSource, handsClientOn } from "../engine.ts";
import type { CalledElsewhere, ScanResult, SourceFinding, SourceInput, WorkloadCode } from "../types.ts";
import { findCallsElsewhere } from "./calls-elsewhere.ts";
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
  return (await scanWithCalls(options)).result;
}

/** A scan, with the calls by which its fixes were judged. */
export async function scanWithCalls(
  options: ScanOptions,
): Promise<{ result: ScanResult; calledElsewhere: CalledElsewhere[] }> {
  const started = performance.now();
  const root = resolve(options.root);
  const findings: SourceFinding[] = [];
  const handedOn: SourceInput[] = [];
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
      const input = { path: file, text: source.text, workloads: options.workloads };
      findings.push(...analyseSource({ ...input, calledElsewhere: [] }));
      if (handsClientOn(input)) handedOn.push(input);
    });
    options.onProgress?.({ filesDone, filesFound: files.length, findings: findings.length });
  }
  // Paths may name a part of the workspace, and what calls a client may be in any other.
  const calledElsewhere = handedOn.length > 0 ? await findCallsElsewhere(root, options.signal) : [];
  const judged = calledElsewhere.length > 0 ? judgedAnew(findings, handedOn, calledElsewhere) : findings;
  const result = { findings: judged, files: filesDone, skipped, durationMs: performance.now() - started };
  return { result, calledElsewhere };
}

function judgedAnew(
  findings: readonly SourceFinding[],
  handedOn: readonly SourceInput[],
  calledElsewhere: readonly CalledElsewhere[],
): SourceFinding[] {
  const anew = new Map(handedOn.map((input) => [input.path, analyseSource({ ...input, calledElsewhere })]));
  const done = new Set<string>();
  return findings.flatMap((finding) => {
    const own = anew.get(finding.file);
    if (!own) return [finding];
    if (done.has(finding.file)) return [];
    done.add(finding.file);
    return own;
  });
}
