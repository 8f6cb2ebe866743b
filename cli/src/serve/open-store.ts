/** Opens what the gateway reserves, records and knows its keys from: a shared store, or the embedded ledger. */
import type { LedgerStore } from "@fairlead/runtime/ledger";
import { openSqliteLedger } from "@fairlead/runtime/ledger";
import type { CommandContext } from "../context.ts";
import { ledgerPath, openLedger, storeError, storeUrl } from "../ledger-file.ts";
import type { ServeOptions } from "./options.ts";

/** Opens the store that the options mean. Throws a UsageError where it can not. */
export async function openStore(options: ServeOptions, context: CommandContext): Promise<LedgerStore> {
  const url = storeUrl(context, options);
  if (url === undefined) {
    const isShared = options.workers > 1;
    return openLedger(ledgerPath(context, options.workspace, options.ledger), (file) =>
      openSqliteLedger(file, { isShared, now: context.now }),
    );
  }
  const { openPostgresLedger } = await import("@fairlead/runtime/ledger/postgres");
  try {
    return await openPostgresLedger(url, {
      now: context.now,
      ...(options.leaseSeconds === undefined ? {} : { leaseMs: options.leaseSeconds * 1000 }),
      fault: (error) => context.stderr(`${error instanceof Error ? error.message : String(error)}\n`),
    });
  } catch (error) {
    throw storeError(url, error);
  }
}
