import type { Usage } from "../neutral.ts";
import { isObject, tokenCount } from "../shared/json.ts";

/**
 * Reads Bedrock's `usage`; undefined where it is none. Bedrock counts tokens read from and written to the cache
 * beside `inputTokens`; the neutral input includes them, and `cacheDetails` tells how long what was written is kept.
 * Older answers have the cache counters under other names.
 */
export function readUsage(value: unknown): Usage | undefined {
  if (!isObject(value)) return undefined;
  const uncached = tokenCount(value.inputTokens);
  const cachedInput = tokenCount(value.cacheReadInputTokens) ?? tokenCount(value.cacheReadInputTokenCount);
  const cacheWrite = tokenCount(value.cacheWriteInputTokens) ?? tokenCount(value.cacheWriteInputTokenCount);
  const cacheWriteHour = writtenForHour(value.cacheDetails);
  return {
    input: uncached === undefined ? undefined : uncached + (cachedInput ?? 0) + (cacheWrite ?? 0),
    output: tokenCount(value.outputTokens),
    cachedInput,
    cacheWrite,
    ...(cacheWriteHour === undefined ? {} : { cacheWriteHour }),
    reasoning: undefined,
  };
}

/** What stands in `cacheDetails` with a lifetime of an hour; undefined where nothing is told by lifetime. */
function writtenForHour(details: unknown): number | undefined {
  if (!Array.isArray(details) || details.length === 0) return undefined;
  return details.reduce<number>(
    (sum, detail: unknown) =>
      isObject(detail) && detail.ttl === "1h" ? sum + (tokenCount(detail.inputTokens) ?? 0) : sum,
    0,
  );
}

/** Writes Bedrock's `usage`, with only the counts that are known. */
export function writeUsage(usage: Usage): Record<string, unknown> {
  const { input, output, cachedInput, cacheWrite, cacheWriteHour } = usage;
  return {
    ...(input === undefined ? {} : { inputTokens: Math.max(0, input - (cachedInput ?? 0) - (cacheWrite ?? 0)) }),
    ...(output === undefined ? {} : { outputTokens: output }),
    ...(input === undefined || output === undefined ? {} : { totalTokens: input + output }),
    ...(cachedInput === undefined ? {} : { cacheReadInputTokens: cachedInput }),
    ...(cacheWrite === undefined ? {} : { cacheWriteInputTokens: cacheWrite }),
    ...(cacheWrite === undefined || cacheWriteHour === undefined
      ? {}
      : { cacheDetails: cacheDetails(cacheWriteHour, Math.max(0, cacheWrite - cacheWriteHour)) }),
  };
}

function cacheDetails(hour: number, minutes: number): { ttl: string; inputTokens: number }[] {
  return [
    { ttl: "1h", inputTokens: hour },
    { ttl: "5m", inputTokens: minutes },
  ].filter(({ inputTokens }) => inputTokens > 0);
}
