/** Where the ledger of a workspace is, and opening it. */
import { existsSync } from "node:fs";
import path from "node:path";
import { type LedgerBooks, openSqliteLedger, type SqliteLedger } from "@fairlead/runtime/ledger";
import { type CommandContext, UsageError } from "./context.ts";
import type { LedgerOptions } from "./ledger-options.ts";

/** `.fairlead/ledger.sqlite` in the workspace, unless a path is given. */
export function ledgerPath(context: CommandContext, workspace: string, given: string | undefined): string {
  if (given !== undefined) return path.resolve(context.cwd, given);
  return path.join(path.resolve(context.cwd, workspace), ".fairlead", "ledger.sqlite");
}

/** Opens a ledger, making it where there is none. Throws a UsageError where the file is not a ledger. */
export function openLedger(file: string, open: (file: string) => SqliteLedger = openSqliteLedger): SqliteLedger {
  try {
    return open(file);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new UsageError("ledger.cannot-open", `${file}: ${message}`);
  }
}

/** Opens a ledger that must be there already. */
function openExistingLedger(file: string): SqliteLedger {
  if (!existsSync(file)) {
    throw new UsageError("ledger.not-found", `There is no ledger at ${file}. \`fairlead serve\` makes one.`);
  }
  return openLedger(file);
}

const ANY_URL = /^[a-z][a-z+]*:\/\//i;

/**
 * The store that the options or the environment name, also where it is given as the ledger; undefined where the ledger
 * is a file.
 */
export function storeUrl(
  context: CommandContext,
  options: Pick<LedgerOptions, "ledger" | "store">,
): string | undefined {
  const { ledger, store = ledger === undefined ? context.env.FAIRLEAD_STORE || undefined : undefined } = options;
  const isGivenAsLedger = ledger !== undefined && ANY_URL.test(ledger);
  const url = isGivenAsLedger ? ledger : store;
  if (url === undefined || /^postgres(ql)?:\/\/\S+$/.test(url)) return url;
  const name = isGivenAsLedger ? "--ledger" : "--store";
  throw new UsageError("cli.bad-option", `${name} ${withoutPassword(url)}: write postgres://USER@HOST:PORT/DATABASE.`);
}

function withoutPassword(url: string): string {
  return url.replace(/\/\/([^:@/]*):[^@]*@/, "//$1:…@");
}

/** What is thrown where a store can not be opened. */
export function storeError(url: string, error: unknown): UsageError {
  // A connection that is refused on all addresses of a host is an error without words of its own.
  const inner = error instanceof AggregateError ? error.errors[0] : error;
  const words = inner instanceof Error ? inner.message : String(inner);
  return new UsageError("ledger.cannot-open", `${withoutPassword(url)}: ${words}`);
}

/**
 * Opens the records and keys that the options mean: of a shared store, or of a file.
 * @param whereMissing what happens where there is none yet
 */
export async function openBooks(
  options: LedgerOptions,
  context: CommandContext,
  whereMissing: "make" | "refuse",
): Promise<LedgerBooks> {
  const url = storeUrl(context, options);
  if (url !== undefined) {
    const { openPostgresBooks } = await import("@fairlead/runtime/ledger/postgres");
    try {
      return await openPostgresBooks(url, whereMissing);
    } catch (error) {
      throw storeError(url, error);
    }
  }
  const file = ledgerPath(context, options.workspace, options.ledger);
  return whereMissing === "make" ? openLedger(file) : openExistingLedger(file);
}

/** Opens the records and keys that the options mean, which must be there, for as long as the work takes. */
export async function withLedger(
  options: LedgerOptions,
  context: CommandContext,
  work: (ledger: LedgerBooks) => Promise<void>,
): Promise<void> {
  const ledger = await openBooks(options, context, "refuse");
  try {
    await work(ledger);
  } finally {
    await ledger.close();
  }
}
