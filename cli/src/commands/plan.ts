/** `fairlead plan`: what a change of the documents changes. */
import { type PlanCondition, plan, planCondition, planMarkdown, planText } from "@fairlead/runtime/policy";
import { InvalidArgumentError, Option } from "commander";
import { type CommandContext, UsageError } from "../context.ts";
import { momentOf } from "../moment.ts";
import { branchingPoint, compiledSides, readSide, rootOf, WORKING_TREE } from "../plan/sides.ts";
import { recordedTraffic } from "../plan/traffic.ts";
import { wholeNumber } from "../whole-number.ts";
import { isFolder } from "../workspace.ts";
import type { RegisterSubcommand } from "./index.ts";

interface PlanFlags {
  workspace: string;
  base: string;
  mergeBase?: boolean;
  head?: string;
  at?: string;
  horizon: number;
  tolerance: number;
  ledger?: string;
  store?: string;
  since?: string;
  format: "text" | "markdown" | "json";
  failOn: PlanCondition[];
}

async function planCommand(flags: PlanFlags, context: CommandContext): Promise<void> {
  const root = rootOf(context, flags.workspace);
  if (!(await isFolder(root))) throw new UsageError("cli.no-such-folder", `There is no folder ${flags.workspace}.`);
  const at = momentOf(flags.at, context.now());
  const head = flags.head ?? WORKING_TREE;
  const base = flags.mergeBase ? await branchingPoint(root, flags.base, head) : flags.base;
  const before = { ...(await readSide(root, base)), name: flags.base };
  const after = await readSide(root, head);
  if (before.checked.files.length === 0 && after.checked.files.length === 0)
    throw new UsageError(
      "cli.no-documents",
      `There are no Fairlead documents in ${root}, neither now nor in ${flags.base}.`,
    );
  const [one, other] = compiledSides([before, after], context);
  if (!one || !other) return;
  const isPriced = flags.ledger !== undefined || flags.store !== undefined;
  const traffic = isPriced ? await recordedTraffic(flags, context, momentOf(flags.since, 0, "--since")) : undefined;
  const options = { at, horizonDays: flags.horizon, tolerancePercent: flags.tolerance };
  const found = plan(one, other, traffic ? { ...options, traffic } : options);
  const names = { before: before.name, after: after.name };
  if (flags.format === "json") context.stdout(`${JSON.stringify({ names, ...found }, undefined, 2)}\n`);
  else context.stdout(flags.format === "markdown" ? planMarkdown(found, names) : planText(found, names));
  for (const { text, test } of flags.failOn) {
    const why = test(found);
    if (why === undefined) continue;
    context.stderr(`plan.fails-on ${text}: ${why}.\n`);
    context.setExitCode(1);
  }
}

function conditions(text: string, before: PlanCondition[]): PlanCondition[] {
  const found = text.split(",").map((part) => {
    const condition = planCondition(part);
    if (condition) return condition;
    throw new InvalidArgumentError(
      `"${part}" is no condition. There are: worse, unserved, cost>10%, latency>20%, hhi>1800.`,
    );
  });
  return [...before, ...found];
}

function percent(text: string): number {
  const value = Number(text.replace(/%$/, ""));
  if (text !== "" && Number.isFinite(value) && value >= 0) return value;
  throw new InvalidArgumentError("It must be a percentage from 0 up.");
}

/** Adds `fairlead plan`. */
export const registerPlan: RegisterSubcommand = (program, context) => {
  program
    .command("plan")
    .description("say what a change of the documents changes: routes, money, latency, exposure, now and on later dates")
    .option("--workspace <folder>", "where the documents are", ".")
    .option("--base <revision>", "git revision to compare with", "HEAD")
    .option("--head <revision>", "git revision to compare (default: the files on disk)")
    .option("--merge-base", "compare with where the branch left the base, as a pull request does")
    .option("--at <date>", "the moment to compare at (default: now)")
    .option("--horizon <days>", "how far ahead to look for notices that take effect", wholeNumber, 366)
    .option("--tolerance <percent>", "by how much cost and latency may rise without being worse", percent, 10)
    .option("--ledger <file>", "price the traffic recorded in this ledger: a file, or postgres://…")
    .addOption(new Option("--store <url>", "the same for a store that several gateways share").conflicts("ledger"))
    .option("--since <date>", "from when on the ledger's records count (default: all)")
    .addOption(new Option("--format <format>", "how to print it").choices(["text", "markdown", "json"]).default("text"))
    .option("--json", "the same as --format json")
    .option(
      "--fail-on <conditions>",
      "exit with 1 on any of these, separated by commas: worse, unserved, cost>10%, latency>20%, hhi>1800",
      conditions,
      [],
    )
    .action((flags: PlanFlags & { json?: boolean }) =>
      planCommand(flags.json ? { ...flags, format: "json" } : flags, context),
    );
};
