/** What one process may spend of one budget window, and what it knows of the others' part. */
import { type MicroUsd, microUsd } from "../../documents/money.ts";
import type { BudgetClaim, Funds } from "../types.ts";

/** The highest demand fades by this part with each beat in which it is not reached again. */
const FADE = 0.8;
/** How much a new measurement of the rate counts against all earlier ones. */
const SMOOTHING = 0.3;

/** So many requests can go on at least when the store goes away, where the policy lets them, */
const PROMISED_REQUESTS = 10;
/** for which so many times their money is leased ahead, so that those before them seldom wait for more, */
const PROMISED_AHEAD = 2;
/** and more is asked for as soon as less than this part of that is left. */
const TOP_UP_BELOW = 0.75;

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
  /** How many requests of this process wait for money in it, or hold on to what is here while they wait for another's. */
  awaited = 0;
  /** Whether the store was asked about the window yet. */
  known = false;
  /** Monotonic milliseconds: when somebody last looked at it. */
  usedAt = 0;
  /** Requests count in it that go on while the store is away. */
  isRelied = false;
  /** The store was asked for money ahead and has not answered yet. */
  isToppingUp = false;
  /** The store was asked for money ahead and had too little for what is promised. */
  isShort = false;
  #peak = 0;
  /** The largest amount of a request that goes on while the store is away. */
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

  /** What is kept for requests that go on when the store goes away, unless there is nothing else or others want it. */
  get spared(): number {
    return this.isRelied && !this.isShort && !this.wanted ? PROMISED_REQUESTS * this.#largest : 0;
  }

  /**
   * Whether an amount can be reserved without asking. What was leased before a limit was lowered does not count.
   * @param keep what must be left
   */
  fits(amount: MicroUsd, blockAt: MicroUsd | undefined, keep = 0): boolean {
    this.blockAt = blockAt;
    if (blockAt === undefined) return true;
    return amount + keep <= this.free && this.othersTaken + this.amount <= blockAt;
  }

  /** Requests of such amounts count in it that go on while the store is away. */
  rely(amount: MicroUsd): void {
    this.isRelied = true;
    this.#largest = Math.max(this.#largest, amount);
  }

  reserve(amount: MicroUsd): void {
    this.reserved += amount;
    this.#peak = Math.max(this.#peak, this.reserved);
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
    return Math.ceil(Math.max(likely, this.isRelied ? PROMISED_AHEAD * PROMISED_REQUESTS * this.#largest : 0));
  }

  /** What is missing of what should be leased ahead for requests that go on without the store; 0 where that is enough. */
  missingAhead(milliseconds: number): number {
    if (!this.isRelied || this.blockAt === undefined || this.wanted || this.isToppingUp) return 0;
    const ahead = this.ahead(milliseconds);
    return this.free < TOP_UP_BELOW * ahead ? ahead - Math.max(0, this.free) : 0;
  }

  /** The store has answered to a question for money ahead. */
  toppedUp(): void {
    this.isToppingUp = false;
    this.isShort = this.free < PROMISED_REQUESTS * this.#largest;
  }

  /** Forgets what it was given and spent: that is the window's now. What is reserved was settled by others. */
  forfeit(): void {
    this.amount = 0;
    this.spent = 0;
    this.reserved = 0;
    this.#spentAtBeat = 0;
    this.known = false;
    this.isToppingUp = false;
    this.isShort = false;
  }
}
