/** The clocks of one attempt, on a single timer that is set anew only when the attempt enters another phase. */

export type ClockName = "connect" | "first-byte" | "first-token" | "idle" | "total";

/** Milliseconds. Infinity switches a clock off. */
export interface ClockLimits {
  firstByteMs: number;
  firstTokenMs: number;
  idleMs: number;
  totalMs: number;
}

export class AttemptClock {
  readonly #limits: ClockLimits;
  readonly #now: () => number;
  readonly #onExpire: (clock: ClockName, limitMs: number) => void;
  readonly #start: number;
  #last: number;
  #phase: "first-byte" | "first-token" | "idle" = "first-byte";
  #timer: NodeJS.Timeout | undefined;

  /** Starts at once. `onExpire` is called at most once. */
  constructor(limits: ClockLimits, now: () => number, onExpire: (clock: ClockName, limitMs: number) => void) {
    this.#limits = limits;
    this.#now = now;
    this.#onExpire = onExpire;
    this.#start = now();
    this.#last = this.#start;
    this.#arm();
  }

  /** Response headers came. */
  headers(): void {
    this.#phase = "first-token";
    this.#arm();
  }

  /** The first content came. */
  content(): void {
    this.#phase = "idle";
    this.#last = this.#now();
    this.#arm();
  }

  /** Bytes came. Only notes the time: the timer looks at it when it fires. */
  activity(): void {
    this.#last = this.#now();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #deadlines(): { clock: ClockName; limit: number; at: number }[] {
    const { firstByteMs, firstTokenMs, idleMs, totalMs } = this.#limits;
    const phase =
      this.#phase === "first-byte"
        ? { clock: "first-byte" as const, limit: firstByteMs, at: this.#start + firstByteMs }
        : this.#phase === "first-token"
          ? { clock: "first-token" as const, limit: firstTokenMs, at: this.#start + firstTokenMs }
          : { clock: "idle" as const, limit: idleMs, at: this.#last + idleMs };
    // Until headers come the first token is overdue as well, if its limit is the shorter one.
    const token = { clock: "first-token" as const, limit: firstTokenMs, at: this.#start + firstTokenMs };
    const total = { clock: "total" as const, limit: totalMs, at: this.#start + totalMs };
    return this.#phase === "first-byte" ? [phase, token, total] : [phase, total];
  }

  #arm(): void {
    clearTimeout(this.#timer);
    const next = this.#deadlines().reduce((a, b) => (b.at < a.at ? b : a));
    if (next.at === Number.POSITIVE_INFINITY) return;
    // setTimeout overflows past 2^31 ms.
    this.#timer = setTimeout(() => this.#fire(), Math.min(Math.max(0, next.at - this.#now()), 2_000_000_000));
  }

  #fire(): void {
    const now = this.#now();
    const expired = this.#deadlines().find((deadline) => deadline.at <= now);
    if (!expired) {
      this.#arm();
      return;
    }
    this.stop();
    this.#onExpire(expired.clock, expired.limit);
  }
}
