/** What `fairlead what-if --json` says, and its shares side by side. */

export type WhatIfDimension = "deployment" | "provider" | "supplier" | "jurisdiction";

export interface WhatIfOutcome {
  requests: number;
  served: number;
  /** Micro-USD that are known. */
  cost: number;
  /** Served requests whose cost is not known. */
  unpriced: number;
  shares: { dimension: string; id: string | null; requests: number; cost: number }[];
  concentrations: { dimension: string; measure: "requests" | "spend"; hhi: number; band: string }[];
  refused: { workload: string; rule: string; requests: number }[];
}

export interface WhatIfAnswer {
  /** null where there is no request to replay. */
  span: { from: number; to: number } | null;
  recorded: WhatIfOutcome;
  replayed: WhatIfOutcome;
  moved: { workload: string; from: string | null; to: string | null; requests: number }[];
  objectives: {
    workload: string;
    objective: "ttftP95Ms" | "latencyP95Ms";
    targetMs: number;
    recordedMs: number | null;
    replayedMs: number | null;
  }[];
  /** Requests that would meet a deployment that failed for them, and those of them that another would serve. */
  failures: { met: number; served: number };
  unknownWorkloads: { workload: string; requests: number }[];
}

export interface ShareRow {
  id: string | null;
  /** Parts of the served requests, as they were and as they would be. */
  before: number;
  after: number;
  /** Micro-USD. */
  costBefore: number;
  costAfter: number;
}

/** One row for all that served before or would after, those with the most before first. */
export function shareRows({ recorded, replayed }: WhatIfAnswer, dimension: WhatIfDimension): ShareRow[] {
  const of = (outcome: WhatIfOutcome) => outcome.shares.filter((share) => share.dimension === dimension);
  const ids = [...new Set([...of(recorded), ...of(replayed)].map(({ id }) => id))];
  const part = (outcome: WhatIfOutcome, id: string | null) => {
    const share = of(outcome).find((one) => one.id === id);
    return { part: outcome.served === 0 ? 0 : (share?.requests ?? 0) / outcome.served, cost: share?.cost ?? 0 };
  };
  return ids
    .map((id) => {
      const [before, after] = [part(recorded, id), part(replayed, id)];
      return { id, before: before.part, after: after.part, costBefore: before.cost, costAfter: after.cost };
    })
    .sort((a, b) => b.before - a.before || b.after - a.after);
}

/** Providers that can be taken away: those that served, or would. */
export function providersOf(answer: WhatIfAnswer): string[] {
  return shareRows(answer, "provider").flatMap(({ id }) => id ?? []);
}
