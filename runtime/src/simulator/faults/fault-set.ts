/** The faults of one provider, with what is left of each. */
import type { Draw } from "../randomness.ts";
import type { Fault } from "../types.ts";

interface LiveFault {
  fault: Fault;
  left: number;
  /** Milliseconds since 1970. */
  until: number;
}

export class FaultSet {
  readonly #faults: LiveFault[];
  readonly #now: () => number;

  /** Durations begin now. */
  constructor(faults: readonly Fault[], now: () => number) {
    this.#now = now;
    this.#faults = faults.map((fault) => ({
      fault,
      left: fault.count ?? Number.POSITIVE_INFINITY,
      until: now() + (fault.durationMs ?? Number.POSITIVE_INFINITY),
    }));
  }

  /** Those that are not over, with the count that is left. */
  current(): Fault[] {
    return this.#live().map(({ fault, left }) => (Number.isFinite(left) ? { ...fault, count: left } : { ...fault }));
  }

  /** The first fault that hits a request for a model, in the order in which they are listed. */
  take(model: string | undefined, draw: Draw): Fault | undefined {
    for (const [index, live] of this.#live().entries()) {
      const { fault } = live;
      if (fault.models !== undefined && (model === undefined || !fault.models.includes(model))) continue;
      if (draw(`fault ${index} ${fault.kind}`) >= (fault.probability ?? 1)) continue;
      live.left -= 1;
      return fault;
    }
    return undefined;
  }

  #live(): LiveFault[] {
    const now = this.#now();
    return this.#faults.filter(({ left, until }) => left > 0 && now < until);
  }
}
