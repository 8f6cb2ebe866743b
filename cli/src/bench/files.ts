/** Results read from files and written to them. */
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { type BenchmarkResult, readResult } from "@fairlead/runtime/bench";
import { type CommandContext, UsageError } from "../context.ts";
import { ENDINGS, formatOf } from "./exports/index.ts";

/** Throws UsageError where the file is no result. */
export async function loadResult(file: string, context: CommandContext): Promise<BenchmarkResult> {
  try {
    return readResult(await readFile(path.resolve(context.cwd, file), "utf8"));
  } catch (error) {
    throw new UsageError("bench.bad-result", `${file}: ${(error as Error).message}`);
  }
}

/** Throws UsageError for a name whose form is not known: before a run, not after it. */
export function checkExports(files: readonly string[]): void {
  const unknown = files.find((file) => formatOf(file) === undefined);
  if (unknown === undefined) return;
  throw new UsageError(
    "bench.unknown-format",
    `${unknown}: its ending says no form of a result. There are ${ENDINGS}.`,
  );
}

/** Writes a result to each file, in the form that the file's name says. Throws UsageError. */
export async function writeExports(
  files: readonly string[],
  result: BenchmarkResult,
  context: CommandContext,
): Promise<void> {
  checkExports(files);
  for (const file of files) {
    try {
      await writeFile(path.resolve(context.cwd, file), formatOf(file)?.(result) ?? "");
    } catch (error) {
      throw new UsageError("bench.can-not-write", `${file} can not be written: ${(error as Error).message}`);
    }
  }
}
