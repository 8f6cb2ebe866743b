/** Sends batches in their order, again where nobody knows whether they arrived, and hands over the answers. */

import { StoreLostError } from "../store-lost.ts";
import type { Connection } from "./connection.ts";
import type { Lease } from "./lease.ts";
import type { Batch, Outbox } from "./outbox.ts";

/** One is at work in the database while the next is on its way; more only make the groups smaller. */
const MOST_UNDER_WAY = 2;
/** A batch that the database refuses so often is at fault itself, */
const MOST_FAILURES = 3;
/** unless the database is: classes of SQLSTATE for connections, transactions to be tried again, resources, operators. */
const NOT_AT_FAULT = /^(08|40|53|55|57|58)/;

/** One window in an answer: lease amount, what the others have taken, what they have spent, whether it is wanted. */
export type WindowView = readonly [
  budget: string,
  windowStart: number,
  amount: number,
  othersTaken: number,
  othersSpent: number,
  wanted: boolean,
];

export interface Answer {
  /** The process is not known (any more). */
  gone?: true;
  /** A batch before it has not arrived. */
  early?: true;
  windows: readonly WindowView[];
  keys: number;
  health: unknown[] | null;
}

export interface MessengerOptions {
  connection: Connection;
  outbox: Outbox;
  /** The name under which this process is known to the store. */
  owner: () => string;
  /** How long ahead money is leased for a window. Milliseconds. */
  horizon: (lease: Lease) => number;
  monotonic: () => number;
  answered: (answer: Answer, batch: Batch, later: readonly Batch[]) => void;
  /** The store does not know this process any more: what becomes of the batches that it did not answer. */
  gone: (unanswered: readonly Batch[]) => void;
  fault: (error: unknown) => void;
}

export class Messenger {
  readonly #options: MessengerOptions;
  /** Sent, or to be sent again. */
  #unanswered: Batch[] = [];
  /** How many of them are on their way on this connection. */
  #underWay = 0;
  #number = 0;
  #scheduled = false;
  /** Monotonic milliseconds: when the last batch was sent that the store answered. */
  heardAt: number;
  /** Set while this process has no name to send under. */
  isPaused = false;

  constructor(options: MessengerOptions) {
    this.#options = options;
    this.heardAt = options.monotonic();
  }

  get isIdle(): boolean {
    return this.#unanswered.length === 0 && this.#options.outbox.isEmpty;
  }

  /** Monotonic milliseconds: since when the oldest batch is on its way; undefined where none is. */
  get waitingSince(): number | undefined {
    return this.#underWay > 0 ? this.#unanswered[0]?.sentAt : undefined;
  }

  /** Sends soon what there is, with what else comes in this turn of the event loop. */
  wake(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#send();
    });
  }

  /** The connection is there again: what was not answered goes first. */
  resend(): void {
    this.#underWay = 0;
    for (const batch of this.#unanswered) this.#dispatch(batch);
    this.wake();
  }

  /** The connection is gone. */
  lost(error: unknown): void {
    this.#underWay = 0;
    for (const { waiting } of this.#unanswered) {
      for (const { isImpatient, reject } of waiting) if (isImpatient) reject(error);
    }
  }

  #send(): void {
    const { connection, outbox, horizon } = this.#options;
    while (connection.isUp && !this.isPaused && this.#unanswered.length < MOST_UNDER_WAY && !outbox.isEmpty) {
      this.#number += 1;
      const { batch, depart } = outbox.take(this.#number, horizon);
      this.#unanswered.push(batch);
      this.#dispatch(batch);
      depart();
    }
  }

  #dispatch(batch: Batch): void {
    const { connection, owner, monotonic } = this.#options;
    batch.sentAt = monotonic();
    this.#underWay += 1;
    const me = owner();
    connection
      .call<Answer>("SELECT fairlead.exchange($1, $2, $3) AS answer", [me, batch.number, batch.text])
      .then((answer) => this.#heard(me, batch, answer))
      .catch((error: unknown) => this.#failed(batch, error));
  }

  #heard(me: string, batch: Batch, answer: Answer): void {
    const { connection, owner, answered, gone } = this.#options;
    if (me !== owner() || !this.#unanswered.includes(batch)) return;
    if (answer.gone) {
      const unanswered = this.#unanswered;
      this.#unanswered = [];
      this.#underWay = 0;
      this.#number = 0;
      gone(unanswered);
      return;
    }
    if (answer.early) {
      connection.drop("a batch did not arrive");
      return;
    }
    this.#underWay -= 1;
    this.heardAt = batch.sentAt;
    this.#unanswered.splice(this.#unanswered.indexOf(batch), 1);
    answered(answer, batch, this.#unanswered);
    for (const { resolve } of batch.waiting) resolve();
    this.#send();
  }

  #failed(batch: Batch, error: unknown): void {
    const { connection, fault } = this.#options;
    if (error instanceof StoreLostError) return;
    if (!NOT_AT_FAULT.test(String((error as { code?: unknown }).code))) batch.failures += 1;
    if (batch.failures >= MOST_FAILURES) {
      fault(error);
      for (const { reject } of batch.waiting) reject(error);
      const empty: Batch = { ...batch, text: "{}", waiting: [], failures: 0 };
      this.#unanswered = this.#unanswered.map((one) => (one === batch ? empty : one));
    }
    // Those behind it must not overtake it: all go again, on another connection.
    connection.drop(error instanceof Error ? error.message : String(error));
  }
}
