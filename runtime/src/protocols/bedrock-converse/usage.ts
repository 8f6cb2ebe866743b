import type { Usage } from "../neutral.ts";
import { isObject, tokenCount } from "../shared/json.ts";

/**
 * Reads Bedrock's `usage`; undefined where it is none. Bedrock counts tokens read from and written to the cache
 * beside `inputTokens`; the neutral input includes them. Older answers have the cache counters under other names.
 */
export function readUsage(value: unknown): Usage | undefined {
  if (!isObject(value)) return undefined;
  const uncached = tokenCount(value.inputTokens);
  const cachedInput = tokenCount(value.cacheReadInputTokens) ?? tokenCount(value.cacheReadInputTokenCount);
  const cacheWrite = tokenCount(value.cacheWriteInputTokens) ?? tokenCount(value.cacheWriteInputTokenCount);
  return {
    input: uncached === undefined ? undefined : uncached + (cachedInput ?? 0) + (cacheWrite ?? 0),
    output: tokenCount(value.outputTokens),
    cachedInput,
    cacheWrite,
    reasoning: undefined,
  };
}

/** Writes Bedrock's `usage`, with only the counts that are known. */
export function writeUsage(usage: Usage): Record<string, number> {
  const { input, output, cachedInput, cacheWrite } = usage;
  return {
    ...(input === undefined ? {} : { inputTokens: Math.max(0, input - (cachedInput ?? 0) - (cacheWrite ?? 0)) }),
    ...(output === undefined ? {} : { outputTokens: output }),
    ...(input === undefined || output === undefined ? {} : { totalTokens: input + output }),
    ...(cachedInput === undefined ? {} : { cacheReadInputTokens: cachedInput }),
    ...(cacheWrite === undefined ? {} : { cacheWriteInputTokens: cacheWrite }),
  };
}
