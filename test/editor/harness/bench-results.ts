/** Results of benchmarks as files of a workspace. */
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { type ArmNature, measuredResult } from "@fairlead/runtime/bench/testing";

export const arms: readonly ArmNature[] = [
  { arm: "gpt-5.5@azure-swedencentral", totalMs: 1_400, costMicroUsd: 3_100, passRate: 0.93, errorRate: 0.02 },
  { arm: "claude-sonnet-5@bedrock-eu-central-1", totalMs: 1_900, costMicroUsd: 1_900, passRate: 0.9, errorRate: 0.01 },
  { arm: "mistral-medium-3.5@mistral", totalMs: 2_000, costMicroUsd: 3_400, passRate: 0.8, errorRate: 0.06 },
];

/** An earlier and a later run, a file that is broken, and one of 50,000 requests, in `results/`. */
export async function writeResults(folder: string): Promise<void> {
  const target = path.join(folder, "results");
  await mkdir(target, { recursive: true });
  const write = (name: string, value: unknown) => writeFile(path.join(target, name), JSON.stringify(value, null, 1));
  const before = { run: "run_before", startedAt: "2026-06-01T09:00:00.000Z", endedAt: "2026-06-01T09:05:00.000Z" };
  const faster = arms.map((nature) => ({ ...nature, totalMs: nature.totalMs * 0.8 }));
  await write("june.bench.json", measuredResult({ arms: faster, cases: 150, seed: 3, over: before }));
  await write("july.bench.json", measuredResult({ arms, cases: 150, seed: 4 }));
  await write(
    "large.bench.json",
    measuredResult({ arms: arms.slice(0, 2), cases: 25_000, seed: 5, over: { run: "run_large", benchmark: "large" } }),
  );
  await writeFile(path.join(target, "broken.bench.json"), '{\n  "schema": "fairlead/bench-result/v1",\n  oops\n}\n');
}
