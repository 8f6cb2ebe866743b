/** Opens the benchmark panel, and runs a benchmark where a lens names one. */
import { idIn } from "./explain-route.ts";
import type { Command } from "./services.ts";

export const runBenchmark: Command = {
  id: "fairlead.runBenchmark",
  run: ({ benchmarks }, chosen) => benchmarks.open(idIn(chosen)),
};
