/** `fairlead scan`: finds code that calls vendors directly. */
import path from "node:path";
import type { LintSettings, ScanResult, SourceFinding } from "@fairlead/language-server/code";
import type { Severity } from "@fairlead/runtime/documents";
import { type Command, Option } from "commander";
import type { CommandContext } from "../context.ts";
import { momentOf } from "../moment.ts";
import { REPORT_FORMATS, type ReportFormat, SEVERITIES } from "../report-formats/index.ts";
import { withoutKnown, writeBaseline } from "../scan/baseline.ts";
import { changedFiles } from "../scan/changed-files.ts";
import { growSlowly } from "../scan/memory.ts";
import { counted, scanReport, shownPath } from "../scan/report.ts";
import { type CodeWorkspace, loadCodeWorkspace, untilInterrupted } from "../workload-code.ts";

interface ScanFlags {
  workspace: string;
  format: ReportFormat;
  json?: boolean;
  baseline?: string;
  updateBaseline?: boolean | string;
  changed?: boolean | string;
  at?: string;
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
    .option("--at <date>", "scan as of another day: whether models are retired goes by it")
    .addHelpText("after", "\nExit codes: 0 nothing calls a vendor directly; 1 something does; 2 misuse.")
    .action(async (paths: string[], flags: ScanFlags) => scan(paths, flags, context));
}

async function scan(paths: readonly string[], flags: ScanFlags, context: CommandContext): Promise<void> {
  const workspace = await loadCodeWorkspace(context, flags.workspace, paths);
  const at = momentOf(flags.at, context.now());
  growSlowly();
  // The parser takes half a second to load, which only this command should pay.
  const engine = await import("@fairlead/language-server/code");
  const lint = engine.lintSettings(workspace.lintDocument);
  const asked = await askedFor(workspace, flags.changed);
  const all = asked
    ? await untilInterrupted(context, () =>
        engine.scanWorkspace({
          ...workspace,
          ...{ paths: asked, lint, models: engine.modelKnowledge(workspace.documents, at) },
          signal: context.signal,
        }),
      )
    : { findings: [], commentProblems: [], files: 0, skipped: [], durationMs: 0 };
  const baseline = baselineOf(workspace, flags, lint, context);
  if (flags.updateBaseline) {
    const file = baseline ?? path.resolve(workspace.root, DEFAULT_BASELINE);
    const count = await writeBaseline(file, all.findings);
    context.stdout(`${counted(count, "finding")} written to ${shownPath(file, workspace.root, context.cwd)}.\n`);
    return;
  }
  const findings = baseline === undefined ? all.findings : await withoutKnown(baseline, all.findings);
  const result: ScanResult = { ...all, findings };
  const severityOf = (finding: SourceFinding) => severity(finding, lint, workspace, engine);
  const report = { result, severityOf, known: all.findings.length - findings.length, root: workspace.root };
  context.stdout(scanReport({ ...report, cwd: context.cwd }, flags.json ? "json" : flags.format));
  if (!flags.json && flags.format === "text") {
    for (const { file, why } of result.skipped) {
      context.stderr(`${shownPath(file, workspace.root, context.cwd)} skipped: ${why}\n`);
    }
  }
  if (findings.some((finding) => isWrong(finding, severityOf(finding)))) context.setExitCode(1);
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

/** Whether a finding makes the command fail: a direct call that is more than a hint, and what a project calls an error. */
function isWrong({ state }: SourceFinding, severity: Severity | undefined): boolean {
  return severity === "error" || (state === "direct" && severity !== undefined && severity !== "hint");
}

/** How loudly a finding is reported: as its project says, or else by its rule. Undefined where the rule is off. */
function severity(
  finding: SourceFinding,
  lint: LintSettings,
  { severitiesOf }: CodeWorkspace,
  engine: typeof import("@fairlead/language-server/code"),
): Severity | undefined {
  const wanted = severitiesOf(finding.file);
  const own = Object.hasOwn(wanted, finding.rule) ? wanted[finding.rule] : undefined;
  if (own === "off") return undefined;
  if (lint.testFiles === "hint" && engine.isTestFile(finding.file)) return "hint";
  const known = SEVERITIES.find((one) => one === own);
  return known ?? usualSeverity(finding, engine);
}

function usualSeverity(finding: SourceFinding, engine: typeof import("@fairlead/language-server/code")): Severity {
  const own = engine.severityOfRule(finding.rule);
  return finding.tier === "likely" && own === "warning" ? "information" : own;
}
