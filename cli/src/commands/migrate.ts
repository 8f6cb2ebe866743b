/** `fairlead migrate`: rewrites direct vendor clients to the gateway's. */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { WorkspaceMigration } from "@fairlead/language-server/code";
import { type Command, Option } from "commander";
import { type CommandContext, UsageError } from "../context.ts";
import { counted, shownPath } from "../scan/report.ts";
import { unifiedDiff } from "../unified-diff.ts";
import { loadCodeWorkspace, untilInterrupted } from "../workload-code.ts";

interface MigrateFlags {
  workspace: string;
  write?: boolean;
  dryRun?: boolean;
  grade: "safe" | "unsafe";
  manifests?: boolean;
  json?: boolean;
}

/** Adds `fairlead migrate`. */
export function registerMigrate(program: Command, context: CommandContext): void {
  program
    .command("migrate")
    .description("rewrite direct vendor clients to the gateway's; without --write, only show how")
    .argument("[paths...]", "files or folders (default: the workspace)")
    .option("--workspace <folder>", "folder of the documents, to which code globs are relative", ".")
    .addOption(new Option("--dry-run", "print a unified diff and change nothing (the default)").conflicts("write"))
    .option("--write", "change the files")
    .addOption(
      new Option("--grade <grade>", "the least trusted fixes to apply").choices(["safe", "unsafe"]).default("safe"),
    )
    .option("--manifests", "also change the dependencies in package.json where the migration asks for it")
    .option("--json", "print the report as JSON")
    .action(async (paths: string[], flags: MigrateFlags) => migrate(paths, flags, context));
}

async function migrate(paths: readonly string[], flags: MigrateFlags, context: CommandContext): Promise<void> {
  const workspace = await loadCodeWorkspace(context, flags.workspace, paths);
  // The parser takes half a second to load, which only this command should pay.
  const { lintSettings, migrateWorkspace } = await import("@fairlead/language-server/code");
  const { grade } = flags;
  const work = () =>
    migrateWorkspace({ ...workspace, lint: lintSettings(workspace.lintDocument), grade, signal: context.signal });
  const migration = await untilInterrupted(context, work);
  if (flags.write) await writeAll(filesToWrite(migration, flags), workspace.root);
  if (flags.json) context.stdout(`${JSON.stringify(plainReport(migration, flags), undefined, 2)}\n`);
  else report(migration, flags, workspace.root, context);
  const remains = flags.write ? [] : migration.changed.flatMap(({ applied }) => applied);
  const left = migration.left.map(({ finding }) => finding);
  if ([...remains, ...left].some(({ state }) => state === "direct")) context.setExitCode(1);
}

interface Changed {
  file: string;
  before: string;
  after: string;
}

function filesToWrite({ changed, manifests }: WorkspaceMigration, flags: MigrateFlags): Changed[] {
  return [...changed, ...(flags.manifests ? manifests.map((one) => ({ ...one, file: one.manifest })) : [])];
}

async function writeAll(files: readonly Changed[], root: string): Promise<void> {
  for (const [index, { file, after }] of files.entries()) {
    try {
      await writeFile(path.resolve(root, file), after);
    } catch (error) {
      const { message } = error as Error;
      throw new UsageError(
        "cli.can-not-write",
        `${file} can not be written (${message}). ${counted(index, "file")} before it changed; run the command again once it can.`,
      );
    }
  }
}

function plainReport(migration: WorkspaceMigration, flags: MigrateFlags) {
  const { changed, left, missingDependencies, unusedDependencies, manifests, files, skipped } = migration;
  return {
    written: flags.write === true,
    grade: flags.grade,
    changed: changed.map(({ file, before, after, applied, unused }) => ({
      ...{ file, applied, unused },
      diff: unifiedDiff(file, before, after),
    })),
    left: left.map(({ finding, why }) => ({ ...finding, why })),
    missingDependencies,
    unusedDependencies,
    manifests: manifests.map(({ manifest, before, after, added, removed }) => ({
      ...{ manifest, added, removed, diff: unifiedDiff(manifest, before, after) },
    })),
    files,
    skipped,
  };
}

function report(migration: WorkspaceMigration, flags: MigrateFlags, root: string, context: CommandContext): void {
  const { changed, left, missingDependencies, unusedDependencies, manifests, skipped } = migration;
  if (!flags.write) {
    for (const { file, before, after } of filesToWrite(migration, flags))
      context.stdout(unifiedDiff(file, before, after));
  }
  const done = changed.flatMap(({ applied }) => applied);
  if (flags.write) {
    for (const { file, line, column, api } of done) {
      context.stdout(`${shownPath(file, root, context.cwd)}:${line}:${column} migrated ${api}\n`);
    }
  }
  for (const { file, unused } of changed) {
    for (const { name, line } of unused) {
      context.stdout(`${shownPath(file, root, context.cwd)}:${line} unused afterwards: ${name}\n`);
    }
  }
  for (const { finding, why } of left) {
    const { file, line, column, rule, api } = finding;
    context.stdout(`${shownPath(file, root, context.cwd)}:${line}:${column} left ${rule} ${api}: ${why}\n`);
  }
  for (const { file, why } of skipped) context.stderr(`${shownPath(file, root, context.cwd)} skipped: ${why}\n`);
  const shown = (manifest: string) => shownPath(manifest, root, context.cwd);
  const prefix = (manifest: string) => `--prefix ${path.posix.dirname(shown(manifest))}`;
  if (flags.manifests) {
    for (const { manifest, added, removed } of manifests) {
      const changes = [...added.map((name) => `adds ${name}`), ...removed.map((name) => `removes ${name}`)];
      const what = changes.join(", ");
      context.stdout(`${shown(manifest)} ${what}: npm install ${prefix(manifest)}\n`);
    }
  } else {
    for (const { manifest, package: name } of missingDependencies) {
      context.stdout(`${shown(manifest)} needs ${name}: npm install ${prefix(manifest)} ${name}\n`);
    }
    for (const { manifest, package: name } of unusedDependencies) {
      context.stdout(`${shown(manifest)} no longer needs ${name}: npm uninstall ${prefix(manifest)} ${name}\n`);
    }
  }
  const would = flags.write ? "" : "would be ";
  const hint = flags.write || done.length === 0 ? "" : " Add --write to change the files.";
  context.stdout(
    `${counted(done.length, "client")} in ${counted(changed.length, "file")} ${would}migrated, ${left.length} left.${hint}\n`,
  );
}
