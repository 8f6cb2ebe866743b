/** Looks through the source files of a workspace. */
import { resolve, sep } from "node:path";
import { performance } from "node:perf_hooks";
import { DEFAULT_LINT, isWanted, type LintSettings } from "../lint-settings.ts";
import type { ModelKnowledge } from "../models.ts";
import type { CalledElsewhere, ScanResult, WorkloadCode } from "../types.ts";
import { WorkspaceIndex } from "./workspace-index.ts";

export interface ScanOptions {
  /** What paths and globs are relative to. */
  root: string;
  /** Files and folders to look into; the whole root where there are none. */
  paths?: readonly string[];
  workloads: readonly WorkloadCode[];
  /** What the project says of the lint: all vendors and files where absent. */
  lint?: LintSettings;
  /** What catalogs and policies say about models. */
  models?: ModelKnowledge;
  /** Whether a file, relative to the root, is to be left out. */
  isExcluded?: (file: string) => boolean;
  /** What earlier scans of the same root have read: only what changed is read again. */
  index?: WorkspaceIndex;
  /** Ends the scan early: the promise is then rejected with the signal's reason. */
  signal?: AbortSignal;
  onProgress?: (progress: ScanProgress) => void;
}

export interface ScanProgress {
  filesDone: number;
  filesFound: number;
  findings: number;
}

/** Finds everything of a vendor's below a root. What can not be read is in `skipped`, and ends nothing. */
export async function scanWorkspace(options: ScanOptions): Promise<ScanResult> {
  return (await scanWithCalls(options)).result;
}

/** A scan, with the calls by which its fixes were judged, and the index that knows each file's surroundings. */
export async function scanWithCalls(
  options: ScanOptions,
): Promise<{ result: ScanResult; calledElsewhere: CalledElsewhere[]; index: WorkspaceIndex; files: string[] }> {
  const started = performance.now();
  const { index = new WorkspaceIndex(), lint = DEFAULT_LINT, paths } = options;
  const { vendors } = lint;
  await index.refresh({ ...options, vendors });
  const asked = askedFor(options.root, paths);
  const files = index.files.filter(asked);
  const findings = files
    .flatMap((file) => index.findings(file, { ...options, vendors }))
    .filter((finding) => isWanted(finding, lint));
  const all = paths === undefined || paths.length === 0;
  const skipped = index.skipped.filter(({ file }) => all || asked(file) || !index.files.includes(file));
  const unread = new Set(skipped.map(({ file }) => file));
  const result = {
    commentProblems: files.flatMap((file) => index.commentProblems(file, { ...options, vendors })),
    ...{ findings, files: files.filter((file) => !unread.has(file)).length, skipped },
    durationMs: performance.now() - started,
  };
  return { result, calledElsewhere: index.calledElsewhere, index, files };
}

/** Whether a file, relative to the root, is among the paths. */
function askedFor(root: string, paths: readonly string[] | undefined): (file: string) => boolean {
  if (!paths || paths.length === 0) return () => true;
  const wanted = paths.map((path) => resolve(root, path));
  return (file) => {
    const full = resolve(root, file);
    return wanted.some((path) => full === path || full.startsWith(path.endsWith(sep) ? path : path + sep));
  };
}
