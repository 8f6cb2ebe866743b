/** What the latest attempts at one deployment took, and how many failed. */
import type { MeasuredService } from "../policy/types.ts";

/** So many are remembered, */
const MOST = 200;
/** for so long: a deployment that is passed over for what it measured is tried again after that. Milliseconds. */
const REMEMBERED_MS = 10 * 60_000;
/** The sums are made anew at most this often: every decision asks for them. Milliseconds. */
const FRESH_MS = 250;

interface Sample {
  at: number;
  ok: boolean;
  ttftMs: number | undefined;
  totalMs: number | undefined;
}

/** The nearest-rank 95th percentile; undefined of nothing. */
function p95(values: (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined).toSorted((a, b) => a - b);
  return known[Math.ceil(known.length * 0.95) - 1];
}

export class Measurements {
  readonly #samples: Sample[] = [];
  #summary: MeasuredService | undefined;
  #summaryAt = Number.NEGATIVE_INFINITY;

  /** Times in milliseconds; `at` since 1970. */
  add(sample: Sample): void {
    this.#samples.push(sample);
    if (this.#samples.length > MOST) this.#samples.shift();
  }

  /** The measures of a moment; undefined where nothing was measured lately. */
  at(now: number): MeasuredService | undefined {
    if (Math.abs(now - this.#summaryAt) < FRESH_MS) return this.#summary;
    this.#summaryAt = now;
    while (this.#samples[0] && now - this.#samples[0].at > REMEMBERED_MS) this.#samples.shift();
    const samples = this.#samples;
    const ttft = p95(samples.map(({ ttftMs }) => ttftMs));
    const total = p95(samples.map(({ totalMs }) => totalMs));
    this.#summary =
      samples.length === 0
        ? undefined
        : {
            attempts: samples.length,
            failures: samples.filter(({ ok }) => !ok).length,
            streams: samples.filter(({ ttftMs }) => ttftMs !== undefined).length,
            ...(ttft === undefined ? {} : { ttftP95Ms: Math.round(ttft) }),
            ...(total === undefined ? {} : { latencyP95Ms: Math.round(total) }),
          };
    return this.#summary;
  }
}
