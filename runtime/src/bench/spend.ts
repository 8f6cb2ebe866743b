/** Keeps a run within its spend limit. */

const NOTHING_BEFORE = { spent: 0, dearestPair: undefined };

export class Spend {
  readonly #limit: number | undefined;
  #spent = 0;
  #dearestPair: number | undefined;
  #inFlight = 0;
  #unknown: string | undefined;

  /** Micro-USD; undefined is no limit. `before` is what an earlier part of the run paid, in all and for a pair. */
  constructor(limit: number | undefined, before: { spent: number; dearestPair: number | undefined } = NOTHING_BEFORE) {
    this.#limit = limit;
    this.#spent = before.spent;
    this.#dearestPair = before.dearestPair;
  }

  get spentMicroUsd(): number {
    return this.#spent;
  }

  /** An answer that was paid for. An unknown cost makes a limit that can not be kept. */
  add(arm: string, costMicroUsd: number | undefined, answered: boolean): void {
    if (costMicroUsd !== undefined) this.#spent += costMicroUsd;
    else if (answered) this.#unknown ??= arm;
  }

  /** Why the next pair may not be asked; undefined where it may. Every pair is taken to cost as the dearest so far may. */
  get stop(): string | undefined {
    if (this.#limit === undefined) return undefined;
    if (this.#unknown !== undefined) {
      return `What ${this.#unknown} costs is not known, so the spend limit can not be kept. Give its deployment a price, or take maxSpend out.`;
    }
    const expected = this.#spent + (this.#inFlight + 1) * (this.#dearestPair ?? 0);
    if (expected <= this.#limit) return undefined;
    const open = this.#inFlight === 0 ? "" : `, and what ${this.#inFlight} open questions may cost is kept back`;
    return `The next question would pass the spend limit: ${this.#spent} of ${this.#limit} micro-USD are spent${open}.`;
  }

  /** There is a limit, and nothing is known yet of what a pair costs. */
  get isBlind(): boolean {
    return this.#limit !== undefined && this.#dearestPair === undefined;
  }

  begin(): void {
    this.#inFlight += 1;
  }

  /** A pair, or one warm-up round: what one like it costs at most. One that failed for nothing teaches nothing. */
  end(mostMicroUsd: number, allAnswered: boolean): void {
    this.#inFlight -= 1;
    if (allAnswered || mostMicroUsd > 0) this.#dearestPair = Math.max(this.#dearestPair ?? 0, mostMicroUsd);
  }
}
