/** Makes a benchmark ready to run: every prompt and every assertion filled in, so that mistakes show before money is spent. */
import type { Benchmark } from "../documents/vocabulary.ts";
import { type PreparedAssertion, prepareAssertion } from "./assertions/index.ts";
import { BenchmarkInputError } from "./benchmark-input-error.ts";
import type { DatasetCase } from "./dataset/read-dataset.ts";
import { fillIn } from "./template.ts";

export interface ChatMessage {
  role: "system" | "user";
  content: string;
}

export interface PreparedCase {
  index: number;
  name: string | undefined;
  messages: ChatMessage[];
  assertions: PreparedAssertion[];
  /** What a judge is asked of each answer, each once. */
  rubrics: string[];
  /** What the meaning of each answer is compared with, each text once. */
  references: string[];
  threshold: number | undefined;
}

/** The cases of the document, then those of its dataset. Throws BenchmarkInputError. */
export function prepareCases(
  benchmark: Benchmark,
  dataset: readonly DatasetCase[] = [],
  allowScripts = false,
): PreparedCase[] {
  const cases = [...(benchmark.cases ?? []).map((one, index) => ({ case: one, place: `/cases/${index}` })), ...dataset];
  if (cases.length === 0) {
    throw new BenchmarkInputError(
      "bench.no-cases",
      "/cases",
      "There is nothing to ask. Add cases, or a dataset with rows.",
    );
  }
  return cases.map(({ case: one, place: pointer }, index) => {
    const variables = one.vars ?? {};
    const prompt = one.prompt ?? benchmark.prompt;
    if (prompt === undefined) {
      throw new BenchmarkInputError(
        "bench.no-prompt",
        pointer,
        "The case has no prompt, and the benchmark has none for it. Give one of them a prompt.",
      );
    }
    const messages: ChatMessage[] = [];
    if (benchmark.system !== undefined) {
      messages.push({ role: "system", content: fillIn(benchmark.system, variables, "/system") });
    }
    messages.push({ role: "user", content: fillIn(prompt, variables, `${pointer}/prompt`) });
    const own = (one.assert ?? []).map((assertion, place) =>
      prepareAssertion(assertion, variables, `${pointer}/assert/${place}`, allowScripts),
    );
    const shared = (benchmark.assert ?? []).map((assertion, place) =>
      prepareAssertion(assertion, variables, `/assert/${place}`, allowScripts),
    );
    const assertions = [...shared, ...own];
    const rubrics = [...new Set(assertions.flatMap(({ rubric }) => rubric ?? []))];
    if (rubrics.length > 0 && benchmark.judge === undefined) {
      throw new BenchmarkInputError(
        "bench.no-judge",
        pointer,
        "llm-rubric needs a judge: name a deployment of a model that is not compared as the benchmark's judge.",
      );
    }
    const references = [...new Set(assertions.flatMap((assertion) => assertion.references))];
    if (references.length > 0 && benchmark.embeddings === undefined) {
      throw new BenchmarkInputError(
        "bench.no-embeddings",
        pointer,
        "similar compares vectors: name a workload that has them as the benchmark's embeddings.",
      );
    }
    return { index, name: one.name, messages, assertions, rubrics, references, threshold: one.threshold };
  });
}
