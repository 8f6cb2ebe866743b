/** What must be the same for two sittings to be one run. */
import { createHash } from "node:crypto";
import type { Benchmark } from "../documents/vocabulary.ts";
import type { DatasetCase } from "./dataset/read-dataset.ts";
import type { PreparedCase } from "./prepare.ts";
import type { BenchmarkResult } from "./types.ts";

export interface RunIdentity {
  benchmark: string;
  seed: number;
  arms: readonly string[];
  caseKeys: readonly string[];
  load: NonNullable<BenchmarkResult["load"]>;
  settings: NonNullable<BenchmarkResult["settings"]>;
}

/** The same question has the same key in every run. */
export function questionKey(messages: PreparedCase["messages"]): string {
  return hashOf(messages);
}

/** How everything is asked and judged. */
export function settingsOf(benchmark: Benchmark, dataset: readonly DatasetCase[] = []): RunIdentity["settings"] {
  const { temperature, maxOutputTokens, judge, embeddings } = benchmark;
  const cases = [...(benchmark.cases ?? []), ...dataset.map((row) => row.case)];
  const own = cases.map(({ assert = [], threshold, vars }) => [
    assert,
    threshold,
    assert.length > 0 ? vars : undefined,
  ]);
  return {
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
    concurrency: benchmark.concurrency ?? 1,
    checks: hashOf([benchmark.assert ?? [], own, judge, embeddings]),
  };
}

export function loadOf({ load }: Benchmark): RunIdentity["load"] {
  if (load?.mode !== "open") return { mode: load?.mode ?? "paired" };
  return { mode: "open", rate: load.rate ?? 1, arrivals: load.arrivals ?? "constant" };
}

function hashOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 16);
}
