import type { Usage } from "../neutral.ts";

export const UNKNOWN_USAGE: Readonly<Usage> = {
  input: undefined,
  output: undefined,
  cachedInput: undefined,
  cacheWrite: undefined,
  reasoning: undefined,
};

/** Providers report cumulative counters, some in every chunk: the highest value of each counts. Unknown stays unknown. */
export function maximumUsage(a: Readonly<Usage>, b: Readonly<Usage>): Usage {
  const cacheWriteHour = maximum(a.cacheWriteHour, b.cacheWriteHour);
  return {
    input: maximum(a.input, b.input),
    output: maximum(a.output, b.output),
    cachedInput: maximum(a.cachedInput, b.cachedInput),
    cacheWrite: maximum(a.cacheWrite, b.cacheWrite),
    ...(cacheWriteHour === undefined ? {} : { cacheWriteHour }),
    reasoning: maximum(a.reasoning, b.reasoning),
  };
}

/** What two answers used together. Unknown stays unknown only where neither says it. */
export function addUsage(a: Readonly<Usage>, b: Readonly<Usage>): Usage {
  const cacheWriteHour = sum(a.cacheWriteHour, b.cacheWriteHour);
  return {
    input: sum(a.input, b.input),
    output: sum(a.output, b.output),
    cachedInput: sum(a.cachedInput, b.cachedInput),
    cacheWrite: sum(a.cacheWrite, b.cacheWrite),
    ...(cacheWriteHour === undefined ? {} : { cacheWriteHour }),
    reasoning: sum(a.reasoning, b.reasoning),
  };
}

function sum(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined ? b : a + (b ?? 0);
}

function maximum(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined) return b;
  return b === undefined ? a : Math.max(a, b);
}
