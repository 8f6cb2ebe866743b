/** What is known of one request on its way through the gateway, gathered for its record. */
import { randomFillSync } from "node:crypto";
import { type MicroUsd, microUsd, ZERO_USD } from "../documents/money.ts";
import type { AttemptRecord, DecisionRecord, RecordedFacts, RecordedPrice } from "../ledger/types.ts";
import type { Candidate, CompiledPrice, Decision } from "../policy/types.ts";
import type { Usage } from "../protocols/neutral.ts";
import type { Admitted } from "./admit.ts";
import type { GatewayError } from "./errors.ts";
import type { Hold } from "./hold.ts";

const ID_BYTES = 16;
const POOL_BYTES = 256 * ID_BYTES;
/** Random bytes for the next ids: asking the system for so many at once costs little more than asking for one's. */
const pool = Buffer.alloc(POOL_BYTES);
let used = POOL_BYTES;

/** A new decision id: `dec_`, the time in base 36 (so that ids sort by time), and 128 random bits. */
export function newDecisionId(now: number): string {
  if (used === POOL_BYTES) {
    randomFillSync(pool);
    used = 0;
  }
  used += ID_BYTES;
  return `dec_${now.toString(36).padStart(9, "0")}${pool.toString("hex", used - ID_BYTES, used)}`;
}

export interface Settlement {
  candidate: Candidate;
  /** What it was billed at; undefined where no price is known. */
  price: CompiledPrice | undefined;
  usage: Usage;
  /** `reservation`: the gateway failed, and nobody knows what was used. */
  usageBasis: "provider" | "estimate" | "reservation";
  cost: MicroUsd | undefined;
}

/** The prices alone, as numbers to bill by. */
function recordedPrice(price: CompiledPrice): RecordedPrice {
  const { inputPerMillion, outputPerMillion, cachedInputPerMillion, cacheWritePerMillion, perRequest } = price;
  const { cacheWriteHourPerMillion: hour } = price;
  const rates = { inputPerMillion, outputPerMillion, cachedInputPerMillion, cacheWritePerMillion, perRequest };
  return hour === undefined ? rates : { ...rates, cacheWriteHourPerMillion: hour };
}

/** A name is somebody else's text: what no model's name is long enough for is not kept. */
const LONGEST_NAME = 200;

function recordedFacts({ facts, pin }: Admitted): RecordedFacts {
  const { capabilities, choices, inputTokens, maxOutputTokens, model, cachesForHour, guarded } = facts;
  return {
    capabilities,
    choices,
    inputTokens: inputTokens.expected,
    inputTokensAtMost: inputTokens.atMost,
    maxOutputTokens,
    model: model?.slice(0, LONGEST_NAME),
    pin,
    cachesForHour: cachesForHour || undefined,
    guarded: guarded || undefined,
  };
}

export class Exchange {
  readonly id: string;
  readonly admitted: Admitted;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Monotonic milliseconds. */
  readonly started: number;
  /** What came before, where the request went on after something that is billed. */
  readonly before: Exchange | undefined;
  /** All of the request, those before included. */
  readonly attempts: AttemptRecord[];
  /** The latest decision. */
  decision: Decision | undefined;
  settlement: Settlement | undefined;
  /** The money that the latest attempt holds or held. */
  hold: Hold | undefined;
  ttftMs: number | undefined;
  /** What the translation to the provider's protocol left out. */
  losses: readonly { path: string }[] = [];
  /** Whether a streamed answer has begun: what goes wrong then is said within it. */
  hasBegun = false;
  /** Ends a stream that waits for its rest, where there is none. */
  breakOff: ((why: GatewayError) => Promise<void>) | undefined;
  #next: Exchange | undefined;

  constructor(id: string, admitted: Admitted, at: number, started: number, before?: Exchange) {
    this.id = id;
    this.before = before;
    this.attempts = before ? before.attempts.map((one) => ({ recordedIn: before.id, ...one })) : [];
    this.hasBegun = before?.hasBegun ?? false;
    this.breakOff = before?.breakOff;
    this.admitted = admitted;
    this.at = at;
    this.started = started;
  }

  /** The part of the request that is under way. */
  get latest(): Exchange {
    return this.#next?.latest ?? this;
  }

  /** The parts of the request up to this one, the first first. */
  get parts(): Exchange[] {
    return this.before ? [...this.before.parts, this] : [this];
  }

  /** What all parts up to this one cost; undefined where the price of one is not known. */
  get cost(): MicroUsd | undefined {
    let sum: MicroUsd = ZERO_USD;
    for (let part: Exchange | undefined = this; part; part = part.before) {
      if (!part.settlement) continue;
      if (part.settlement.cost === undefined) return undefined;
      sum = microUsd(sum + part.settlement.cost);
    }
    return sum;
  }

  /** The tokens that all parts up to this one used, as far as they are known. */
  get usedTokens(): number {
    let sum = 0;
    for (let part: Exchange | undefined = this; part; part = part.before)
      sum += (part.settlement?.usage.input ?? 0) + (part.settlement?.usage.output ?? 0);
    return sum;
  }

  /**
   * The rest of the request, which goes on after what this part was billed for. Has a record of its own, whose times
   * count from the beginning of the whole; its id is that of the first with a number, so that they sort in their order.
   */
  goOn(admitted: Admitted): Exchange {
    const [first = this, ...more] = this.parts;
    this.#next = new Exchange(`${first.id}-${more.length + 2}`, admitted, this.at, this.started, this);
    return this.#next;
  }

  /** The record of the request, ended now with this outcome. */
  record(outcome: string, status: number, monotonic: number): DecisionRecord {
    const { admitted, decision, settlement } = this;
    const deployment = settlement?.candidate.deployment;
    return {
      id: this.id,
      at: this.at,
      key: admitted.key.id,
      businessUnit: admitted.businessUnit,
      workload: admitted.workload.id,
      sensitivity: decision?.sensitivity ?? admitted.workload.sensitivity,
      facts: recordedFacts(admitted),
      detected: admitted.detected.length > 0 ? [...admitted.detected] : undefined,
      generation: admitted.policy.generation,
      protocol: admitted.request.protocol,
      stream: admitted.request.stream,
      outcome,
      status,
      deployment: deployment?.id ?? null,
      provider: deployment?.provider ?? null,
      model: deployment?.model ?? null,
      candidates: (decision?.candidates ?? []).map((candidate) => ({
        deployment: candidate.deployment.id,
        because: candidate.because,
      })),
      rejected: (decision?.rejected ?? []).map((rejected) => ({
        deployment: rejected.deployment.id,
        rejections: [...rejected.rejections],
      })),
      attempts: this.attempts,
      usage: settlement?.usage ?? null,
      usageBasis: settlement?.usageBasis ?? null,
      costMicroUsd: settlement ? (settlement.cost ?? null) : 0,
      reservedMicroUsd: settlement?.candidate.reservation ?? null,
      priceBasis: settlement?.price?.basis ?? null,
      price: settlement?.price && recordedPrice(settlement.price),
      ttftMs: this.ttftMs === undefined ? null : Math.round(this.ttftMs),
      totalMs: Math.round(monotonic - this.started),
      trace: admitted.trace ?? null,
      warnings: (decision?.warnings ?? []).map(({ budget, at, action }) => ({ budget, at, action })),
      continuedFrom: this.before?.id,
      continuedBy: this.#next?.id,
    };
  }
}
