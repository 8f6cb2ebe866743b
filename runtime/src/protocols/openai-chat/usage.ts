import type { Usage } from "../neutral.ts";
import { isObject, tokenCount } from "../shared/json.ts";

/**
 * Reads a `usage` object; undefined where it is none. Input includes what was read from the cache, as OpenAI reports
 * it. Some hosts (xAI) count reasoning tokens beside the completion tokens although they bill them as output: where
 * the total shows that, they are added.
 */
export function readUsage(value: unknown): Usage | undefined {
  if (!isObject(value)) return undefined;
  const inputDetails = isObject(value.prompt_tokens_details) ? value.prompt_tokens_details : {};
  const outputDetails = isObject(value.completion_tokens_details) ? value.completion_tokens_details : {};
  const input = tokenCount(value.prompt_tokens);
  const completion = tokenCount(value.completion_tokens);
  const total = tokenCount(value.total_tokens);
  const reasoning = tokenCount(outputDetails.reasoning_tokens);
  const beside =
    reasoning !== undefined &&
    input !== undefined &&
    completion !== undefined &&
    total === input + completion + reasoning;
  return {
    input,
    output: beside ? completion + reasoning : completion,
    // DeepSeek has its own name for it.
    cachedInput: tokenCount(inputDetails.cached_tokens) ?? tokenCount(value.prompt_cache_hit_tokens),
    cacheWrite: tokenCount(inputDetails.cache_write_tokens) ?? tokenCount(inputDetails.cache_creation_tokens),
    reasoning,
  };
}

/** Writes a `usage` object, or undefined where the counts are not known: a false 0 would be a lie. */
export function writeUsage(usage: Usage): Record<string, unknown> | undefined {
  const { input, output, cachedInput, cacheWrite, reasoning } = usage;
  if (input === undefined || output === undefined) return undefined;
  const inputDetails = {
    ...(cachedInput === undefined ? {} : { cached_tokens: cachedInput }),
    ...(cacheWrite === undefined ? {} : { cache_write_tokens: cacheWrite }),
  };
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    ...(Object.keys(inputDetails).length > 0 ? { prompt_tokens_details: inputDetails } : {}),
    ...(reasoning === undefined ? {} : { completion_tokens_details: { reasoning_tokens: reasoning } }),
  };
}
