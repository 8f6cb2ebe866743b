/** `fairlead scan`: finds code that calls vendors directly. */
import path from "node:path";
import type { ScanResult, SourceFinding } from "@fairlead/language-server/code";
import type { Command } from "commander";
import type { CommandContext } from "../context.ts";
import { loadCodeWorkspace, untilInterrupted } from "../workload-code.ts";

interface ScanFlags {
  workspace: string;
  json?: boolean;
}

/** Adds `fairlead scan`. */
export function registerScan(program: Command, context: CommandContext): void {
  program
    .command("scan")
    .description("find code that calls vendors directly")
    .argument("[paths...]", "files or folders (default: the workspace)")
    .option("--workspace <folder>", "folder of the documents, to which code globs are relative", ".")
    .option("--json", "print the findings as JSON")
    .action(async (paths: string[], flags: ScanFlags) => scan(paths, flags, context));
}

async function scan(paths: readonly string[], flags: ScanFlags, context: CommandContext): Promise<void> {
  const workspace = await loadCodeWorkspace(context, flags.workspace, paths);
  // The parser takes half a second to load, which only this command should pay.
  const { scanWorkspace } = await import("@fairlead/language-server/code");
  const result = await untilInterrupted(context, () => scanWorkspace({ ...workspace, signal: context.signal }));
  if (flags.json) context.stdout(`${JSON.stringify(plainResult(result), undefined, 2)}\n`);
  else print(result, workspace.root, context);
  if (result.findings.some(({ state }) => state === "direct")) context.setExitCode(1);
}

/** The result as others read it: without the offsets, which only an editor has a use for. */
function plainResult(result: ScanResult) {
  const findings = result.findings.map(({ offset: _offset, length: _length, ...finding }) => finding);
  return { ...result, findings, durationMs: Math.round(result.durationMs) };
}

function print(result: ScanResult, root: string, context: CommandContext): void {
  for (const finding of result.findings) {
    if (finding.state !== "gateway") context.stdout(`${findingLine(finding, root, context.cwd)}\n`);
  }
  for (const { file, why } of result.skipped) context.stderr(`${shownPath(file, root, context.cwd)} skipped: ${why}\n`);
  context.stdout(`${summary(result)}\n`);
}

/** `file:line:col rule message`, the file as seen from where the command runs. */
export function findingLine(finding: SourceFinding, root: string, cwd: string): string {
  const { file, line, column, rule, message } = finding;
  return `${shownPath(file, root, cwd)}:${line}:${column} ${rule} ${message}`;
}

/** A path of a finding as seen from where the command runs. */
export function shownPath(file: string, root: string, cwd: string): string {
  return path.relative(cwd, path.resolve(root, file)).split(path.sep).join("/");
}

/** A number with its word, in the plural where it is one. */
export function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

function summary({ findings, files }: ScanResult): string {
  const count = (test: (finding: SourceFinding) => boolean) => findings.filter(test).length;
  const direct = count(({ state }) => state === "direct");
  const elsewhere = count(({ state }) => state !== "direct" && state !== "gateway");
  const gateway = count(({ state }) => state === "gateway");
  const safe = count(({ fix }) => fix === "safe");
  const parts = [`${counted(direct, "direct call")}`];
  if (elsewhere > 0) parts.push(`${elsewhere} to other or unknown addresses`);
  parts.push(`${gateway} through the gateway`);
  const fixes = safe > 0 ? `. \`fairlead migrate\` can rewrite ${safe} safely` : "";
  return `${counted(files, "file")}: ${parts.join(", ")}${fixes}.`;
}
