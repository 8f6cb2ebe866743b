/** The clocks of one attempt, on a single timer that is set anew only where it would ring too late. */

export type ClockName = "connect" | "first-byte" | "first-token" | "idle" | "total";

/** Milliseconds. Infinity switches a clock off. */
export interface ClockLimits {
  firstByteMs: number;
  firstTokenMs: number;
  idleMs: number;
  totalMs: number;
}

/** A timer that rings so much too late tells that this process itself stood still, */
const STOOD_STILL_MS = 50;
/** and what came meanwhile lies unread: it gets as long again to be read, at most so long. Milliseconds. */
const MOST_GRACE_MS = 1_000;
/** How long a connection may stay open after the protocol's end. Milliseconds. */
const ENDING_MS = 500;

export class AttemptClock {
  readonly #limits: ClockLimits;
  readonly #now: () => number;
  readonly #onExpire: (clock: ClockName, limitMs: number) => void;
  readonly #start: number;
  #last: number;
  #phase: "first-byte" | "first-token" | "idle" = "first-byte";
  #idleMs: number;
  #passing = false;
  #hadGrace = false;
  #timer: NodeJS.Timeout | undefined;
  /** When the timer rings. */
  #ringsAt = Number.POSITIVE_INFINITY;

  /** Starts at once. `onExpire` is called at most once. */
  constructor(limits: ClockLimits, now: () => number, onExpire: (clock: ClockName, limitMs: number) => void) {
    this.#limits = limits;
    this.#idleMs = limits.idleMs;
    this.#now = now;
    this.#onExpire = onExpire;
    this.#start = now();
    this.#last = this.#start;
    this.#arm(this.#start);
  }

  /** Response headers came. */
  headers(): void {
    this.#phase = "first-token";
  }

  /** The first content came. */
  content(): void {
    this.#phase = "idle";
    this.#last = this.#now();
    this.#arm(this.#last);
  }

  /** Bytes came. Only notes the time: the timer looks at it when it rings. */
  activity(): void {
    this.#last = this.#now();
  }

  /** Bytes are being passed on. As long as the caller takes them slowly, the provider is not idle. */
  passingOn(isPassing: boolean): void {
    this.#passing = isPassing;
    this.#last = this.#now();
  }

  /** The protocol's end came. What may still follow is the end of the connection, which nobody need wait for long. */
  ended(): void {
    this.#idleMs = Math.min(this.#idleMs, ENDING_MS);
    this.#last = this.#now();
    this.#arm(this.#last);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** The clock that runs out first. */
  #next(): { clock: ClockName; limit: number; at: number } {
    const { firstByteMs, firstTokenMs, totalMs } = this.#limits;
    let clock: ClockName = "total";
    let limit = totalMs;
    let at = this.#start + totalMs;
    if (this.#phase === "idle") {
      if (this.#last + this.#idleMs <= at) {
        clock = "idle";
        limit = this.#idleMs;
        at = this.#last + limit;
      }
      return { clock, limit, at };
    }
    // Until headers come the first token is overdue as well, if its limit is the shorter one.
    if (firstTokenMs <= limit) {
      clock = "first-token";
      limit = firstTokenMs;
    }
    if (this.#phase === "first-byte" && firstByteMs <= limit) {
      clock = "first-byte";
      limit = firstByteMs;
    }
    return { clock, limit, at: this.#start + limit };
  }

  /** A timer that rings too early looks again, which costs less than setting one for every phase. */
  #arm(now: number): void {
    const { at } = this.#next();
    if (at >= this.#ringsAt || at === Number.POSITIVE_INFINITY) return;
    clearTimeout(this.#timer);
    this.#ringsAt = at;
    // setTimeout overflows past 2^31 ms.
    this.#timer = setTimeout(() => this.#ring(), Math.min(Math.max(0, at - now), 2_000_000_000));
  }

  #ring(): void {
    const now = this.#now();
    const late = now - this.#ringsAt;
    if (this.#passing) this.#last = now;
    const { clock, limit, at } = this.#next();
    if (at <= now) {
      if (late > STOOD_STILL_MS && !this.#hadGrace) {
        this.#hadGrace = true;
        const grace = Math.min(late, MOST_GRACE_MS);
        this.#ringsAt = now + grace;
        this.#timer = setTimeout(() => this.#ring(), grace);
        return;
      }
      this.stop();
      this.#onExpire(clock, limit);
      return;
    }
    this.#hadGrace = false;
    this.#ringsAt = Number.POSITIVE_INFINITY;
    this.#arm(now);
  }
}
