/** What is compared: a deployment that must answer, or a workload as the policy routes it. */
import type { Benchmark } from "../documents/vocabulary.ts";
import { BenchmarkInputError } from "./benchmark-input-error.ts";

export interface Arm {
  /** Names it in records and results: the deployment's id, or `workload (as routed)`. */
  id: string;
  workload: string;
  /** The deployment that must answer; undefined leaves the choice to the policy. */
  pin: string | undefined;
}

/** The arms, the baseline first. Throws BenchmarkInputError. */
export function armsOf(benchmark: Benchmark): Arm[] {
  const { workload, routed = [], baseline } = benchmark;
  const arms: Arm[] = [
    ...benchmark.arms.map((id) => ({ id, workload, pin: id })),
    ...routed.map((id) => ({ id: `${id} (as routed)`, workload: id, pin: undefined })),
  ];
  if (benchmark.load?.mode === "open" && benchmark.load.rate === undefined) {
    throw new BenchmarkInputError(
      "bench.no-rate",
      "/load",
      "An open load needs a rate: requests a second to each arm.",
    );
  }
  const model = (id: string) => id.split("@")[0];
  const { judge } = benchmark;
  const same = judge === undefined ? undefined : benchmark.arms.find((id) => model(id) === model(judge));
  if (same !== undefined) {
    throw new BenchmarkInputError(
      "bench.judge-compared",
      "/judge",
      `${judge} is of the same model as the arm ${same}, and models favour their own answers. Choose another judge.`,
    );
  }
  if (arms.length < 2) {
    throw new BenchmarkInputError(
      "bench.too-few-arms",
      "/arms",
      "There is one arm, so there is nothing to compare it with. Add a deployment, or a workload to routed.",
    );
  }
  if (baseline === undefined) return arms;
  const first = arms.find(({ id }) => id === baseline);
  if (first === undefined) {
    throw new BenchmarkInputError(
      "bench.unknown-baseline",
      "/baseline",
      `${baseline} is none of the arms. There are ${arms.map(({ id }) => id).join(", ")}.`,
    );
  }
  return [first, ...arms.filter((arm) => arm !== first)];
}
