/** What budgets have spent, asked of a connected gateway when somebody looks. */
import { formatUsd, microUsd } from "@fairlead/runtime/documents";

/** A gateway that answers, and a key that may see what is spent. The key is kept in memory and never logged. */
export interface GatewayAccess {
  url: string;
  key: string;
}

/** A budget in its current window. Money is in micro-USD. */
export interface BudgetSpend {
  spent: number;
  limit: number;
  /** When the next window begins: an ISO date and time. */
  resetsAt: string;
}

/** Milliseconds for which an answer, or that there is none, will do. */
const FRESH = 10_000;

/** Milliseconds that a look at a budget may take: it is shown beside things that need no network. */
const PATIENCE = 1_500;

export class GatewaySpend {
  #access: GatewayAccess | undefined;
  #isSilent = false;
  #answer: { at: number; budgets: Promise<ReadonlyMap<string, BudgetSpend>> } | undefined;

  /** Whether a gateway is connected that, as far as is known, tells what is spent: not every key may see it. */
  get isTelling(): boolean {
    return this.#access !== undefined && !this.#isSilent;
  }

  /** Another gateway, or none any more. */
  connect(access: GatewayAccess | undefined): void {
    this.#access = access;
    this.#answer = undefined;
    this.#isSilent = false;
  }

  /** What a budget has spent; undefined where no gateway says so. Never rejects. `now` is in milliseconds. */
  async of(budget: string, now: number): Promise<BudgetSpend | undefined> {
    const access = this.#access;
    if (!access) return undefined;
    if (!this.#answer || Math.abs(now - this.#answer.at) >= FRESH) this.#answer = { at: now, budgets: ask(access) };
    const budgets = await this.#answer.budgets;
    this.#isSilent = budgets.size === 0;
    return budgets.get(budget);
  }
}

/** What is spent, in words: `2% spent: 62.13 of 2500.00 USD; starts anew 1 December`, a day of the budget's time zone. */
export function spendText({ spent, limit, resetsAt }: BudgetSpend, timeZone = "UTC"): string {
  const share = limit > 0 ? `${Math.floor((100 * spent) / limit)}% spent` : "Spent";
  const day = dayOf(resetsAt, timeZone);
  const amounts = `${formatUsd(microUsd(spent))} of ${formatUsd(microUsd(limit))} USD`;
  return `${share}: ${amounts}${day === undefined ? "" : `; starts anew ${day}`}`;
}

function dayOf(moment: string, timeZone: string): string | undefined {
  try {
    return new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", timeZone }).format(new Date(moment));
  } catch {
    // No moment, or a time zone that is being typed.
    return undefined;
  }
}

async function ask({ url, key }: GatewayAccess): Promise<ReadonlyMap<string, BudgetSpend>> {
  try {
    const headers = { authorization: `Bearer ${key}` };
    const response = await fetch(`${url}/fairlead/v1/spend`, { headers, signal: AbortSignal.timeout(PATIENCE) });
    if (!response.ok) return new Map();
    return readSpend(await response.json());
  } catch {
    // A gateway that is gone has nothing to say; the status bar tells about it.
    return new Map();
  }
}

function readSpend(answer: unknown): ReadonlyMap<string, BudgetSpend> {
  const { budgets } = (answer ?? {}) as { budgets?: unknown };
  const found = new Map<string, BudgetSpend>();
  for (const entry of Array.isArray(budgets) ? (budgets as unknown[]) : []) {
    const { budget, spentMicroUsd, limitMicroUsd, resetsAt } = (entry ?? {}) as Record<string, unknown>;
    if (typeof budget !== "string" || typeof resetsAt !== "string") continue;
    if (!Number.isSafeInteger(spentMicroUsd) || !Number.isSafeInteger(limitMicroUsd)) continue;
    found.set(budget, { spent: spentMicroUsd as number, limit: limitMicroUsd as number, resetsAt });
  }
  return found;
}

/** The access in a notification's parameters; undefined where it says that there is none. */
export function gatewayAccess(parameters: unknown): GatewayAccess | undefined {
  const { url, key } = (parameters ?? {}) as { url?: unknown; key?: unknown };
  if (typeof url !== "string" || typeof key !== "string" || key === "") return undefined;
  return /^https?:\/\//.test(url) ? { url: url.replace(/\/+$/, ""), key } : undefined;
}
