/** One rate limit's last two minutes, second by second. */

/** The most in any 60 seconds; undefined is no limit. */
export interface RateLimit {
  requestsPerMinute?: number | undefined;
  tokensPerMinute?: number | undefined;
}

export interface RateRefusal {
  what: "requests" | "tokens";
  perMinute: number;
  /** When it may fit, milliseconds from now; undefined where it never can: it alone is more than the limit. */
  retryAfterMs: number | undefined;
  /** Whether what is left is kept for more critical requests. */
  yields: boolean;
}

const MINUTE = 60;
const SLOTS = 2 * MINUTE + 1;
/** How many ranks of criticality there are. */
const RANKS = 4;
/** Clocks of several processes differ by a little; one that goes back by more seconds than this was put back. */
const OUT_OF_STEP = 2;

/** What happened in each second, by rank. */
class Tally {
  readonly #cells = new Float64Array(SLOTS * RANKS);

  add(second: number, rank: number, amount: number): void {
    const at = (second % SLOTS) * RANKS + rank;
    this.#cells[at] = (this.#cells[at] ?? 0) + amount;
  }

  clear(second: number): void {
    const at = (second % SLOTS) * RANKS;
    this.#cells.fill(0, at, at + RANKS);
  }

  /** What happened in one cell. */
  at(second: number, rank: number): number {
    return this.#cells[(second % SLOTS) * RANKS + rank] ?? 0;
  }

  /** The sum over the seconds from `first` to `last`, over the ranks from `lowest` to `highest`. */
  sum(first: number, last: number, lowest: number, highest: number): number {
    let sum = 0;
    for (let second = first; second <= last; second += 1) {
      const at = (((second % SLOTS) + SLOTS) % SLOTS) * RANKS;
      for (let rank = lowest; rank <= highest; rank += 1) sum += this.#cells[at + rank] ?? 0;
    }
    return sum;
  }
}

interface Counted {
  used: Tally;
  /** What was asked for, granted or not: what is to be left to the higher ranks. */
  wanted: Tally;
}

export class RateWindow {
  readonly #requests: Counted = { used: new Tally(), wanted: new Tally() };
  readonly #tokens: Counted = { used: new Tally(), wanted: new Tally() };
  #second = 0;
  /** By how many seconds the clock was put back since the first. */
  #behind = 0;

