import type { Usage } from "../neutral.ts";
import { isObject, tokenCount } from "../shared/json.ts";
import { member } from "./member.ts";

/**
 * Reads `usageMetadata`; undefined where it holds no count. Gemini counts what it read from a cache within the prompt,
 * what its own tools added beside it, and thoughts beside the candidates although it bills them as output. A count
 * of 0 is left out there, so that the total says which are missing.
 */
export function readUsage(value: unknown): Usage | undefined {
  if (!isObject(value)) return undefined;
  const prompt = tokenCount(member(value, "promptTokenCount"));
  const toolUse = tokenCount(member(value, "toolUsePromptTokenCount"));
  const candidates = tokenCount(member(value, "candidatesTokenCount"));
  const thoughts = tokenCount(member(value, "thoughtsTokenCount"));
  const total = tokenCount(member(value, "totalTokenCount"));
  const input = prompt === undefined ? undefined : prompt + (toolUse ?? 0);
  if (input === undefined && candidates === undefined && thoughts === undefined) return undefined;
  const told = candidates === undefined && thoughts === undefined ? undefined : (candidates ?? 0) + (thoughts ?? 0);
  const rest = input === undefined || total === undefined || total < input ? undefined : total - input;
  return {
    input,
    output: told ?? rest,
    cachedInput: tokenCount(member(value, "cachedContentTokenCount")),
    cacheWrite: undefined,
    reasoning: thoughts,
  };
}

/** Writes `usageMetadata`, with only the counts that are known. */
export function writeUsage(usage: Usage): Record<string, number> {
  const { input, output, cachedInput, reasoning } = usage;
  return {
    ...(input === undefined ? {} : { promptTokenCount: input }),
    ...(output === undefined ? {} : { candidatesTokenCount: Math.max(0, output - (reasoning ?? 0)) }),
    ...(input === undefined || output === undefined ? {} : { totalTokenCount: input + output }),
    ...(cachedInput === undefined ? {} : { cachedContentTokenCount: cachedInput }),
    ...(reasoning === undefined ? {} : { thoughtsTokenCount: reasoning }),
  };
}
