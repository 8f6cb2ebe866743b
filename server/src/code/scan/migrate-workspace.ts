/** Migrates a workspace in memory: what each file would become. Writing is the caller's, who may want to ask first. */
import { resolve } from "node:path";
import { migrateSource } from "../engine.ts";
import { languageOf } from "../languages.ts";
import { DEFAULT_LINT } from "../lint-settings.ts";
import type { FixGrade, LeftFinding, SkippedFile, SourceFinding, TextEdit } from "../types.ts";
import { type MissingDependency, missingDependencies } from "./manifests.ts";
import { readSource } from "./read.ts";
import { type ScanOptions, scanWithCalls } from "./scan-workspace.ts";

export interface MigrateOptions extends ScanOptions {
  grade: Exclude<FixGrade, "suggestion">;
  /** The text of a file, relative to the root, where an editor has another than the disk. */
  textOf?: (file: string) => string | undefined;
}

export interface MigratedFile {
  /** Relative to the root, with forward slashes. */
  file: string;
  before: string;
  after: string;
  edits: TextEdit[];
  applied: SourceFinding[];
  /** Names that nothing uses any more, by their lines before. */
  unused: { name: string; line: number }[];
}

export interface WorkspaceMigration {
  /** The files that change. */
  changed: MigratedFile[];
  left: LeftFinding[];
  /** Manifests that need a dependency of what was applied. They are reported, and never edited. */
  missingDependencies: MissingDependency[];
  /** How many files were looked at. */
  files: number;
  skipped: SkippedFile[];
}

/** What a migration of everything below a root would do. Writes nothing. */
export async function migrateWorkspace(options: MigrateOptions): Promise<WorkspaceMigration> {
  const { result: scan, calledElsewhere, index, files } = await scanWithCalls(options);
  const changed: MigratedFile[] = [];
  const left: LeftFinding[] = [];
  // What an editor shows may hold what the disk does not.
  const shown = files.filter((file) => options.textOf?.(file) !== undefined);
  for (const file of new Set([...scan.findings.map((finding) => finding.file), ...shown])) {
    options.signal?.throwIfAborted();
    const text = options.textOf?.(file);
    const source = text === undefined ? readSource(resolve(options.root, file)) : { text };
    if (!("text" in source)) continue;
    const { workloads, grade, lint = DEFAULT_LINT } = options;
    const { vendors } = lint;
    const result = migrateSource({
      ...{ path: file, text: source.text, workloads, grade, calledElsewhere, vendors },
      around: index.surroundings(file, vendors),
    });
    left.push(...result.left);
    if (result.edits.length === 0) continue;
    const { text: after, edits, applied, unused } = result;
    changed.push({ file, before: source.text, after, edits, applied, unused });
  }
  const missing = await missingDependencies(
    options.root,
    // The package is JavaScript's; migrated Python keeps its own clients.
    changed.map(({ file }) => file).filter((file) => languageOf(file) === "ecmascript"),
  );
  return { changed, left, missingDependencies: missing, files: scan.files, skipped: scan.skipped };
}
