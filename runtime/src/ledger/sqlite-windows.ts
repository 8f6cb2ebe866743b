/** The budgets' windows in the embedded store, as one transaction sees them: each is read once and written once. */
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { type MicroUsd, microUsd } from "../documents/money.ts";
import type { BudgetClaim, Funds } from "./types.ts";

/** What is kept of a claim with its reservation. */
export type HeldClaim = readonly [budget: string, windowStart: number];

type Row = Record<string, string | number | null>;

interface Window {
  budget: string;
  start: number;
  reserved: number;
  settled: number;
  changed: boolean;
}

export class SqliteWindows {
  readonly #statements: Record<"read" | "open" | "write", StatementSync>;
  /** Those that the transaction under way has read. */
  readonly #known = new Map<string, Window>();

  constructor(database: DatabaseSync) {
    this.#statements = {
      read: database.prepare("SELECT reserved, settled FROM budget_windows WHERE budget = ? AND window_start = ?"),
      open: database.prepare("INSERT INTO budget_windows VALUES (?, ?, ?, 0, ?) ON CONFLICT DO NOTHING"),
      write: database.prepare(
        "UPDATE budget_windows SET reserved = ?, settled = ? WHERE budget = ? AND window_start = ?",
      ),
    };
  }

  /** What the window holds; undefined where it was not opened yet. */
  read(budget: string, start: number): Funds | undefined {
    const window = this.#known.get(windowKey(budget, start));
    if (window) return { reserved: microUsd(window.reserved), settled: microUsd(window.settled) };
    const row = this.#statements.read.get(budget, start) as Row | undefined;
    return row && { reserved: microUsd(Number(row.reserved)), settled: microUsd(Number(row.settled)) };
  }

  /** Opens a window in which so much was spent before. Must run within a transaction. */
  open({ budget, windowStart, windowEnd }: BudgetClaim, settled: MicroUsd): void {
    this.#statements.open.run(budget, windowStart, windowEnd, settled);
  }

  /** Whether the window is open and the amount fitted into it, and is reserved there. Within a transaction. */
  claim({ budget, windowStart, blockAt }: BudgetClaim, amount: MicroUsd): boolean {
    const window = this.#of(budget, windowStart);
    if (!window || window.reserved + window.settled + amount > (blockAt ?? Number.MAX_SAFE_INTEGER)) return false;
    window.reserved += amount;
    window.changed = true;
    return true;
  }

  /** Turns what is reserved into so much spend. Within a transaction. */
  move([budget, start]: HeldClaim, reserved: MicroUsd, spent: MicroUsd): void {
    const window = this.#of(budget, start);
    if (!window) return;
    window.reserved -= reserved;
    window.settled += spent;
    window.changed = true;
  }

  /** Writes what has changed: before the transaction is committed. */
  write(): void {
    for (const { budget, start, reserved, settled, changed } of this.#known.values()) {
      if (changed) this.#statements.write.run(reserved, settled, budget, start);
    }
  }

  /** Forgets all: the transaction is over, and another process may write. Says first what was known, where asked. */
  forget(tell?: (key: string, funds: Funds) => void): void {
    if (tell) {
      for (const [key, { reserved, settled }] of this.#known)
        tell(key, { reserved: microUsd(reserved), settled: microUsd(settled) });
    }
    this.#known.clear();
  }

  #of(budget: string, start: number): Window | undefined {
    const key = windowKey(budget, start);
    const known = this.#known.get(key);
    if (known) return known;
    const row = this.#statements.read.get(budget, start) as Row | undefined;
    if (!row) return undefined;
    const window = { budget, start, reserved: Number(row.reserved), settled: Number(row.settled), changed: false };
    this.#known.set(key, window);
    return window;
  }
}

/** A name for a window of a budget. */
export function windowKey(budget: string, start: number): string {
  return `${start} ${budget}`;
}
