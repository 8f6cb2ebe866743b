/** The generation in force. Swapped whole; requests in flight keep the one they began with. */
import type { CompiledPolicy } from "../policy/types.ts";

export class Generations {
  #current: CompiledPolicy;
  readonly #listeners: ((policy: CompiledPolicy) => void)[] = [];

  constructor(first: CompiledPolicy) {
    this.#current = first;
  }

  get current(): CompiledPolicy {
    return this.#current;
  }

  /** Puts another generation in force. */
  swap(next: CompiledPolicy): void {
    this.#current = next;
    for (const listener of this.#listeners) listener(next);
  }

  onSwap(listener: (policy: CompiledPolicy) => void): void {
    this.#listeners.push(listener);
  }
}
