/** Where a body says how to generate, in either spelling, and twice where somebody wrote both. */
import { isObject, type JsonObject, tokenCount } from "../shared/json.ts";
import { snakeCase } from "./member.ts";

const CONFIG_NAMES = ["generationConfig", "generation_config"] as const;

/** All generation configs of a body: one, or none. */
export function generationConfigs(body: JsonObject): JsonObject[] {
  return CONFIG_NAMES.map((name) => body[name]).filter(isObject);
}

/** The values of a member in all spellings of body and config. */
export function configValues(body: JsonObject, name: string): unknown[] {
  return generationConfigs(body)
    .flatMap((config) => [config[name], config[snakeCase(name)]])
    .filter((value) => value !== undefined && value !== null);
}

/** The caller's limit of output tokens; the lowest where several are given. */
export function outputLimit(body: JsonObject): number | undefined {
  const limits = configValues(body, "maxOutputTokens").map(tokenCount);
  const given = limits.filter((limit) => limit !== undefined);
  return given.length === 0 ? undefined : Math.min(...given);
}

/** How many answers are asked for; the most where several numbers are given. */
export function candidateCount(body: JsonObject): number {
  return Math.max(1, ...configValues(body, "candidateCount").map((count) => tokenCount(count) ?? 1));
}

/** The members to set in a body's text so that its output limit is this one. */
export function outputLimitPatches(body: JsonObject, maxOutputTokens: number): Record<string, unknown> {
  const names = CONFIG_NAMES.filter((name) => isObject(body[name]));
  return Object.fromEntries(
    (names.length > 0 ? names : [CONFIG_NAMES[0]]).map((name) => {
      const { max_output_tokens: _, ...config } = isObject(body[name]) ? body[name] : {};
      return [name, { ...config, maxOutputTokens }];
    }),
  );
}
