import { type Command, Option } from "commander";

/** What every command that works on a ledger takes. */
export interface LedgerOptions {
  workspace: string;
  ledger?: string;
  store?: string;
  json?: boolean;
}

/** Adds the options that say which ledger. */
export function withLedgerOptions(command: Command): Command {
  return command
    .option("--workspace <folder>", "where the documents are", ".")
    .option(
      "--ledger <file>",
      "the ledger: a file, or postgres://… (default: .fairlead/ledger.sqlite in the workspace)",
    )
    .addOption(storeOption())
    .option("--json", "print JSON");
}

/** The option that names a store which several gateways share. */
export function storeOption(): Option {
  return new Option(
    "--store <url>",
    "the store that several gateways share, postgres://… (default: FAIRLEAD_STORE in the environment)",
  ).conflicts("ledger");
}
