/** `fairlead bench`: compares deployments side by side, through the gateway. */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import {
  type BenchmarkEvent,
  BenchmarkInputError,
  type BenchmarkResult,
  compareRuns,
  type DatasetCase,
  type Provenance,
  runBenchmark,
} from "@fairlead/runtime/bench";
import { type Benchmark, closest, didYouMean, type Objectives } from "@fairlead/runtime/documents";
import type { Command } from "commander";
import { loadDataset } from "../bench/dataset.ts";
import { checkExports, loadResult, writeExports } from "../bench/files.ts";
import { namedResult, otherMachine, provenanceOf } from "../bench/provenance.ts";
import { benchmarkReport, comparisonReport, progressLine } from "../bench/report.ts";
import { type CommandContext, UsageError } from "../context.ts";
import { loadPolicyWorkspace } from "../workspace.ts";
import { registerBenchImport } from "./bench-import.ts";
import { registerBenchResults } from "./bench-results.ts";
import { registerBenchWriteBack } from "./bench-write-back.ts";

interface BenchOptions {
  workspace: string;
  gateway?: string;
  key?: string;
  events?: boolean;
  json?: boolean;
  out?: string;
  export?: string[];
  against?: string;
  resume?: string;
  noiseFloor?: boolean;
  allowScripts?: boolean;
}

/** Adds `fairlead bench`. */
export function registerBench(program: Command, context: CommandContext): void {
  const command = program
    .command("bench")
    .description("compare deployments side by side, through the gateway")
    .argument("<id>", "id of the benchmark")
    .option("--workspace <dir>", "folder with the documents", ".")
    .option("--gateway <url>", "the gateway (default: FAIRLEAD_URL)")
    .option("--key <key>", "a virtual key that may pin deployments (default: FAIRLEAD_KEY)")
    .option("--export <file...>", "write it in other forms too: .jsonl, .csv, .xml (JUnit), .md, .html")
    .option("--against <file>", "compare with an earlier result; a significant regression exits with 1")
    .option("--resume <file>", "go on with a run that ended early: asks what its result lacks")
    .option("--noise-floor", "ask the baseline twice, to show how much differs by chance (A/A)")
    .option("--allow-scripts", "let assertions run JavaScript of the suite, with the rights of this command")
    .option("--events", "print what happens as lines of JSON")
    .option("--json", "print the result as JSON")
    .option("--out <file>", "write the result to a file, by convention *.bench.json")
    .action(async (id: string, options: BenchOptions) => bench(id, options, context));
  registerBenchImport(command, context);
  registerBenchResults(command, context);
  registerBenchWriteBack(command, context);
}

async function bench(id: string, options: BenchOptions, context: CommandContext): Promise<void> {
  const gatewayUrl = gatewayOf(options, context);
  const key = options.key ?? context.env.FAIRLEAD_KEY;
  if (key === undefined || key === "") {
    throw new UsageError(
      "bench.no-key",
      "Name a virtual key with --key or in FAIRLEAD_KEY. It needs the permission pin.",
    );
  }
  // What can not be read or written is said before money is spent.
  checkExports(options.export ?? []);
  const before = options.against === undefined ? undefined : await loadResult(options.against, context);
  const resume = options.resume === undefined ? undefined : await loadResult(options.resume, context);
  const workspace = await loadPolicyWorkspace(context, options.workspace);
  const benchmark = findBenchmark(id, workspace.documents.benchmarks);
  const dataset = await loadDataset(id, benchmark, workspace, context);
  const objectivesOf = (workload: string) => workspace.documents.policy.workloads?.[workload]?.objectives;
  const { noiseFloor, allowScripts } = options;
  const documents = workspace.files.filter(({ recognised }) => recognised).map(({ uri }) => uri);
  const provenance = await provenanceOf(path.resolve(context.cwd, options.workspace), documents);
  const result = await run({
    id,
    benchmark,
    dataset,
    objectivesOf,
    noiseFloor,
    allowScripts,
    provenance,
    resume,
    gatewayUrl,
    key,
    options,
    context,
  });
  if (options.out !== undefined) await write(options.out, result, context);
  await writeExports(options.export ?? [], result, context);
  if (options.json && !options.events) context.stdout(`${JSON.stringify(result, null, 2)}\n`);
  else if (!options.events) context.stdout(benchmarkReport(result));
  if (result.status === "failed") context.setExitCode(1);
  if (before !== undefined) compareWith(before, result, options, context);
}

