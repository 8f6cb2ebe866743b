/** Where the embedded ledger of a workspace is, and opening it. */
import { existsSync } from "node:fs";
import path from "node:path";
import { openSqliteLedger, type SqliteLedger } from "@fairlead/runtime/ledger";
import { type CommandContext, UsageError } from "./context.ts";
import type { LedgerOptions } from "./ledger-options.ts";

/** `.fairlead/ledger.sqlite` in the workspace, unless a path is given. */
export function ledgerPath(context: CommandContext, workspace: string, given: string | undefined): string {
  if (given !== undefined) return path.resolve(context.cwd, given);
  return path.join(path.resolve(context.cwd, workspace), ".fairlead", "ledger.sqlite");
}

/** Opens a ledger, making it where there is none. Throws a UsageError where the file is not a ledger. */
export function openLedger(file: string): SqliteLedger {
  try {
    return openSqliteLedger(file);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new UsageError("ledger.cannot-open", `${file}: ${message}`);
  }
}

/** Opens a ledger that must be there already. */
export function openExistingLedger(file: string): SqliteLedger {
  if (!existsSync(file)) {
    throw new UsageError("ledger.not-found", `There is no ledger at ${file}. \`fairlead serve\` makes one.`);
  }
  return openLedger(file);
}

/** Opens the ledger that the options mean, which must be there, for as long as the work takes. */
export async function withLedger(
  options: LedgerOptions,
  context: CommandContext,
  work: (ledger: SqliteLedger) => Promise<void>,
): Promise<void> {
  const ledger = openExistingLedger(ledgerPath(context, options.workspace, options.ledger));
  try {
    await work(ledger);
  } finally {
    ledger.close();
  }
}
