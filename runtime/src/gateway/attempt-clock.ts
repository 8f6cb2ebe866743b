/** The clocks of one attempt, on a single timer that is set anew only when the attempt enters another phase. */

export type ClockName = "connect" | "first-byte" | "first-token" | "idle" | "total";

/** Milliseconds. Infinity switches a clock off. */
export interface ClockLimits {
  firstByteMs: number;
  firstTokenMs: number;
  idleMs: number;
  totalMs: number;
}

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
  #timer: NodeJS.Timeout | undefined;

  /** Starts at once. `onExpire` is called at most once. */
  constructor(limits: ClockLimits, now: () => number, onExpire: (clock: ClockName, limitMs: number) => void) {
    this.#limits = limits;
    this.#idleMs = limits.idleMs;
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

  /** Bytes are being passed on. As long as the caller takes them slowly, the provider is not idle. */
  passingOn(isPassing: boolean): void {
    this.#passing = isPassing;
    this.#last = this.#now();
  }

  /** The protocol's end came. What may still follow is the end of the connection, which nobody need wait for long. */
  ended(): void {
    this.#idleMs = Math.min(this.#idleMs, ENDING_MS);
    this.#last = this.#now();
    this.#arm();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #deadlines(): { clock: ClockName; limit: number; at: number }[] {
    const { firstByteMs, firstTokenMs, totalMs } = this.#limits;
    const idleMs = this.#idleMs;
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
    if (this.#passing) this.#last = now;
    const expired = this.#deadlines().find((deadline) => deadline.at <= now);
    if (!expired) {
      this.#arm();
      return;
    }
    this.stop();
    this.#onExpire(expired.clock, expired.limit);
  }
}