  /** Reads what `save` wrote; what is none of it gives an empty window. */
  static load(text: string | undefined): RateWindow {
    const window = new RateWindow();
    if (text === undefined) return window;
    const { second, behind = 0, cells } = JSON.parse(text) as { second: number; behind?: number; cells: number[][] };
    window.#second = second;
    window.#behind = behind;
    for (const [at = 0, rank = 0, ...amounts] of cells)
      for (const [index, tally] of window.#tallies().entries()) tally.add(at, rank, amounts[index] ?? 0);
    return window;
  }

  /** Writes all that it knows. */
  save(): string {
    const cells: number[][] = [];
    for (let at = Math.max(0, this.#second - SLOTS + 1); at <= this.#second; at += 1) {
      for (let rank = 0; rank < RANKS; rank += 1) {
        const amounts = this.#tallies().map((tally) => tally.at(at, rank));
        if (amounts.some((amount) => amount !== 0)) cells.push([at, rank, ...amounts]);
      }
    }
    return JSON.stringify({ second: this.#second, ...(this.#behind === 0 ? {} : { behind: this.#behind }), cells });
  }

  #tallies(): Tally[] {
    return [this.#requests.used, this.#requests.wanted, this.#tokens.used, this.#tokens.wanted];
  }

  /** The last second in which something was asked, by a clock that never goes back. */
  get lastSecond(): number {
    return this.#second;
  }

  /** The second in which what comes now is counted. */
  secondAt(now: number): number {
    this.#advance(now);
    return this.#second;
  }

  /**
   * Why a request does not fit now; undefined where it does. A request yields to higher ranks: what those asked for in
   * one of the last two minutes is left to them, so that a flood of lower ones can not take what comes free.
   * @param now milliseconds since 1970
   * @param rank 0 is the lowest
   */
  refuses(now: number, rank: number, tokens: number, limit: RateLimit): RateRefusal | undefined {
    this.#advance(now);
    const requests = this.#refuses("requests", this.#requests, rank, 1, limit.requestsPerMinute);
    const used = this.#refuses("tokens", this.#tokens, rank, tokens, limit.tokensPerMinute);
    if (!requests || !used) return requests ?? used;
    // Both must fit: the one that takes longer is told.
    const never = Number.POSITIVE_INFINITY;
    return (requests.retryAfterMs ?? never) >= (used.retryAfterMs ?? never) ? requests : used;
  }

  /** Whether so many requests, and so many tokens for them together, fit now. */
  fits(now: number, rank: number, requests: number, tokens: number, limit: RateLimit): boolean {
    this.#advance(now);
    return (
      !this.#refuses("requests", this.#requests, rank, requests, limit.requestsPerMinute) &&
      !this.#refuses("tokens", this.#tokens, rank, tokens, limit.tokensPerMinute)
    );
  }

  /** Notes that requests were asked for, whatever became of them. */
  want(now: number, rank: number, tokens: number, requests = 1): void {
    this.#advance(now);
    this.#requests.wanted.add(this.#second, rank, requests);
    this.#tokens.wanted.add(this.#second, rank, tokens);
  }

  /** Says what was really used of what was counted in a second; within two minutes that still counts. */
  correct(second: number, rank: number, requests: number, tokens: number): void {
    if (this.#second - second >= SLOTS || second > this.#second) return;
    this.#requests.used.add(second, rank, requests);
    this.#tokens.used.add(second, rank, tokens);
  }

  /** Counts requests, and so many tokens for them together. Returns how to say what it really used; within two minutes that still counts. */
  take(now: number, rank: number, tokens: number, requests = 1): (used: number) => void {
    this.#advance(now);
    const second = this.#second;
    this.correct(second, rank, requests, tokens);
    return (used) => this.correct(second, rank, 0, used - tokens);
  }

  #refuses(
    what: RateRefusal["what"],
    { used, wanted }: Counted,
    rank: number,
    amount: number,
    limit: number | undefined,
  ): RateRefusal | undefined {
    if (limit === undefined) return undefined;
    if (amount > limit) return { what, perMinute: limit, retryAfterMs: undefined, yields: false };
    const now = this.#second;
    const start = now - MINUTE + 1;
    const highest = RANKS - 1;
    const higher =
      rank === highest
        ? 0
        : Math.max(wanted.sum(start, now, rank + 1, highest), wanted.sum(start - MINUTE, start - 1, rank + 1, highest));
    const fits = (first: number): boolean => used.sum(first, now, 0, highest) + amount <= limit;
    const leaves = (first: number): boolean => higher === 0 || used.sum(first, now, 0, rank) + amount <= limit - higher;
    if (fits(start) && leaves(start)) return undefined;
    // Each second that passes takes one off the beginning of the minute.
    let wait = 1;
    while (wait < MINUTE && !(fits(start + wait) && leaves(start + wait))) wait += 1;
    return { what, perMinute: limit, retryAfterMs: wait * 1000, yields: fits(start) };
  }

  #advance(now: number): void {
    let second = Math.floor(now / 1000) + this.#behind;
    if (second < this.#second - OUT_OF_STEP) {
      this.#behind += this.#second - second;
      second = this.#second;
    }
    if (second <= this.#second) return;
    for (let next = Math.max(this.#second + 1, second - SLOTS + 1); next <= second; next += 1) {
      for (const { used, wanted } of [this.#requests, this.#tokens]) {
        used.clear(next);
        wanted.clear(next);
      }
    }
    this.#second = second;
  }
}
