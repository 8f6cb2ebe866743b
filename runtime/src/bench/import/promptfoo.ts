/**
 * Benchmarks from a configuration of promptfoo: providers become arms by a mapping, prompts, tests and assertions are
 * taken over. What has no counterpart is listed, never dropped in silence. The format: promptfoo.dev/docs/configuration.
 */
import { parseDocument, stringify } from "yaml";
import type { Benchmark, Case } from "../../documents/vocabulary.ts";
import { assertionsOf } from "./assertions.ts";
import { isMap, Losses } from "./losses.ts";
import { mapOrFile, type Neighbours, neighboursOf } from "./neighbours.ts";
import { promptsOf } from "./prompts.ts";
import { casesOf } from "./tests.ts";

export interface ImportInput {
  text: string;
  /** The workload as which the benchmark runs. */
  workload: string;
  /** Deployments by the provider's id or label in the configuration. */
  providers: ReadonlyMap<string, string>;
  /** Deployments to compare besides those of the providers. */
  arms?: readonly string[];
  /** Files beside the configuration; without them, what stands in files is left out. */
  neighbours?: Partial<Neighbours>;
  /** The deployment that judges rubrics; without one they are left out. */
  judge: string | undefined;
  /** The workload that vectors come through; without one similarity is left out. */
  embeddings?: string | undefined;
  /** The id of the benchmark; several prompts are counted: `id-2`. */
  id: string;
}

export interface ImportResult {
  benchmarks: Record<string, Benchmark>;
  /** What could not be taken over, with where it stands. */
  losses: string[];
  /** Providers without a deployment in the mapping. */
  unmapped: string[];
}

const TAKEN = new Set([
  "description",
  "providers",
  "targets",
  "prompts",
  "tests",
  "defaultTest",
  "assertionTemplates",
  "$schema",
  "evaluateOptions",
  "sharing",
  "tags",
]);

/** Throws SyntaxError where the text is no YAML or no map. */
export function importPromptfoo(input: ImportInput): ImportResult {
  const document = parseDocument(input.text, { merge: true, uniqueKeys: false });
  const [error] = document.errors;
  if (error) throw new SyntaxError(error.message);
  const config: unknown = document.toJS({ maxAliasCount: 1000 });
  if (!isMap(config)) throw new SyntaxError("The configuration is not a map.");
  const losses = new Losses({ judge: input.judge !== undefined, embeddings: input.embeddings !== undefined });
  for (const key of Object.keys(config)) if (!TAKEN.has(key)) losses.add(key, "has no counterpart");

  const { arms, unmapped, sampling } = armsOf(config.providers ?? config.targets, input.providers, losses);
  for (const arm of input.arms ?? []) if (!arms.includes(arm)) arms.push(arm);
  const neighbours = neighboursOf(input.neighbours);
  const defaults = mapOrFile(config.defaultTest, "defaultTest", neighbours, losses) ?? {};
  for (const key of Object.keys(defaults)) {
    if (!["vars", "assert", "threshold", "description"].includes(key))
      losses.add(`defaultTest.${key}`, "has no counterpart");
  }
  const templates = isMap(config.assertionTemplates) ? config.assertionTemplates : {};
  const shared = assertionsOf(defaults.assert, "defaultTest.assert", templates, losses, neighbours);
  const { cases, dataset } = casesOf(config.tests, defaults, templates, losses, neighbours);
  const prompts = promptsOf(config.prompts, losses, neighbours);

  const benchmarks: Record<string, Benchmark> = {};
  for (const [index, { system, prompt }] of prompts.entries()) {
    const all = [...shared, ...cases.flatMap((one: Case) => one.assert ?? [])];
    const uses = (name: string) => all.some(({ type }) => type.endsWith(name));
    benchmarks[index === 0 ? input.id : `${input.id}-${index + 1}`] = {
      ...(typeof config.description === "string" ? { description: config.description } : {}),
      workload: input.workload,
      arms,
      ...(system === undefined ? {} : { system }),
      prompt,
      ...sampling,
      ...(uses("llm-rubric") && input.judge !== undefined ? { judge: input.judge } : {}),
      ...(uses("similar") && input.embeddings !== undefined ? { embeddings: input.embeddings } : {}),
      ...(shared.length === 0 ? {} : { assert: shared }),
      ...(dataset === undefined ? {} : { dataset: { file: dataset } }),
      ...(cases.length === 0 && dataset !== undefined ? {} : { cases: cases.length === 0 ? [{}] : cases }),
    };
  }
  return { benchmarks, losses: losses.all, unmapped };
}

/** The benchmarks as a document. */
export function suiteText(benchmarks: ImportResult["benchmarks"]): string {
  return stringify(
    { apiVersion: "fairlead/v1", kind: "BenchmarkSuite", benchmarks },
    { lineWidth: 120, aliasDuplicateObjects: false },
  );
}

/** Providers are texts, maps with an id, or maps from an id to its options. */
function armsOf(providers: unknown, mapping: ReadonlyMap<string, string>, losses: Losses) {
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
      losses.add(
        `providers[${index}].config.${key}`,
        "is not taken over: arms are asked alike, see maxOutputTokens and temperature",
      );
    }
    for (const key of Object.keys(more)) losses.add(`providers[${index}].${key}`, "has no counterpart");
  }
  return { arms, unmapped, sampling };
}

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
