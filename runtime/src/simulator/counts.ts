/** What was served, as each vendor would bill it. */
import type { ReplyUsage } from "./reply.ts";
import type { ModelProfile, ServedCount } from "./types.ts";

/** Ids come from callers: beyond so many they share one row, so that memory stays bounded. */
const MOST_ROWS = 10_000;
const OTHERS = "(others)";

/** How a request ended. */
export type Ending = "completed" | "failed" | "cancelled";

export class Counts {
  readonly #rows = new Map<string, ServedCount>();

  /** All rows, by provider and model. */
  all(): ServedCount[] {
    const rows = [...this.#rows.values()].map((row) => ({ ...row }));
    return rows.sort((a, b) => compare(a.provider, b.provider) || compare(a.model, b.model));
  }

  clear(): void {
    this.#rows.clear();
  }

  /** A request that never became an answer: nothing is billed. */
  refused(provider: string, model: string, ending: Ending = "failed"): void {
    const row = this.#row(provider, model);
    row.requests += 1;
    row[ending] += 1;
  }

  /** An answer that was begun: its input is billed, and the output that was sent. */
  answered(provider: string, model: string, ending: Ending, usage: ReplyUsage, price: ModelProfile["price"]): void {
    const row = this.#row(provider, model);
    row.requests += 1;
    row[ending] += 1;
    row.inputTokens += usage.input;
    row.cachedInputTokens += usage.cachedInput;
    row.outputTokens += usage.output;
    row.billedMicroUsd =
      price === null || row.billedMicroUsd === null ? null : row.billedMicroUsd + billMicroUsd(usage, price);
  }

  #row(provider: string, model: string): ServedCount {
    const key = `${provider}\n${model}`;
    let row = this.#rows.get(key);
    if (row === undefined) {
      if (this.#rows.size >= MOST_ROWS && provider !== OTHERS) return this.#row(OTHERS, OTHERS);
      row = {
        provider,
        model,
        requests: 0,
        completed: 0,
        failed: 0,
        cancelled: 0,
        inputTokens: 0,
        cachedInputTokens: 0,
        outputTokens: 0,
        billedMicroUsd: 0,
      };
      this.#rows.set(key, row);
    }
    return row;
  }
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Prices are in USD per million tokens, which is micro-USD per token. Rounded up once per request. */
function billMicroUsd(usage: ReplyUsage, price: NonNullable<ModelProfile["price"]>): number {
  const fresh = usage.input - usage.cachedInput - usage.cacheWrite - usage.cacheWriteHour;
  const sum =
    fresh * price.input +
    usage.cachedInput * (price.cachedInput ?? price.input) +
    usage.cacheWrite * (price.cacheWrite ?? price.input) +
    usage.cacheWriteHour * (price.cacheWriteHour ?? price.input) +
    usage.output * price.output;
  // Sums of decimal prices are off by a hair; without this, 3.0000000001 would cost 4.
  return Math.ceil(Number(sum.toFixed(6)));
}
