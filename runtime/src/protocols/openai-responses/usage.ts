import type { Usage } from "../neutral.ts";
import { isObject, tokenCount } from "../shared/json.ts";

/** Reads a `usage` object; undefined where it is none. Input includes what was read from the cache. */
export function readUsage(value: unknown): Usage | undefined {
  if (!isObject(value)) return undefined;
  const input = isObject(value.input_tokens_details) ? value.input_tokens_details : {};
  const output = isObject(value.output_tokens_details) ? value.output_tokens_details : {};
  return {
    input: tokenCount(value.input_tokens),
    output: tokenCount(value.output_tokens),
    cachedInput: tokenCount(input.cached_tokens),
    cacheWrite: tokenCount(input.cache_write_tokens),
    reasoning: tokenCount(output.reasoning_tokens),
  };
}

/** Writes a `usage` object; null where the counts are not known, as OpenAI has it before the end: a false 0 would be a lie. */
export function writeUsage({ input, output, cachedInput, cacheWrite, reasoning }: Usage): unknown {
  if (input === undefined || output === undefined) return null;
  return {
    input_tokens: input,
    input_tokens_details: {
      // Clients read it without asking whether it is there.
      cached_tokens: cachedInput ?? 0,
      ...(cacheWrite === undefined ? {} : { cache_write_tokens: cacheWrite }),
    },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: reasoning ?? 0 },
    total_tokens: input + output,
  };
}
