/** A value of a metric as Prometheus has it. */
export interface MetricValue {
  /** Where it is not the metric's own: of a histogram's parts. */
  metricName?: string;
  labels: Readonly<Record<string, string | number>>;
  value: number;
}

/** Upper bounds of the bars. Seconds. */
const SECONDS = [0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 60, 120];

/** How long something took, as a histogram. */
export class Bars {
  /** By bound; the last counts what is longer than all. */
  readonly #counts: number[] = Array(SECONDS.length + 1).fill(0);
  #sum = 0;
  #count = 0;

  add(milliseconds: number): void {
    const seconds = milliseconds / 1000;
    let bar = 0;
    while (bar < SECONDS.length && seconds > (SECONDS[bar] ?? 0)) bar += 1;
    this.#counts[bar] = (this.#counts[bar] ?? 0) + 1;
    this.#sum += seconds;
    this.#count += 1;
  }

  /** As Prometheus has it: each bar holds those before it. Empty where nothing was added. */
  values(name: string, labels: Readonly<Record<string, string>>): MetricValue[] {
    if (this.#count === 0) return [];
    let upTo = 0;
    const bars = [...SECONDS, "+Inf"].map((le, bar) => {
      upTo += this.#counts[bar] ?? 0;
      return { metricName: `${name}_bucket`, labels: { le, ...labels }, value: upTo };
    });
    return [
      ...bars,
      { metricName: `${name}_sum`, labels, value: this.#sum },
      { metricName: `${name}_count`, labels, value: this.#count },
    ];
  }
}
