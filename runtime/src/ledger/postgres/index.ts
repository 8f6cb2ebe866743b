/** The shared store. It is loaded only where it is asked for, since its driver takes time to load. */
export { openPostgresBooks } from "./postgres-books.ts";
export { openPostgresLedger, type PostgresOptions } from "./postgres-ledger.ts";
