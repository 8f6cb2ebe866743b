import type { Usage } from "../neutral.ts";
import { isObject, type JsonObject, tokenCount } from "../shared/json.ts";

/**
 * Reads a `usage` object; undefined where it is none. Anthropic counts tokens read from and written to the cache
 * beside `input_tokens`; the neutral input includes them. What a compaction on the way took is billed, but stands only
 * in its entry of `iterations`, so it is added; all other iterations are part of the counts already.
 */
export function readUsage(value: unknown): Usage | undefined {
  if (!isObject(value)) return undefined;
  const counts = [value, ...compactionsOf(value)];
  const sum = (name: string): number | undefined => {
    const known = counts.map((entry) => tokenCount(entry[name])).filter((count) => count !== undefined);
    return known.length === 0 ? undefined : known.reduce((total, count) => total + count, 0);
  };
  const uncached = sum("input_tokens");
  const cachedInput = sum("cache_read_input_tokens");
  const lifetimes = writtenByLifetime(counts);
  const cacheWrite = sum("cache_creation_input_tokens") ?? lifetimes.all;
  const details = isObject(value.output_tokens_details) ? value.output_tokens_details : {};
  return {
    input: uncached === undefined ? undefined : uncached + (cachedInput ?? 0) + (cacheWrite ?? 0),
    output: sum("output_tokens"),
    cachedInput,
    cacheWrite,
    ...(lifetimes.hour === undefined ? {} : { cacheWriteHour: lifetimes.hour }),
    reasoning: tokenCount(details.thinking_tokens),
  };
}

function compactionsOf(usage: JsonObject): JsonObject[] {
  const iterations = Array.isArray(usage.iterations) ? usage.iterations : [];
  return iterations.filter((entry): entry is JsonObject => isObject(entry) && entry.type === "compaction");
}

/** Tokens written to the cache, as told by lifetime; some hosts tell them in no other way. */
function writtenByLifetime(counts: readonly JsonObject[]): { all: number | undefined; hour: number | undefined } {
  let all: number | undefined;
  let hour: number | undefined;
  for (const { cache_creation: written } of counts) {
    if (!isObject(written)) continue;
    const [short, long] = [
      tokenCount(written.ephemeral_5m_input_tokens),
      tokenCount(written.ephemeral_1h_input_tokens),
    ];
    if (long !== undefined) hour = (hour ?? 0) + long;
    if (short !== undefined || long !== undefined) all = (all ?? 0) + (short ?? 0) + (long ?? 0);
  }
  return { all, hour };
}

/** Writes a `usage` object with the counts that are known: a false 0 would be a lie. */
export function writeUsage(usage: Usage): Record<string, unknown> {
  const { input, output, cachedInput, cacheWrite, cacheWriteHour, reasoning } = usage;
  return {
    ...(input === undefined ? {} : { input_tokens: Math.max(0, input - (cachedInput ?? 0) - (cacheWrite ?? 0)) }),
    ...(cacheWrite === undefined ? {} : { cache_creation_input_tokens: cacheWrite }),
    ...(cacheWrite === undefined || cacheWriteHour === undefined
      ? {}
      : {
          cache_creation: {
            ephemeral_5m_input_tokens: Math.max(0, cacheWrite - cacheWriteHour),
            ephemeral_1h_input_tokens: cacheWriteHour,
          },
        }),
    ...(cachedInput === undefined ? {} : { cache_read_input_tokens: cachedInput }),
    ...(output === undefined ? {} : { output_tokens: output }),
    ...(reasoning === undefined ? {} : { output_tokens_details: { thinking_tokens: reasoning } }),
  };
}
