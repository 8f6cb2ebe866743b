/** `fairlead scan`: finds code that calls vendors directly. */
import path from "node:path";
import type { LintSettings, ScanResult, SourceFinding } from "@fairlead/language-server/code";
import type { Severity } from "@fairlead/runtime/documents";
import { type Command, Option } from "commander";
import type { CommandContext } from "../context.ts";
import { REPORT_FORMATS, type ReportFormat } from "../report-formats/index.ts";
import { withoutKnown, writeBaseline } from "../scan/baseline.ts";
import { changedFiles } from "../scan/changed-files.ts";
import { counted, scanReport, shownPath } from "../scan/report.ts";
import { type CodeWorkspace, loadCodeWorkspace, untilInterrupted } from "../workload-code.ts";

interface ScanFlags {
  workspace: string;
  format: ReportFormat;
  json?: boolean;
  baseline?: string;
  updateBaseline?: boolean | string;
  changed?: boolean | string;
}

const DEFAULT_BASELINE = "fairlead-baseline.json";

/** Adds `fairlead scan`. */
export function registerScan(program: Command, context: CommandContext): void {
  program
    .command("scan")
    .description("find code that calls vendors directly")
    .argument("[paths...]", "files or folders (default: the workspace)")
    .option("--workspace <folder>", "folder of the documents, to which code globs are relative", ".")
    .addOption(new Option("--format <format>", "how to print what is found").choices(REPORT_FORMATS).default("text"))
    .option("--json", "the same as --format json")
    .option("--baseline <file>", "leave out the findings that this file knows (default: the project's lint.baseline)")
    .option("--update-baseline", "write all findings to the baseline, and report none")
    .option("--changed [revision]", "only files that changed since the branch left a revision (default: HEAD)")
    .addHelpText("after", "\nExit codes: 0 nothing calls a vendor directly; 1 something does; 2 misuse.")
    .action(async (paths: string[], flags: ScanFlags) => scan(paths, flags, context));
}

async function scan(paths: readonly string[], flags: ScanFlags, context: CommandContext): Promise<void> {
  const workspace = await loadCodeWorkspace(context, flags.workspace, paths);
  // The parser takes half a second to load, which only this command should pay.
  const engine = await import("@fairlead/language-server/code");
  const lint = engine.lintSettings(workspace.lintDocument);
  const asked = await askedFor(workspace, flags.changed);
  const all = asked
    ? await untilInterrupted(context, () =>
        engine.scanWorkspace({
          ...workspace,
          ...{ paths: asked, lint, models: engine.modelKnowledge(workspace.documents) },
          signal: context.signal,
        }),
      )
    : { findings: [], files: 0, skipped: [], durationMs: 0 };
  const baseline = baselineOf(workspace, flags, lint, context);
  if (flags.updateBaseline) {
    const file = baseline ?? path.resolve(workspace.root, DEFAULT_BASELINE);
    const count = await writeBaseline(file, all.findings);
    context.stdout(`${counted(count, "finding")} written to ${shownPath(file, workspace.root, context.cwd)}.\n`);
    return;
  }
  const findings = baseline === undefined ? all.findings : await withoutKnown(baseline, all.findings);
  const result: ScanResult = { ...all, findings };
  const severityOf = (finding: SourceFinding): Severity | undefined => severity(finding, lint, engine);
  const report = { result, severityOf, known: all.findings.length - findings.length, root: workspace.root };
  context.stdout(scanReport({ ...report, cwd: context.cwd }, flags.json ? "json" : flags.format));
  if (!flags.json && flags.format === "text") {
    for (const { file, why } of result.skipped) {
      context.stderr(`${shownPath(file, workspace.root, context.cwd)} skipped: ${why}\n`);
    }
  }
  const counts = (finding: SourceFinding) => finding.state === "direct" && severityOf(finding) !== "hint";
  if (findings.some(counts)) context.setExitCode(1);
}

/** The paths to look into; undefined where nothing changed. */
async function askedFor(
  { root, paths }: CodeWorkspace,
  changed: boolean | string | undefined,
): Promise<string[] | undefined> {
  if (changed === undefined) return paths;
  const files = await changedFiles(root, typeof changed === "string" ? changed : "HEAD");
  const within = files.filter((file) => paths.length === 0 || paths.some((one) => isWithin(file, one)));
  return within.length > 0 ? within : undefined;
}

function isWithin(file: string, folder: string): boolean {
  return file === folder || file.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);
}

/** The baseline that is asked for, or that the project has. */
function baselineOf(
  { root }: CodeWorkspace,
  flags: ScanFlags,
  { baseline }: LintSettings,
  context: CommandContext,
): string | undefined {
  if (flags.baseline !== undefined) return path.resolve(context.cwd, flags.baseline);
  return baseline === undefined ? undefined : path.resolve(root, baseline);
}

function severity(
  finding: SourceFinding,
  lint: LintSettings,
  engine: typeof import("@fairlead/language-server/code"),
): Severity {
  if (lint.testFiles === "hint" && engine.isTestFile(finding.file)) return "hint";
  const own = engine.severityOfRule(finding.rule);
  return finding.tier === "likely" && own === "warning" ? "information" : own;
}
