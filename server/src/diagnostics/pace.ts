/** How long to wait for quiet before diagnostics are worked out: half as long as that takes. */

/** Who types fast makes a pause of this many milliseconds between words, and none so long within one. */
const LONGEST = 200;

/** Shorter than this, two changes are one: an editor that replaces in many places sends them one after the other. */
const SHORTEST = 8;

/** After this many milliseconds of typing without a pause diagnostics are worked out all the same. */
export const AT_MOST = 600;

export class Pace {
  #usual = 0;

  /** Tells how many milliseconds a run took. */
  ran(took: number): void {
    // The last one counts half: what is done for the first time takes long, and that passes.
    this.#usual = this.#usual === 0 ? took / 4 : (this.#usual + took) / 2;
  }

  /** Milliseconds of quiet to wait for. */
  get quiet(): number {
    return Math.min(LONGEST, Math.max(SHORTEST, this.#usual / 2));
  }
}
