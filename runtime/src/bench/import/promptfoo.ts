/**
 * Benchmarks from a configuration of promptfoo: providers become arms by a mapping, prompts, tests and assertions are
 * taken over. What has no counterpart is listed, never dropped in silence. The format: promptfoo.dev/docs/configuration.
 */
import path from "node:path";
import { parseDocument, stringify } from "yaml";
import type { Benchmark, Case } from "../../documents/vocabulary.ts";
import { assertionsOf } from "./assertions.ts";
import { isMap, Losses } from "./losses.ts";
import { mapOrFile, type Neighbours, neighboursOf } from "./neighbours.ts";
import { evaluationOf, optionsOf, transforms } from "./options.ts";
import { promptsOf } from "./prompts.ts";
import { armsOf } from "./providers.ts";
import { casesOf, scenarioCases } from "./tests.ts";

export interface ImportInput {
  text: string;
  /** The workload as which the benchmark runs. */
  workload: string;
  /** Deployments by the provider's id or label in the configuration. */
  providers: ReadonlyMap<string, string>;
  /** Deployments to compare besides those of the providers. */
  arms?: readonly string[];
  /** The configuration's folder as the document sees it, in POSIX form: names of datasets begin there. */
  folder?: string | undefined;
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
  "scenarios",
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
    if (!["vars", "assert", "threshold", "description", "options"].includes(key))
      losses.add(`defaultTest.${key}`, "has no counterpart");
  }
  optionsOf(defaults.options, "defaultTest.options", losses);
  const templates = isMap(config.assertionTemplates) ? config.assertionTemplates : {};
  const transformed = transforms(defaults.options);
  if (transformed && defaults.assert !== undefined) losses.add("defaultTest.assert", "looks at transformed answers");
  const shared = transformed ? [] : assertionsOf(defaults.assert, "defaultTest.assert", templates, losses, neighbours);
  const { cases, dataset, datasetTypes } = casesOf(config.tests, defaults, templates, losses, neighbours);
  cases.push(...scenarioCases(config.scenarios, defaults, templates, losses, neighbours));
  const evaluation = evaluationOf(config.evaluateOptions, losses);
  const prompts = promptsOf(config.prompts, losses, neighbours);

  const benchmarks: Record<string, Benchmark> = {};
  for (const [index, { system, prompt }] of prompts.entries()) {
    const types = [...shared, ...cases.flatMap((one: Case) => one.assert ?? [])].map(({ type }) => type);
    const uses = (name: string) => [...types, ...datasetTypes].some((type) => type.endsWith(name));
    benchmarks[index === 0 ? input.id : `${input.id}-${index + 1}`] = {
      ...(typeof config.description === "string" ? { description: config.description } : {}),
      workload: input.workload,
      arms,
      ...(system === undefined ? {} : { system }),
      prompt,
      ...sampling,
      ...evaluation,
      ...(uses("llm-rubric") && input.judge !== undefined ? { judge: input.judge } : {}),
      ...(uses("similar") && input.embeddings !== undefined ? { embeddings: input.embeddings } : {}),
      ...(shared.length === 0 ? {} : { assert: shared }),
      ...(dataset === undefined ? {} : { dataset: { file: path.posix.join(input.folder ?? "", dataset) } }),
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
