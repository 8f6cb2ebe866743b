/** `fairlead bench write-back`: what a run measured, as an edit of the catalog. */
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { applied, type WriteBack, writeFacts } from "@fairlead/language-server/write-back";
import { type MeasuredFacts, measuredFacts } from "@fairlead/runtime/bench/measured";
import type { Command } from "commander";
import { loadResult } from "../bench/files.ts";
import { type CommandContext, UsageError } from "../context.ts";
import { unifiedDiff } from "../unified-diff.ts";
import { loadPolicyWorkspace } from "../workspace.ts";

interface WriteBackFlags {
  workspace: string;
  write?: boolean;
  json?: boolean;
}

interface Changed {
  full: string;
  file: string;
  before: string;
  after: string;
}

/** Adds it to `fairlead bench`. */
export function registerBenchWriteBack(bench: Command, context: CommandContext): void {
  bench
    .command("write-back")
    .description("put measured latency and quality into the catalog; without --write, only show the diff")
    .argument("<result>", "*.bench.json")
    .option("--workspace <dir>", "folder with the documents", ".")
    .option("--write", "change the files")
    .option("--json", "print the facts, the diff and what is left as JSON")
    .action(async (file: string, _own: unknown, command: Command) =>
      // A parent's options of the same name would hide these.
      writeBack(file, command.optsWithGlobals<WriteBackFlags>(), context),
    );
}

async function writeBack(result: string, flags: WriteBackFlags, context: CommandContext): Promise<void> {
  const measured = measuredFacts(await loadResult(result, context));
  const workspace = await loadPolicyWorkspace(context, flags.workspace);
  const back = writeFacts(workspace, measured.facts);
  const left = [...measured.left.map(({ arm, reason }) => ({ deployment: arm, reason })), ...back.left];
  const changed = await Promise.all(back.files.map((one) => changedFile(one, context)));
  if (flags.write) for (const { full, file, after } of changed) await save(full, file, after);
  const diff = changed.map(({ file, before, after }) => unifiedDiff(file, before, after)).join("");
  if (flags.json) {
    const facts = measured.facts.filter(({ deployment }) => back.written.includes(deployment));
    context.stdout(`${JSON.stringify({ written: flags.write === true, facts, left, diff }, null, 2)}\n`);
    return;
  }
  if (!flags.write) context.stdout(diff);
  for (const { deployment, reason } of left) context.stdout(`left ${deployment}: ${reason}\n`);
  context.stdout(summary(measured.facts, back.written, flags.write === true));
}

function summary(facts: readonly MeasuredFacts[], written: readonly string[], done: boolean): string {
  const count = facts.filter(({ deployment }) => written.includes(deployment)).length;
  if (count === 0) return "There is nothing to write.\n";
  const what = `Measurements of ${count === 1 ? "a deployment" : `${count} deployments`}`;
  return done ? `${what} are in the catalog.\n` : `${what} would be written. Add --write to change the files.\n`;
}

async function changedFile({ file, edits }: WriteBack["files"][number], context: CommandContext): Promise<Changed> {
  const full = fileURLToPath(file.uri);
  // Positions are without the byte order mark, which stays.
  const mark = (await readFile(full, "utf8")).startsWith("\uFEFF") ? "\uFEFF" : "";
  const shown = path.relative(context.cwd, full).replaceAll("\\", "/");
  return { full, file: shown, before: mark + file.text, after: mark + applied(file, edits) };
}

async function save(full: string, file: string, text: string): Promise<void> {
  try {
    await writeFile(full, text);
  } catch (error) {
    throw new UsageError("cli.can-not-write", `${file} can not be written: ${(error as Error).message}`);
  }
}
