/** What one process may spend of one budget window, and what it knows of the others' part. */
import { type MicroUsd, microUsd } from "../../documents/money.ts";
import type { BudgetClaim, Funds } from "../types.ts";

/** The highest demand fades by this part with each beat in which it is not reached again. */
const FADE = 0.8;
/** How much a new measurement of the rate counts against all earlier ones. */
const SMOOTHING = 0.3;

/** So many requests can go on at least when the store goes away, where the policy lets them. */
const RELIED_REQUESTS = 10;

/** All amounts are micro-USD. */
export class Lease {
  readonly budget: string;
  readonly windowStart: number;
  readonly windowEnd: number;
  readonly scope: BudgetClaim["scope"];
  /** What this process was given, spent parts included. */
  amount = 0;
  spent = 0;
  /** Held by requests under way. */
  reserved = 0;
  /** What the others have spent or may spend. */
  othersTaken = 0;
  othersSpent = 0;
  /** The limit that requests saw last; undefined where it does not block. */
  blockAt: MicroUsd | undefined;
  /** Somebody waits for what is not used. */
  wanted = false;
  /** Whether the store was asked about the window yet. */
  known = false;
  /** Monotonic milliseconds: when somebody last looked at it. */
  usedAt = 0;
  /** Requests count in it that go on while the store is away. */
  isRelied = false;
  #peak = 0;
  #largest = 0;
  #rate = 0;
  #spentAtBeat = 0;

  constructor(claim: BudgetClaim) {
    this.budget = claim.budget;
    this.windowStart = claim.windowStart;
    this.windowEnd = claim.windowEnd;
    this.scope = claim.scope;
  }

  /** What may still be reserved here without asking. Below zero where a request cost more than it had reserved. */
  get free(): number {
    return this.amount - this.spent - this.reserved;
  }

  get funds(): Funds {
    return {
      settled: microUsd(this.othersSpent + this.spent),
      reserved: microUsd(Math.max(0, this.othersTaken - this.othersSpent) + this.reserved),
    };
  }

  /** Whether an amount can be reserved without asking. What was leased before a limit was lowered does not count. */
  fits(amount: MicroUsd, blockAt: MicroUsd | undefined): boolean {
    this.blockAt = blockAt;
    if (blockAt === undefined) return true;
    return amount <= this.free && this.othersTaken + this.amount <= blockAt;
  }

  reserve(amount: MicroUsd): void {
    this.reserved += amount;
    this.#peak = Math.max(this.#peak, this.reserved);
    this.#largest = Math.max(this.#largest, amount);
  }

  end(amount: MicroUsd, cost: MicroUsd): void {
    this.reserved -= amount;
    this.spent += cost;
  }

  /** Measures how fast money goes, since the last beat. */
  beat(milliseconds: number): void {
    const rate = Math.max(0, this.spent - this.#spentAtBeat) / milliseconds;
    this.#spentAtBeat = this.spent;
    this.#rate += SMOOTHING * (rate - this.#rate);
    this.#peak = Math.max(this.reserved, this.#peak * FADE);
  }

  /** What is worth having beyond what is reserved now, to be spent within so many milliseconds. */
  ahead(milliseconds: number): number {
    const likely = Math.max(0, this.#peak - this.reserved) + this.reserved / 2 + this.#rate * milliseconds;
    return Math.ceil(Math.max(likely, this.isRelied ? RELIED_REQUESTS * this.#largest : 0));
  }

  /** Forgets what it was given and spent: that is the window's now. What is reserved was settled by others. */
  forfeit(): void {
    this.amount = 0;
    this.spent = 0;
    this.reserved = 0;
    this.#spentAtBeat = 0;
    this.known = false;
  }
}
