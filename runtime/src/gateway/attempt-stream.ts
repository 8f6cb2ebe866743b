/** The stream of an attempt: held back until its first content, then handed on piece by piece. */
import type { ProviderFailure, StreamUnit, UpstreamStreamReader } from "../providers/adapter.ts";
import type { ContentStream } from "./attempt.ts";
import type { AttemptClock } from "./attempt-clock.ts";

/** What the stream tells its attempt. */
interface AttemptStreamOwner {
  /** The first content is there. */
  begins(): void;
  /** The provider reported a failure before any content. */
  fails(failure: ProviderFailure): void;
  /** It ended without content, or could not be read. */
  breaks(error: Error): void;
  /** It is over, and all of it was taken. */
  ends(): void;
  pause(): void;
  resume(): void;
}

type Take = Parameters<ContentStream["pass"]>[0];

const NO_BYTES = new Uint8Array(0);

function isEnd({ signals }: StreamUnit): boolean {
  return signals.some(({ type }) => type === "end");
}

export class AttemptStream implements ContentStream {
  readonly #reader: UpstreamStreamReader;
  readonly #clock: AttemptClock;
  readonly #owner: AttemptStreamOwner;
  /** Bytes that came in this turn of the event loop: one network packet often holds many pieces of a body. */
  #arrived: Buffer[] = [];
  #scheduled = false;
  /** Read, but nobody took it yet. */
  #held: StreamUnit[] = [];
  #take: Take | undefined;
  /** The caller takes what it was given; until then the provider waits. */
  #taking = false;
  #finished = false;
  /** Whether the reader was told that the bytes are over. */
  #readToEnd = false;
  #broken: ProviderFailure | undefined;
  #state: "waiting" | "begun" | "over" = "waiting";
  #isFiltered = false;
  #settle: { resolve: () => void; reject: (error: unknown) => void } | undefined;

  constructor(reader: UpstreamStreamReader, clock: AttemptClock, owner: AttemptStreamOwner) {
    this.#reader = reader;
    this.#clock = clock;
    this.#owner = owner;
  }

  /** Whether it ended in the verdict of the provider's filter, without any content. */
  get isFiltered(): boolean {
    return this.#isFiltered;
  }

  /** Whether content came: from then on the stream ends in what it hands over, not in a failed attempt. */
  get hasBegun(): boolean {
    return this.#state !== "waiting";
  }

  push(bytes: Buffer): void {
    this.#arrived.push(bytes);
    this.#schedule();
  }

  /** All bytes came. */
  finish(): void {
    this.#finished = true;
    this.#schedule();
  }

  /** Nothing more comes, after content: what is there is handed over, then the failure. */
  break(failure: ProviderFailure): void {
    this.#broken = failure;
    this.#schedule();
  }

  stop(): void {
    if (this.#state === "over") return;
    this.#state = "over";
    this.#owner.ends();
    this.#settle?.resolve();
  }

  pass(take: Take): Promise<void> {
    this.#take = take;
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      if (this.#state === "over") resolve();
      else this.#read();
    });
  }

  #schedule(): void {
    if (this.#scheduled || this.#taking) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      this.#read();
    });
  }

  /** Reads what arrived, and hands it on as far as somebody takes it. */
  #read(): void {
    if (this.#state === "over" || this.#taking) return;
    try {
      const isLast = this.#finished || this.#broken !== undefined;
      const units = this.#units();
      this.#clock.activity();
      if (this.#state === "waiting") this.#wait(units, isLast);
      else if (this.#take) this.#pass(this.#take, units, isLast);
      else for (const unit of units) this.#held.push(unit);
    } catch (error) {
      this.#give(error);
    }
  }

  #units(): StreamUnit[] {
    const arrived = this.#arrived;
    const [first] = arrived;
    let units: StreamUnit[] = [];
    if (first) {
      this.#arrived = [];
      units = this.#reader.push(arrived.length === 1 ? first : Buffer.concat(arrived));
    }
    if (!this.#finished || this.#readToEnd) return units;
    this.#readToEnd = true;
    return units.length === 0 ? this.#reader.finish() : [...units, ...this.#reader.finish()];
  }

  /** Looks for the first content. */
  #wait(units: StreamUnit[], isLast: boolean): void {
    for (const unit of units) this.#held.push(unit);
    for (const { signals } of units) {
      for (const signal of signals) {
        if (signal.type === "failure") {
          this.#state = "over";
          this.#owner.fails(signal.failure);
          return;
        }
        if (signal.type === "stop") this.#isFiltered = signal.reason === "content-filter";
        if (signal.type !== "content" && signal.type !== "end") continue;
        if (signal.type === "content") this.#isFiltered = false;
        this.#state = "begun";
        if (!isLast) this.#clock.content();
        this.#owner.begins();
        return;
      }
    }
    if (isLast) this.#owner.breaks(new Error("the stream ended without content"));
  }

  #pass(take: Take, fresh: StreamUnit[], isLast: boolean): void {
    let units = fresh;
    if (this.#held.length > 0) {
      units = [...this.#held, ...fresh];
      this.#held = [];
    }
    if (this.#broken) {
      const signals = [{ type: "failure" as const, failure: this.#broken }];
      units.push({ bytes: NO_BYTES, events: [], signals, usageOnly: false });
    }
    // What may still follow is the end of the connection.
    if (!isLast && units.some(isEnd)) this.#clock.ended();
    const taken = units.length > 0 ? take(units, isLast) : undefined;
    if (taken) {
      this.#waitFor(taken, isLast);
      return;
    }
    if (isLast) this.stop();
  }

  #waitFor(taken: Promise<void>, isLast: boolean): void {
    this.#taking = true;
    this.#clock.passingOn(true);
    this.#owner.pause();
    taken.then(
      () => {
        this.#taking = false;
        this.#clock.passingOn(false);
        if (isLast) this.stop();
        if (this.#state === "over") return;
        this.#owner.resume();
        if (this.#arrived.length > 0 || this.#finished || this.#broken) this.#read();
      },
      (error: unknown) => this.#give(error),
    );
  }

  /** The gateway itself failed. */
  #give(error: unknown): void {
    if (this.#state === "waiting") {
      this.#owner.breaks(error instanceof Error ? error : new Error(String(error)));
      return;
    }
    this.#state = "over";
    this.#owner.ends();
    this.#settle?.reject(error);
  }
}
