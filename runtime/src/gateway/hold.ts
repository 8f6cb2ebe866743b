import type { MicroUsd } from "../documents/money.ts";
import type { DecisionRecord, LedgerStore } from "../ledger/types.ts";
import type { Candidate } from "../policy/types.ts";
import { toldOfStore } from "./store-lost.ts";

/**
 * Money that one request holds reserved. It ends once, by `settle` or `release`. Where the ledger can not be written
 * the reservation stays, so that no budget is passed, and `again` tries later; `onEnd` is told once in any case.
 */
export class Hold {
  /** What it is held for. */
  readonly candidate: Candidate;
  readonly #reservation: string;
  readonly #ledger: LedgerStore;
  readonly #onEnd: () => void;
  #state: "open" | "ended" | "unsettled" | "unreleased" = "open";
  #write: () => Promise<void> = async () => {};

  constructor(candidate: Candidate, reservation: string, ledger: LedgerStore, onEnd: () => void) {
    this.candidate = candidate;
    this.#reservation = reservation;
    this.#ledger = ledger;
    this.#onEnd = onEnd;
  }

  /** `unsettled` and `unreleased`: it has ended here, but the ledger could not be told. */
  get state(): "open" | "ended" | "unsettled" | "unreleased" {
    return this.#state;
  }

  /** Turns it into spend and writes the record, in one step. Rejects where the ledger can not be written. */
  settle(cost: MicroUsd, record: DecisionRecord): Promise<void> {
    return this.#end("unsettled", () => this.#ledger.settle(this.#reservation, cost, record));
  }

  /** Gives it back: nothing was used. Rejects where the ledger can not be written. */
  release(): Promise<void> {
    return this.#end("unreleased", () => this.#ledger.release(this.#reservation));
  }

  /** Writes what could not be written. Rejects where it still can not. */
  async again(): Promise<void> {
    if (this.#state === "open" || this.#state === "ended") return;
    await this.#write();
    this.#state = "ended";
  }

  async #end(unwritten: "unsettled" | "unreleased", write: () => Promise<void>): Promise<void> {
    if (this.#state === "ended") return;
    const first = this.#state === "open";
    this.#state = unwritten;
    this.#write = write;
    try {
      await write();
      this.#state = "ended";
    } catch (error) {
      throw toldOfStore(error);
    } finally {
      if (first) this.#onEnd();
    }
  }
}
