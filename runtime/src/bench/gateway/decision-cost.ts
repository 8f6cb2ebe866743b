/** What a request cost, from the gateway's own record of it. */
import { setTimeout as sleep } from "node:timers/promises";
import { request } from "undici";
import type { GatewayConnection } from "./gateway-connection.ts";

export interface DecisionFacts {
  /** Micro-USD; undefined is unknown. */
  costMicroUsd: number | undefined;
  /** Micro-USD that the gateway held for it, which it can not cost more than; undefined where it held nothing. */
  reservedMicroUsd: number | undefined;
  deployment: string | undefined;
  generation: string | undefined;
  /** Milliseconds of the gateway's time with no provider's attempt open. */
  overheadMs: number | undefined;
}

/** The record is settled just after the last byte: wait for it so often, so long. */
const WAITS_MS = [0, 5, 20, 50, 100, 250];

/** undefined where there is no record to be had. Never throws. */
export async function readDecision(
  { url, key, dispatcher }: GatewayConnection,
  id: string,
  signal: AbortSignal | undefined,
): Promise<DecisionFacts | undefined> {
  for (const wait of WAITS_MS) {
    try {
      if (wait > 0) await sleep(wait, undefined, { signal });
      const answer = await request(`${url}/fairlead/v1/decisions/${encodeURIComponent(id)}`, {
        headers: { authorization: `Bearer ${key}` },
        dispatcher,
        ...(signal === undefined ? {} : { signal }),
      });
      if (answer.statusCode === 200) return readFacts(await answer.body.json());
      await answer.body.dump();
    } catch {
      return undefined;
    }
  }
  return undefined;
}

function readFacts(value: unknown): DecisionFacts {
  const record = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
  const text = (name: string) => (typeof record[name] === "string" ? record[name] : undefined);
  const amount = (name: string) => (Number.isSafeInteger(record[name]) ? (record[name] as number) : undefined);
  return {
    costMicroUsd: amount("costMicroUsd"),
    reservedMicroUsd: amount("reservedMicroUsd"),
    deployment: text("deployment"),
    generation: text("generation"),
    overheadMs: overheadOf(record),
  };
}

function overheadOf({ totalMs, attempts }: Record<string, unknown>): number | undefined {
  if (typeof totalMs !== "number" || !Array.isArray(attempts) || attempts.length === 0) return undefined;
  let waited = 0;
  for (const { startedMs, endedMs } of attempts as Record<string, unknown>[]) {
    if (typeof startedMs !== "number" || typeof endedMs !== "number") return undefined;
    waited += endedMs - startedMs;
  }
  return Math.max(0, totalMs - waited);
}
