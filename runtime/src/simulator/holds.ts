/** Requests that a provider has taken and keeps waiting until told: for tests that may not depend on time. */
import type { Exchange } from "./exchange.ts";
import type { Held } from "./types.ts";

class Hold implements Held {
  readonly #waiting: (() => void)[] = [];
  #isOver = false;

  get waiting(): number {
    return this.#waiting.length;
  }

  release(count = Number.POSITIVE_INFINITY): void {
    for (const go of this.#waiting.splice(0, count)) go();
  }

  end(): void {
    this.#isOver = true;
    this.release();
  }

  async pass(exchange: Exchange): Promise<void> {
    if (this.#isOver || exchange.gone) return;
    let go = (): void => {};
    const told = new Promise<void>((resolve) => {
      go = resolve;
    });
    this.#waiting.push(go);
    await Promise.race([told, exchange.waitUntilGone()]);
    // Whoever left waits no more.
    const at = this.#waiting.indexOf(go);
    if (at >= 0) this.#waiting.splice(at, 1);
  }
}

export class Holds {
  readonly #holds = new Map<string, Hold>();

  /** Keeps all requests waiting that this provider gets from now on. Whom an earlier hold kept goes on. */
  hold(provider: string): Held {
    this.#holds.get(provider)?.end();
    const hold = new Hold();
    this.#holds.set(provider, hold);
    return hold;
  }

  /** Waits as long as the provider is held, or until the client is gone. */
  async pass(provider: string, exchange: Exchange): Promise<void> {
    await this.#holds.get(provider)?.pass(exchange);
  }
}
