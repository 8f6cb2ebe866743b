/** `fairlead report`: who an organisation hangs on, on what terms, what comes, and what its ledger shows. */
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { compile } from "@fairlead/runtime/policy";
import { Option } from "commander";
import { type CommandContext, UsageError } from "../context.ts";
import { nullForUndefined } from "../json.ts";
import { ledgerPath, storeUrl } from "../ledger-file.ts";
import { type LedgerOptions, withLedgerOptions } from "../ledger-options.ts";
import { momentOf } from "../moment.ts";
import { buildReport, type GovernanceReport } from "../report/build.ts";
import { evidenceOf, type LedgerEvidence } from "../report/evidence.ts";
import { reportHtml, reportMarkdown, reportText } from "../report/print.ts";
import { headline, sectionsOf } from "../report/sections.ts";
import { loadPolicyWorkspace } from "../workspace.ts";
import type { RegisterSubcommand } from "./index.ts";

interface ReportFlags extends LedgerOptions {
  at?: string;
  since?: string;
  format: "text" | "json" | "markdown" | "html";
  out?: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** Days of the ledger that are summed, where nobody says. */
const USUAL_DAYS = 30;

async function report(flags: ReportFlags, context: CommandContext): Promise<void> {
  const at = momentOf(flags.at, context.now());
  const since = flags.since === undefined ? at - USUAL_DAYS * DAY_MS : momentOf(flags.since, at, "--since");
  const { documents } = await loadPolicyWorkspace(context, flags.workspace);
  const ledger = await ledgerEvidence(flags, context, { since, until: at });
  const text = print(buildReport(documents, compile(documents), at, ledger), flags.format);
  if (flags.out === undefined) {
    context.stdout(text);
    return;
  }
  try {
    await writeFile(path.resolve(context.cwd, flags.out), text);
  } catch (error) {
    throw new UsageError("cli.can-not-write", `${flags.out}: ${(error as Error).message}`);
  }
}

/** undefined where none is named and the workspace has none yet: the documents alone have much to say. */
async function ledgerEvidence(
  flags: ReportFlags,
  context: CommandContext,
  period: { since: number; until: number },
): Promise<LedgerEvidence | undefined> {
  const isNamed = flags.ledger !== undefined || storeUrl(context, flags) !== undefined;
  if (!isNamed && !existsSync(ledgerPath(context, flags.workspace, undefined))) return undefined;
  return evidenceOf(flags, context, period);
}

function print(found: GovernanceReport, format: ReportFlags["format"]): string {
  switch (format) {
    case "json": {
      const { traffic: _, ...ledger } = found.ledger ?? { traffic: undefined };
      return `${JSON.stringify({ ...found, ledger: found.ledger && ledger }, nullForUndefined, 2)}\n`;
    }
    case "markdown":
      return reportMarkdown(headline(found), sectionsOf(found));
    case "html":
      return reportHtml(headline(found), sectionsOf(found));
    case "text":
      return reportText(headline(found), sectionsOf(found));
  }
}

/** Adds `fairlead report`. */
export const registerReport: RegisterSubcommand = (program, context) => {
  withLedgerOptions(program.command("report"))
    .description("what leaders and auditors ask: who all hangs on, contracts, announced changes, money, whole records")
    .option("--at <date>", "the moment to look at (default: now)")
    .option("--since <date>", "sum the ledger from this date on (default: 30 days before)")
    .addOption(
      new Option("--format <format>", "how to print it").choices(["text", "json", "markdown", "html"]).default("text"),
    )
    .option("--out <file>", "write it to a file")
    .action((flags: ReportFlags) => report(flags.json ? { ...flags, format: "json" } : flags, context));
};
