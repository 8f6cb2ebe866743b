/** One rate limit that several processes share: asked in groups, with a slice ahead where there is plenty. */
import type { SharedTexts } from "../ledger/types.ts";
import { type RateLimit, type RateRefusal, RateWindow } from "./rate-window.ts";

/** A slice is at most this part of what is left, so that no process takes what others need. */
const SLICE_PART = 16;
/** What was refused is refused again without asking for so long. Milliseconds. */
const REMEMBERED_MS = 50;
/** What was really used is told after so long, where nothing else is asked. Milliseconds. */
const TELL_MS = 250;

interface Ask {
  rank: number;
  tokens: number;
  limit: RateLimit;
  resolve: (outcome: RateRefusal | Taken) => void;
  reject: (error: unknown) => void;
}

/** What was counted, and where. */
export interface Taken {
  second: number;
  tokens: number;
}

/** Counted ahead for this process, to be used within the second in which it was counted. */
interface Slice {
  second: number;
  rank: number;
  requests: number;
  tokens: number;
  /** Monotonic milliseconds: when that second is over by the store's clock, at the earliest. */
  until: number;
}

interface Correction {
  second: number;
  rank: number;
  requests: number;
  tokens: number;
}

interface Outcome {
  outcomes: (RateRefusal | Taken)[];
  slice: Slice | undefined;
}

export class SharedRateWindow {
  readonly #texts: SharedTexts;
  readonly #name: string;
  readonly #monotonic: () => number;
  #asks: Ask[] = [];
  #corrections: Correction[] = [];
  #wanted: { rank: number; tokens: number }[] = [];
  #slice: Slice | undefined;
  #refused: { refusal: RateRefusal; rank: number; until: number } | undefined;
  #asking = false;
  #timer: NodeJS.Timeout | undefined;
  /** What was taken in the second that began then. Monotonic milliseconds. */
  #demand = { since: 0, requests: 0, tokens: 0, before: { requests: 0, tokens: 0 } };
  /** Monotonic milliseconds. */
  usedAt = 0;

  constructor(texts: SharedTexts, name: string, monotonic: () => number) {
    this.#texts = texts;
    this.#name = name;
    this.#monotonic = monotonic;
  }

  /** Counts a request, or says why it does not fit. Rejects where the store is away. */
  take(rank: number, tokens: number, limit: RateLimit): Taken | RateRefusal | Promise<Taken | RateRefusal> {
    const now = this.#monotonic();
    this.usedAt = now;
    this.#measure(now, tokens);
    const slice = this.#slice;
    if (slice && slice.rank === rank && slice.until > now && slice.requests >= 1 && slice.tokens >= tokens) {
      slice.requests -= 1;
      slice.tokens -= tokens;
      this.#wanted.push({ rank, tokens });
      return { second: slice.second, tokens };
    }
    const refused = this.#refused;
    if (refused && refused.rank >= rank && refused.until > now) {
      this.#wanted.push({ rank, tokens });
      return refused.refusal;
    }
    return new Promise((resolve, reject) => {
      this.#asks.push({ rank, tokens, limit, resolve, reject });
      void this.#ask();
    });
  }

  /** Says what a request really used of what was counted for it. */
  correct({ second, tokens }: Taken, rank: number, usedTokens: number, requests = 0): void {
    this.#corrections.push({ second, rank, requests, tokens: usedTokens - tokens });
    this.#timer ??= setTimeout(() => void this.#ask(), TELL_MS).unref();
  }

  #measure(now: number, tokens: number): void {
    if (now - this.#demand.since >= 1000) {
      const { requests, tokens: before } = this.#demand;
      const isOld = now - this.#demand.since >= 2000;
      this.#demand = {
        since: now,
        requests: 0,
        tokens: 0,
        before: isOld ? { requests: 0, tokens: 0 } : { requests, tokens: before },
      };
    }
    this.#demand.requests += 1;
    this.#demand.tokens += tokens;
  }

  /** One question at a time: what comes meanwhile goes together in the next. */
  async #ask(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    while (this.#asks.length > 0 || this.#corrections.length > 0) {
      const asks = this.#asks;
      const wanted = this.#wanted;
      const rest = this.#slice;
      const corrections = this.#corrections;
      if (rest)
        corrections.push({ second: rest.second, rank: rest.rank, requests: -rest.requests, tokens: -rest.tokens });
      this.#asks = [];
      this.#wanted = [];
      this.#corrections = [];
      this.#slice = undefined;
      const sentAt = this.#monotonic();
      try {
        const { outcomes, slice } = await this.#texts.change(this.#name, (text, now) => {
          const window = RateWindow.load(text);
          const result = this.#apply(window, now, sentAt, { asks, wanted, corrections });
          return { text: window.save(), result };
        });
        this.#slice = slice;
        for (const [index, { resolve, rank }] of asks.entries()) {
          const outcome = outcomes[index] as RateRefusal | Taken;
          if ("what" in outcome && outcome.what === "requests")
            this.#refused = { refusal: outcome, rank, until: this.#monotonic() + REMEMBERED_MS };
          resolve(outcome);
        }
      } catch (error) {
        this.#corrections.unshift(...corrections);
        for (const { reject } of asks) reject(error);
        break;
      }
    }
    this.#asking = false;
    if (this.#corrections.length > 0) this.#timer ??= setTimeout(() => void this.#ask(), TELL_MS).unref();
  }

  #apply(
    window: RateWindow,
    now: number,
    sentAt: number,
    told: {
      asks: readonly Ask[];
      wanted: readonly { rank: number; tokens: number }[];
      corrections: readonly Correction[];
    },
  ): Outcome {
    const second = window.secondAt(now);
    for (const { rank, tokens } of told.wanted) window.want(now, rank, tokens);
    for (const { second: at, rank, requests, tokens } of told.corrections) window.correct(at, rank, requests, tokens);
    const outcomes = told.asks.map(({ rank, tokens, limit }): RateRefusal | Taken => {
      const refused = window.refuses(now, rank, tokens, limit);
      window.want(now, rank, tokens);
      if (refused) return refused;
      window.take(now, rank, tokens);
      return { second, tokens };
    });
    const last = told.asks.at(-1);
    if (!last || outcomes.some((outcome) => "what" in outcome)) return { outcomes, slice: undefined };
    const { requests, tokens } = this.#demand.before;
    const { rank, limit } = last;
    // So much room must be left beside the slice, and so on for those of higher ranks.
    const fits = window.fits(now, rank, requests * SLICE_PART, tokens * SLICE_PART, limit);
    if (requests < 2 || !fits) return { outcomes, slice: undefined };
    window.take(now, rank, tokens, requests);
    // The store's second may have begun before its answer was on its way.
    const until = sentAt + 1000 - (now % 1000);
    return { outcomes, slice: { second, rank, requests, tokens, until } };
  }
}
