/** `fairlead check`: everything that there is to say about documents. */
import { closest, type Diagnostic, didYouMean, type Severity } from "@fairlead/runtime/documents";
import { type RuleHelp, ruleHelp } from "@fairlead/runtime/rule-help";
import { checkWorkspace } from "@fairlead/runtime/rules";
import { Option } from "commander";
import manifest from "../../package.json" with { type: "json" };
import { collectFiles } from "../check/collect.ts";
import { toFindings } from "../check/findings.ts";
import { type CommandContext, UsageError } from "../context.ts";
import { momentOf } from "../moment.ts";
import {
  githubReport,
  isAtLeast,
  jsonReport,
  REPORT_FORMATS,
  type Report,
  type ReportFormat,
  repositoryRoot,
  SEVERITIES,
  sarifReport,
  textReport,
} from "../report-formats/index.ts";
import { wholeNumberFromZero } from "../whole-number.ts";
import type { RegisterSubcommand } from "./index.ts";

interface CheckOptions {
  format: ReportFormat;
  json?: boolean;
  at?: string;
  severity: Severity;
  maxWarnings?: number;
  explain?: string;
}

/** Adds `fairlead check`. */
export const registerCheck: RegisterSubcommand = (program, context) => {
  program
    .command("check")
    .description("check the documents: their form, their links, and what they mean together")
    .argument("[paths...]", "files or folders (default: this folder)")
    .addOption(new Option("--format <format>", "how to print what is found").choices(REPORT_FORMATS).default("text"))
    .option("--json", "the same as --format json")
    .addOption(new Option("--severity <level>", "the lowest severity to print").choices(SEVERITIES).default("warning"))
    .option("--max-warnings <number>", "exit with 1 where there are more warnings than this", wholeNumberFromZero)
    .option("--at <date>", "check as of another day: notices, renewals and prices go by it")
    .option("--explain <code>", "print the page of a rule, and check nothing")
    .addHelpText(
      "after",
      "\nExit codes: 0 nothing wrong; 1 errors, or more warnings than allowed; 2 misuse, or files that can not be read.",
    )
    .action((paths: string[], options: CheckOptions) =>
      options.explain === undefined ? check(paths, options, context) : explain(options.explain, context),
    );
};

async function check(paths: readonly string[], options: CheckOptions, context: CommandContext): Promise<void> {
  const at = momentOf(options.at, context.now());
  const { asked, files } = await collectFiles(paths.length > 0 ? paths : ["."], context.cwd);
  if (asked.size === 0) {
    const where = paths.length > 0 ? paths.join(", ") : context.cwd;
    throw new UsageError(
      "cli.no-documents",
      `There are no Fairlead documents in ${where}. Documents are named *.catalog.yaml, *.routing-policy.yaml, *.benchmark.yaml or fairlead.yaml, or say apiVersion: fairlead/v1.`,
    );
  }
  const checked = checkWorkspace(files, { at });
  const all = checked.diagnostics.filter(({ uri }) => asked.has(uri));
  const shown = all.filter(({ severity }) => isAtLeast(severity, options.severity));
  const counts = countOf(all, checked.files.filter(({ uri }) => asked.has(uri)).length);
  const report: Report = {
    command: "check",
    version: manifest.version,
    findings: toFindings(shown, checked.files),
    rules: ruleHelp,
    cwd: context.cwd,
    root: repositoryRoot(context.cwd),
  };
  context.stdout(print(options.json ? "json" : options.format, report, counts, all.length - shown.length));
  const isTooMuch = options.maxWarnings !== undefined && counts.warnings > options.maxWarnings;
  if (isTooMuch)
    context.stderr(`${words(counts.warnings, "warning")}, and at most ${options.maxWarnings} are allowed.\n`);
  context.setExitCode(counts.errors > 0 || isTooMuch ? 1 : 0);
}

type Counts = Readonly<Record<"files" | "errors" | "warnings", number>>;

function countOf(all: readonly Diagnostic[], files: number): Counts {
  const count = (wanted: Severity) => all.filter(({ severity }) => severity === wanted).length;
  return { files, errors: count("error"), warnings: count("warning") };
}

function print(format: ReportFormat, report: Report, counts: Counts, hidden: number): string {
  switch (format) {
    case "json":
      return jsonReport(report, counts);
    case "sarif":
      return sarifReport(report);
    case "github":
      return `${githubReport(report)}${summary(counts, hidden)}\n`;
    case "text":
      return `${textReport(report)}${summary(counts, hidden)}\n`;
  }
}

function summary({ files, errors, warnings }: Counts, hidden: number): string {
  const more = hidden > 0 ? ` (${hidden} below that: --severity hint)` : "";
  if (errors === 0 && warnings === 0) return `${words(files, "file")}, no problems${more}`;
  return `${words(files, "file")}, ${words(errors, "error")}, ${words(warnings, "warning")}${more}`;
}

function words(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}

function explain(code: string, context: CommandContext): void {
  const page: RuleHelp | undefined = Object.hasOwn(ruleHelp, code) ? ruleHelp[code] : undefined;
  if (!page) {
    const likely = didYouMean(closest(code, Object.keys(ruleHelp)));
    throw new UsageError("cli.unknown-rule", `There is no rule "${code}".${likely}`);
  }
  const said = page.fixed ? "always an error" : `${page.severity}, unless fairlead.yaml says otherwise`;
  context.stdout(`${code} (${said})\n\n${page.body}\n`);
}
