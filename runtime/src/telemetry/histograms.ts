/** Histograms by the GenAI conventions, added up since the gateway began. */
import { type AttributeValue, nanoseconds, otlpAttributes } from "./otlp.ts";

/** Cumulative: each report holds all since the beginning. */
const CUMULATIVE = 2;
const doubling = (first: number, count: number, factor: number): number[] =>
  Array.from({ length: count }, (_, index) => first * factor ** index);

/** Names, units and bounds that the conventions recommend. */
const INSTRUMENTS = {
  "gen_ai.client.operation.duration": { unit: "s", bounds: doubling(0.01, 14, 2) },
  "gen_ai.client.token.usage": { unit: "{token}", bounds: doubling(1, 14, 4) },
  "gen_ai.server.time_to_first_token": { unit: "s", bounds: doubling(0.01, 11, 2) },
} as const;

export type InstrumentName = keyof typeof INSTRUMENTS;

interface Point {
  attributes: Readonly<Record<string, AttributeValue>>;
  count: number;
  sum: number;
  buckets: number[];
}

export class Histograms {
  readonly #points = new Map<InstrumentName, Map<string, Point>>();
  readonly #startedAt: number;

  /** `startedAt` is milliseconds since 1970. */
  constructor(startedAt: number) {
    this.#startedAt = startedAt;
  }

  /** Counts a value. Attributes are ids of the policy and stable words, so the number of points is bounded by it. */
  observe(name: InstrumentName, value: number, attributes: Readonly<Record<string, AttributeValue>>): void {
    const { bounds } = INSTRUMENTS[name];
    const points = this.#points.get(name) ?? new Map<string, Point>();
    this.#points.set(name, points);
    const key = JSON.stringify(attributes);
    const point = points.get(key) ?? { attributes, count: 0, sum: 0, buckets: Array(bounds.length + 1).fill(0) };
    points.set(key, point);
    const found = bounds.findIndex((bound) => value <= bound);
    const bucket = found < 0 ? bounds.length : found;
    point.count += 1;
    point.sum += value;
    point.buckets[bucket] = (point.buckets[bucket] ?? 0) + 1;
  }

  /** All of them as OTLP metrics; empty where nothing was observed. */
  metrics(now: number): unknown[] {
    return [...this.#points].map(([name, points]) => ({
      name,
      unit: INSTRUMENTS[name].unit,
      histogram: {
        aggregationTemporality: CUMULATIVE,
        dataPoints: [...points.values()].map(({ attributes, count, sum, buckets }) => ({
          attributes: otlpAttributes(attributes),
          startTimeUnixNano: nanoseconds(this.#startedAt),
          timeUnixNano: nanoseconds(now),
          count: String(count),
          sum,
          explicitBounds: INSTRUMENTS[name].bounds,
          bucketCounts: buckets.map(String),
        })),
      },
    }));
  }
}
