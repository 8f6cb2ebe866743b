import { TOTALS_DIMENSIONS } from "@fairlead/runtime/ledger";
import { Option } from "commander";
import { type ExportOptions, exportLedger } from "../ledger/export.ts";
import { withFilterOptions } from "../ledger/filter-options.ts";
import { withFormat } from "../ledger/format.ts";
import { type QueryOptions, query } from "../ledger/query.ts";
import { type TotalsOptions, totals } from "../ledger/totals.ts";
import { type VerifyOptions, verify } from "../ledger/verify.ts";
import { withLedgerOptions } from "../ledger-options.ts";
import { wholeNumber } from "../whole-number.ts";
import type { RegisterSubcommand } from "./index.ts";

/** Adds `fairlead ledger totals|query|verify|export`. */
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
};
