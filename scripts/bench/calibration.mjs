/**
 * Whether the intervals and verdicts of benchmarks keep their word: 200 seeded runs of two simulated arms whose
 * differences are known, and 200 of an arm against itself. Fails where they do not.
 */
import process from "node:process";
import { calibrate } from "@fairlead/runtime/bench";

const RUNS = 200;
const KINDS = [
  { name: "known differences", truth: { ttftMs: 30, totalMs: 150, costMicroUsd: -400, quality: -0.2 }, seed: 11 },
  { name: "A against A", truth: { ttftMs: 0, totalMs: 0, costMicroUsd: 0, quality: 0 }, seed: 12 },
];
/** Four standard errors around 95 % and 5 % of so many runs. */
const MARGIN = 4 * Math.sqrt((0.05 * 0.95) / RUNS);

let broken = 0;
for (const cases of [20, 60]) {
  for (const { name, truth, seed } of KINDS) {
    const { metrics, anyCalled } = calibrate({ runs: RUNS, cases, truth, seed });
    console.log(`${name}, ${RUNS} runs of ${cases} cases`);
    for (const { metric, coverage, called, wrongWay } of metrics) {
      const numbers = [coverage, called, wrongWay].map((part) => `${(part * 100).toFixed(1)} %`.padStart(8));
      console.log(
        `  ${metric.padEnd(8)} intervals hold${numbers[0]}   called different${numbers[1]}   wrong way${numbers[2]}`,
      );
      if (coverage < 0.95 - MARGIN || wrongWay > 0.05) broken += 1;
    }
    console.log(`  any metric called different: ${(anyCalled * 100).toFixed(1)} %`);
    if (name === "A against A" && anyCalled > 0.05 + MARGIN) broken += 1;
  }
}
if (broken > 0) console.error(`${broken} of these are not as they should be.`);
process.exitCode = broken > 0 ? 1 : 0;
