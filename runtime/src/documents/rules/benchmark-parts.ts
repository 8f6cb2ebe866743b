/** What a benchmark needs to be run, beyond the keys that each has. */
import type { MapNode } from "../document-node.ts";
import { toPointer } from "../pointer.ts";
import { type DocumentRule, entriesAt, type Finding, mapOf, nodeAt, textAt } from "./rule.ts";

type Check = (benchmark: MapNode, id: string) => Omit<Finding, "span"> | undefined;

/** Asks about every benchmark of a document; what is found is shown at its id. */
const eachBenchmark = (check: Check): DocumentRule["check"] =>
  function* (root) {
    for (const entry of entriesAt(root, "benchmarks")) {
      const benchmark = mapOf(entry);
      const found = benchmark && check(benchmark, entry.key);
      if (found) yield { ...found, span: entry.keySpan };
    }
  };

/** How many items a list has; undefined where it is none. */
function count(benchmark: MapNode, key: string): number | undefined {
  const node = nodeAt(benchmark, key);
  if (node === undefined) return 0;
  return node.type === "sequence" ? node.items.length : undefined;
}

/** One arm alone can not be compared: a benchmark needs two, deployments in `arms` or workloads in `routed`. */
export const benchmarkTooFewArms: DocumentRule = {
  code: "benchmark.too-few-arms",
  severity: "error",
  kinds: ["BenchmarkSuite"],
  check: eachBenchmark((benchmark, id) => {
    const arms = count(benchmark, "arms");
    const routed = count(benchmark, "routed");
    if (arms !== 1 || routed !== 0) return undefined;
    return {
      message: `The benchmark "${id}" has one arm, so there is nothing to compare it with.`,
      data: { pointer: toPointer(["benchmarks", id]) },
    };
  }),
};

/** A benchmark without cases asks nothing: they are in `cases` or in the file of its `dataset`. */
export const benchmarkNoCases: DocumentRule = {
  code: "benchmark.no-cases",
  severity: "error",
  kinds: ["BenchmarkSuite"],
  check: eachBenchmark((benchmark, id) => {
    if (benchmark.entries.has("cases") || benchmark.entries.has("dataset")) return undefined;
    return {
      message: `The benchmark "${id}" has no cases. Add "cases", or a "dataset" with a file of them.`,
      data: { pointer: toPointer(["benchmarks", id]), missing: "cases" },
    };
  }),
};

/** An open load sends at a rate, so it needs one: requests a second to each arm. */
export const benchmarkMissingRate: DocumentRule = {
  code: "benchmark.missing-rate",
  severity: "error",
  kinds: ["BenchmarkSuite"],
  check: eachBenchmark((benchmark, id) => {
    const load = nodeAt(benchmark, "load");
    if (load?.type !== "map" || textAt(load, "mode")?.value !== "open" || load.entries.has("rate")) return undefined;
    return {
      message: `The open load of "${id}" needs a "rate": requests a second to each arm.`,
      data: { pointer: toPointer(["benchmarks", id, "load"]), missing: "rate" },
    };
  }),
};

/** The baseline is one of the arms: all others are compared with it. */
export const benchmarkUnknownBaseline: DocumentRule = {
  code: "benchmark.unknown-baseline",
  severity: "error",
  kinds: ["BenchmarkSuite"],
  check: eachBenchmark((benchmark, id) => {
    const baseline = textAt(benchmark, "baseline")?.value;
    const arms = nodeAt(benchmark, "arms");
    if (baseline === undefined || arms?.type !== "sequence") return undefined;
    const ids = arms.items.map((item) => (item.type === "scalar" ? item.value : undefined));
    if (ids.includes(baseline)) return undefined;
    return {
      message: `The baseline "${baseline}" of "${id}" is none of its arms.`,
      data: { pointer: toPointer(["benchmarks", id, "baseline"]) },
    };
  }),
};
