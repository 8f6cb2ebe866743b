import { TOTALS_DIMENSIONS } from "@fairlead/runtime/ledger";
import { Option } from "commander";
import { type ExportOptions, exportLedger } from "../ledger/export.ts";
import { withFilterOptions } from "../ledger/filter-options.ts";
import { withFormat } from "../ledger/format.ts";
import { type QueryOptions, query } from "../ledger/query.ts";
import { reconcile } from "../ledger/reconcile.ts";
import {
  parseColumn,
  parseMapping,
  parseRate,
  parseTolerance,
  type ReconcileOptions,
} from "../ledger/reconcile-options.ts";
import { type TotalsOptions, totals } from "../ledger/totals.ts";
import { type VerifyOptions, verify } from "../ledger/verify.ts";
import { withLedgerOptions } from "../ledger-options.ts";
import { wholeNumber } from "../whole-number.ts";
import type { RegisterSubcommand } from "./index.ts";

/** Adds `fairlead ledger totals|query|verify|export|reconcile`. */
export const registerLedger: RegisterSubcommand = (program, context) => {
  const ledger = program.command("ledger").description("what was decided, used and paid");
  withFormat(withFilterOptions(withLedgerOptions(ledger.command("totals"))))
    .description("sum requests, tokens and money")
    .option("--by <dimensions>", `comma-separated: ${TOTALS_DIMENSIONS.join(", ")}`, "workload,provider")
    .action((options: TotalsOptions) => totals(options, context));
  withFormat(withFilterOptions(withLedgerOptions(ledger.command("query").alias("decisions"))))
    .description("show decision records, the newest first")
    .option("--limit <number>", "how many", wholeNumber, 20)
    .action((options: QueryOptions) => query(options, context));
  withLedgerOptions(ledger.command("verify"))
    .description("check that the records are as they were written, and none is missing")
    .option("--anchor <place:hash>", "what an earlier verify printed; it must still be there")
    .action((options: VerifyOptions) => verify(options, context));
  withFilterOptions(withLedgerOptions(ledger.command("export")))
    .description("write what was used and paid as finance tools read it, as CSV unless --json")
    .addOption(
      new Option("--format <name>", "FOCUS, the FinOps Open Cost and Usage Specification")
        .choices(["focus"])
        .default("focus"),
    )
    .addOption(new Option("--period <length>", "how long a charge period is").choices(["hour", "day"]).default("day"))
    .action((options: ExportOptions) => exportLedger(options, context));
  withLedgerOptions(ledger.command("reconcile"))
    .description(
      "compare a provider's invoice with what was metered, by the contract's definition, and name each difference",
    )
    .argument("<invoice>", "a CSV file: an export of FOCUS, AWS, Azure or OpenAI, or any with --column")
    .requiredOption("--provider <id>", "whose invoice it is")
    .option("--since <time>", "the beginning of its period (default: its first day)")
    .option("--until <time>", "the first moment after its period (default: the day after its last)")
    .option("--tolerance <percent>", "what may differ", parseTolerance, 0.005)
    .option("--rate <number>", "USD for one unit of its currency, where that is not USD", parseRate)
    .option("--column <field=header>", "what a column holds; may be repeated", parseColumn, {})
    .option("--map <text=deployment>", "which deployment the invoice's words mean; may be repeated", parseMapping, [])
    .option("--match <text>", "only lines with this text in what they are for")
    .action((file: string, options: ReconcileOptions) => reconcile(file, options, context));
};
