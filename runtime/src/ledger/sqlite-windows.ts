/** The budgets' windows in the embedded store, as one transaction sees them: each is read once and written once. */
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { type MicroUsd, microUsd } from "../documents/money.ts";
import type { BudgetClaim, Funds } from "./types.ts";

/** A window by its names: in maps, and as it is kept with a reservation. */
export interface WindowName {
  budget: string;
  start: number;
  key: string;
  /** JSON. */
  text: string;
}

/** Claims are the same for all requests of a window, and a name is asked for several times in each. */
const names = new WeakMap<BudgetClaim, WindowName>();

/** The window of a claim. */
export function windowOf(claim: BudgetClaim): WindowName {
  let name = names.get(claim);
  if (!name) {
    name = windowNamed(claim.budget, claim.windowStart);
    names.set(claim, name);
  }
  return name;
}

function windowNamed(budget: string, start: number): WindowName {
  return { budget, start, key: `${start} ${budget}`, text: JSON.stringify([budget, start]) };
}

/** Windows as they are kept with a reservation. */
export function readWindows(text: string): WindowName[] {
  return (JSON.parse(text) as [string, number][]).map(([budget, start]) => windowNamed(budget, start));
}

type Row = Record<string, string | number | null>;

interface Window {
  name: WindowName;
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
  read({ budget, start, key }: WindowName): Funds | undefined {
    const window = this.#known.get(key);
    if (window) return { reserved: microUsd(window.reserved), settled: microUsd(window.settled) };
    const row = this.#statements.read.get(budget, start) as Row | undefined;
    return row && { reserved: microUsd(Number(row.reserved)), settled: microUsd(Number(row.settled)) };
  }

  /** Opens a window in which so much was spent before. Must run within a transaction. */
  open({ budget, windowStart, windowEnd }: BudgetClaim, settled: MicroUsd): void {
    this.#statements.open.run(budget, windowStart, windowEnd, settled);
  }

  /** Whether the window is open and the amount fitted into it, and is reserved there. Within a transaction. */
  claim(claim: BudgetClaim, amount: MicroUsd): boolean {
    const window = this.#of(windowOf(claim));
    const most = claim.blockAt ?? Number.MAX_SAFE_INTEGER;
    if (!window || window.reserved + window.settled + amount > most) return false;
    window.reserved += amount;
    window.changed = true;
    return true;
  }

  /** Turns what is reserved into so much spend. Within a transaction. */
  move(name: WindowName, reserved: MicroUsd, spent: MicroUsd): void {
    const window = this.#of(name);
    if (!window) return;
    window.reserved -= reserved;
    window.settled += spent;
    window.changed = true;
  }

  /** Writes what has changed: before the transaction is committed. */
  write(): void {
    for (const { name, reserved, settled, changed } of this.#known.values()) {
      if (changed) this.#statements.write.run(reserved, settled, name.budget, name.start);
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

  #of(name: WindowName): Window | undefined {
    const known = this.#known.get(name.key);
    if (known) return known;
    const row = this.#statements.read.get(name.budget, name.start) as Row | undefined;
    if (!row) return undefined;
    const window = { name, reserved: Number(row.reserved), settled: Number(row.settled), changed: false };
    this.#known.set(name.key, window);
    return window;
  }
}
