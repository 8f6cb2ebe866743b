import type { Command } from "commander";

/** What every command that works on a ledger takes. */
export interface LedgerOptions {
  workspace: string;
  ledger?: string;
  json?: boolean;
}

/** Adds the options that say which ledger. */
export function withLedgerOptions(command: Command): Command {
  return command
    .option("--workspace <folder>", "where the documents are", ".")
    .option("--ledger <file>", "the ledger's file (default: .fairlead/ledger.sqlite in the workspace)")
    .option("--json", "print JSON");
}
