/** `fairlead bench compare` and `export`: what earlier runs wrote. */
import { compareRuns } from "@fairlead/runtime/bench";
import type { Command } from "commander";
import { loadResult, writeExports } from "../bench/files.ts";
import { namedResult, otherMachine } from "../bench/provenance.ts";
import { comparisonReport } from "../bench/report.ts";
import type { CommandContext } from "../context.ts";

/** Adds both to `fairlead bench`. */
export function registerBenchResults(bench: Command, context: CommandContext): void {
  bench
    .command("compare")
    .description("compare two results of the same benchmark; exits with 1 on a significant regression")
    .argument("<before>", "the earlier result, *.bench.json")
    .argument("<after>", "the later one")
    .action(async (before: string, after: string) => {
      const [then, now] = [await loadResult(before, context), await loadResult(after, context)];
      const comparison = compareRuns(then, now);
      context.stdout(comparisonReport(comparison, namedResult(before, then), otherMachine(then, now)));
      if (comparison.changes.some(({ regression }) => regression)) context.setExitCode(1);
    });
  bench
    .command("export")
    .description("write a result in other forms: .jsonl, .csv, .xml (JUnit), .md, .html")
    .argument("<result>", "*.bench.json")
    .argument("<files...>", "where to; the ending says the form")
    .action(async (file: string, files: string[]) => writeExports(files, await loadResult(file, context), context));
}
