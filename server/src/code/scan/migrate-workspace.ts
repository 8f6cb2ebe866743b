/** Migrates a workspace in memory: what each file would become. Writing is the caller's, who may want to ask first. */
import { resolve } from "node:path";
import { inspectSource, migrateSource } from "../engine.ts";
import { languageOf } from "../languages.ts";
import { DEFAULT_LINT } from "../lint-settings.ts";
import type { FixGrade, LeftFinding, SkippedFile, SourceFinding, TextEdit } from "../types.ts";
import { type FileImports, type ManifestChange, type ManifestDependency, manifestChanges } from "./manifests.ts";
import { readSource } from "./read.ts";
import { type ScanOptions, scanWithCalls } from "./scan-workspace.ts";
import type { WorkspaceIndex } from "./workspace-index.ts";

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
  /** Packages that manifests should name for what was applied. */
  missingDependencies: ManifestDependency[];
  /** Packages of vendors' in manifests that no file imports any more. */
  unusedDependencies: ManifestDependency[];
  /** The same two as edits, which are offered apart. */
  manifests: ManifestChange[];
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
      ...{ path: file, text: source.text, workloads, grade, vendors },
      calledElsewhere: index.reaching(file, calledElsewhere),
      around: index.surroundings(file, vendors),
    });
    left.push(...result.left);
    if (result.edits.length === 0) continue;
    const { text: after, edits, applied, unused } = result;
    changed.push({ file, before: source.text, after, edits, applied, unused });
  }
  const manifests = await manifestsOf(options, changed, index);
  const listed = (which: "added" | "removed") =>
    manifests.flatMap((one) => one[which].map((name) => ({ manifest: one.manifest, package: name })));
  return {
    ...{ changed, left, manifests, missingDependencies: listed("added"), unusedDependencies: listed("removed") },
    ...{ files: scan.files, skipped: scan.skipped },
  };
}

/** What the migration of some files means for manifests. Python's clients stay what they are, and so do its packages. */
function manifestsOf(
  { root, lint = DEFAULT_LINT }: MigrateOptions,
  changed: readonly MigratedFile[],
  index: WorkspaceIndex,
): Promise<ManifestChange[]> {
  const after = new Map(changed.map((one) => [one.file, one.after]));
  const imports = index.files
    .filter((file) => languageOf(file) === "ecmascript")
    .map((file): FileImports => {
      const before = index.facts(file)?.imports ?? [];
      const text = after.get(file);
      const facts = text === undefined ? undefined : inspectSource.facts({ path: file, text, workloads: [] });
      return { file, before, after: facts?.imports ?? before };
    });
  return manifestChanges(root, imports, (specifier) => {
    const module = lint.vendors.module(specifier);
    return module !== undefined && !module.gateway;
  });
}
