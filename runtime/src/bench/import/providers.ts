/** promptfoo's providers: each becomes an arm by the mapping; what all of them are asked with alike is the benchmark's. */
import { isMap, type Losses } from "./losses.ts";

/** Providers are texts, maps with an id, or maps from an id to its options. */
export function armsOf(providers: unknown, mapping: ReadonlyMap<string, string>, losses: Losses) {
  const list = Array.isArray(providers) ? providers : providers === undefined ? [] : [providers];
  const arms: string[] = [];
  const unmapped: string[] = [];
  const configs = list.map((provider) => describe(provider).config);
  const sampling = sharedSampling(configs);
  for (const [index, provider] of list.entries()) {
    const { id, label, config, ...more } = describe(provider);
    const name = label ?? id ?? `providers[${index}]`;
    const deployment = mapping.get(label ?? "") ?? mapping.get(id ?? "");
    if (deployment === undefined) unmapped.push(name);
    else if (!arms.includes(deployment)) arms.push(deployment);
    for (const key of Object.keys(isMap(config) ? config : {})) {
      if (SAMPLING.get(key) !== undefined && (SAMPLING.get(key) as string) in sampling) continue;
      losses.add(`providers[${index}].config.${key}`, CONNECTION.test(key) ? OF_CATALOG : ASKED_ALIKE);
    }
    for (const key of Object.keys(more)) losses.add(`providers[${index}].${key}`, "has no counterpart");
  }
  return { arms, unmapped, sampling };
}

/** How a host is reached. */
const CONNECTION = /^(?:api.*|base_?url|url|host|method|headers|body|organization|region|deployment.*|model)$/i;
const OF_CATALOG = "is not taken over: how a deployment is reached stands in the catalog";
const ASKED_ALIKE = "is not taken over: arms are asked alike, see maxOutputTokens and temperature";

/** What arms are asked with, by the names that providers have for it. */
const SAMPLING: ReadonlyMap<string, "temperature" | "maxOutputTokens"> = new Map([
  ["temperature", "temperature"],
  ["max_tokens", "maxOutputTokens"],
  ["max_completion_tokens", "maxOutputTokens"],
  ["max_output_tokens", "maxOutputTokens"],
  ["maxOutputTokens", "maxOutputTokens"],
]);

/** What all providers have alike: arms are asked alike. */
function sharedSampling(configs: readonly unknown[]): { temperature?: number; maxOutputTokens?: number } {
  const all = configs.map((config) => {
    const own: { temperature?: number; maxOutputTokens?: number } = {};
    for (const [key, value] of Object.entries(isMap(config) ? config : {})) {
      const name = SAMPLING.get(key);
      if (name !== undefined && typeof value === "number") own[name] = value;
    }
    return own;
  });
  const [first = {}] = all;
  const shared = (name: "temperature" | "maxOutputTokens") =>
    first[name] !== undefined && all.every((own) => own[name] === first[name]) ? { [name]: first[name] } : {};
  return { ...shared("temperature"), ...shared("maxOutputTokens") };
}

function describe(provider: unknown): { id?: string; label?: string; config?: unknown } {
  if (typeof provider === "string") return { id: provider };
  if (!isMap(provider)) return {};
  if (typeof provider.id === "string") return provider as { id: string; label?: string; config?: unknown };
  const [[id, options] = []] = Object.entries(provider);
  return { ...(isMap(options) ? options : {}), ...(id === undefined ? {} : { id }) };
}
