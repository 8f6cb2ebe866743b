/**
 * Randomness that does not depend on the order of requests. Every draw is a hash of the seed, the provider, the model,
 * the content of the request, how often this content came before, and a label that says what the draw is for.
 */
import { hash } from "node:crypto";

/** Draws a number from 0 up to 1 for a purpose; the same purpose gives the same number. */
export type Draw = (purpose: string) => number;

/** A source of draws for one request. */
export function createDraw(parts: readonly (string | number)[]): Draw {
  const base = hash("sha256", parts.map((part) => `${String(part).length}:${part}`).join("|"));
  return (purpose) => Number.parseInt(hash("sha256", `${base}/${purpose}`).slice(0, 12), 16) / 2 ** 48;
}

/** One of several by a draw. Throws a RangeError for none. */
export function pick<T>(values: readonly T[], draw: number): T {
  const value = values[Math.min(values.length - 1, Math.floor(draw * values.length))];
  if (value === undefined) throw new RangeError("nothing to pick from");
  return value;
}

/**
 * A log-normal value with the median and the standard deviation of its logarithm, from two uniform draws.
 * Box-Muller transform (Box and Muller, 1958).
 */
export function logNormal(median: number, spread: number, drawA: number, drawB: number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - drawA)) * Math.cos(2 * Math.PI * drawB);
  return median * Math.exp(spread * normal);
}

const MOST_CONTENTS = 50_000;

/** Counts how often each content came, and forgets the oldest beyond a bound. */
export class ContentCounter {
  readonly #seen = new Map<string, number>();

  /** How often this content came before. */
  next(content: string): number {
    const key = hash("sha256", content);
    const before = this.#seen.get(key) ?? 0;
    this.#seen.delete(key);
    this.#seen.set(key, before + 1);
    if (this.#seen.size > MOST_CONTENTS) {
      const oldest = this.#seen.keys().next();
      if (!oldest.done) this.#seen.delete(oldest.value);
    }
    return before;
  }
}