function compareWith(before: BenchmarkResult, result: BenchmarkResult, options: BenchOptions, context: CommandContext) {
  const comparison = compareRuns(before, result);
  const report = comparisonReport(comparison, namedResult(options.against ?? "", before), otherMachine(before, result));
  if (options.json || options.events) context.stderr(report);
  else context.stdout(`\n${report}`);
  if (comparison.changes.some(({ regression }) => regression)) context.setExitCode(1);
}

function gatewayOf(options: BenchOptions, context: CommandContext): string {
  const text = options.gateway ?? context.env.FAIRLEAD_URL;
  if (text === undefined || text === "") {
    throw new UsageError(
      "bench.no-gateway",
      "Say where the gateway is, with --gateway or in FAIRLEAD_URL. `fairlead serve` starts one.",
    );
  }
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) {
    throw new UsageError("bench.bad-gateway", `${text} is not a URL. Write it as http://127.0.0.1:4180.`);
  }
  return text;
}

function findBenchmark(id: string, benchmarks: Readonly<Record<string, Benchmark>>): Benchmark {
  const benchmark = Object.hasOwn(benchmarks, id) ? benchmarks[id] : undefined;
  if (benchmark !== undefined) return benchmark;
  const known = Object.keys(benchmarks);
  const listed =
    known.length > 0 ? ` There are: ${known.join(", ")}.` : " There are none; add a BenchmarkSuite document.";
  throw new UsageError(
    "bench.unknown-benchmark",
    `There is no benchmark "${id}".${didYouMean(closest(id, known))}${listed}`,
  );
}

interface RunInput {
  id: string;
  benchmark: Benchmark;
  dataset: DatasetCase[];
  objectivesOf: (workload: string) => Objectives | undefined;
  noiseFloor: boolean | undefined;
  allowScripts: boolean | undefined;
  provenance: Provenance;
  resume: BenchmarkResult | undefined;
  gatewayUrl: string;
  key: string;
  options: BenchOptions;
  context: CommandContext;
}

async function run({ options, context, ...input }: RunInput): Promise<BenchmarkResult> {
  const { now, signal } = context;
  const onEvent = options.events
    ? (event: BenchmarkEvent) => context.stdout(`${JSON.stringify(event)}\n`)
    : tellProgress(context, options.json === true);
  try {
    return await runBenchmark({ ...input, signal, now, onEvent });
  } catch (error) {
    // A pointer is within the benchmark; any other place names a file.
    const inDocument = error instanceof BenchmarkInputError && error.pointer.startsWith("/");
    if (error instanceof BenchmarkInputError && error.code === "bench.can-not-resume") {
      throw new UsageError(
        error.code,
        `${options.resume} can not be gone on with.${inDocument ? ` ${input.id}` : ""} ${error.message}`,
      );
    }
    if (error instanceof BenchmarkInputError) {
      throw new UsageError(error.code, `${inDocument ? input.id : ""}${error.message}`);
    }
    throw error;
  }
}

/** Every tenth of the way, on the error stream, so that the result alone is on the output. */
function tellProgress(context: CommandContext, quiet: boolean): (event: BenchmarkEvent) => void {
  let told = 0;
  return (event) => {
    if (quiet || event.type !== "progress") return;
    const tenths = Math.floor((event.done * 10) / Math.max(1, event.total));
    if (tenths <= told) return;
    told = tenths;
    context.stderr(`${progressLine(event.done, event.total, event.spentMicroUsd)}\n`);
  };
}

async function write(file: string, result: BenchmarkResult, context: CommandContext): Promise<void> {
  const full = path.resolve(context.cwd, file);
  try {
    await writeFile(full, `${JSON.stringify(result, null, 2)}\n`);
  } catch (error) {
    throw new UsageError("bench.can-not-write", `${file} can not be written: ${(error as Error).message}`);
  }
}
