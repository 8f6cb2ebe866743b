/** What of a request's cost is for which kind of token. */
import { inputKinds } from "../../policy/cost.ts";
import type { DecisionRecord } from "../types.ts";

/** `unattributed`: a cost of which the record does not say what it is made of. */
export type CostKind =
  | "input"
  | "cached-input"
  | "cache-write"
  | "cache-write-hour"
  | "output"
  | "request"
  | "unattributed";

export interface CostPart {
  kind: CostKind;
  /** Tokens; for `request` and `unattributed`, requests. */
  quantity: number;
  /** Micro-USD; null is unknown. The parts of a record add up to its cost exactly. */
  microUsd: number | null;
  /** Micro-USD for a million of the quantity; undefined where nothing was priced. */
  pricePerMillion: number | undefined;
}

/**
 * The parts of a record's cost. A request is rounded up to a micro-USD as a whole; what that adds goes to its largest
 * part. Requests that cost nothing and used nothing have no part.
 */
export function costParts(record: DecisionRecord): CostPart[] {
  const { usage, price, costMicroUsd: cost } = record;
  if (!usage || record.deployment === null) return cost ? [whole(cost)] : [];
  const { fresh, cached, written, writtenHour } = inputKinds({ ...usage, input: usage.input ?? 0 });
  const kinds: [CostKind, number, number | undefined][] = [
    ["input", fresh, price?.inputPerMillion],
    ["cached-input", cached, price?.cachedInputPerMillion],
    ["cache-write", written, price?.cacheWritePerMillion],
    ["cache-write-hour", writtenHour, price?.cacheWriteHourPerMillion],
    ["output", usage.output ?? 0, price?.outputPerMillion],
    ["request", price?.perRequest ? 1 : 0, price && price.perRequest * 1_000_000],
  ];
  const used = kinds.filter(([, quantity]) => quantity > 0);
  const parts = used.map(([kind, quantity, pricePerMillion]): CostPart => {
    const known = cost !== null && pricePerMillion !== undefined;
    return {
      kind,
      quantity,
      microUsd: known ? Math.floor((quantity * pricePerMillion) / 1e6) : null,
      pricePerMillion: known ? pricePerMillion : undefined,
    };
  });
  if (cost === null) return parts;
  // What the process died with, or what an older record does not explain, stands beside the tokens.
  if (record.usageBasis === "reservation" || !price || used.length === 0)
    return cost > 0
      ? [...parts.map((part) => ({ ...part, microUsd: null, pricePerMillion: undefined })), whole(cost)]
      : parts;
  const rest = cost - parts.reduce((sum, { microUsd }) => sum + (microUsd ?? 0), 0);
  const largest = parts.reduce((a, b) => ((b.microUsd ?? 0) > (a.microUsd ?? 0) ? b : a));
  largest.microUsd = (largest.microUsd ?? 0) + rest;
  return parts;
}

function whole(cost: number): CostPart {
  return { kind: "unattributed", quantity: 1, microUsd: cost, pricePerMillion: undefined };
}
