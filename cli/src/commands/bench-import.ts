/** `fairlead bench import`: a benchmark from a configuration of promptfoo. */
import { readdirSync, readFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { importPromptfoo, type Neighbours, suiteText } from "@fairlead/runtime/bench";
import type { Command } from "commander";
import { type CommandContext, UsageError } from "../context.ts";

interface ImportOptions {
  workload: string;
  map?: string[];
  arm?: string[];
  judge?: string;
  embeddings?: string;
  id?: string;
  out?: string;
}

/** Adds `import` to `fairlead bench`. */
export function registerBenchImport(bench: Command, context: CommandContext): void {
  bench
    .command("import")
    .description("make a benchmark of a promptfooconfig.yaml; what can not be taken over is listed")
    .argument("<file>", "the configuration")
    .requiredOption("--workload <id>", "the workload as which it runs")
    .option("--map <provider=deployment...>", "which deployment stands for a provider, by its id or label")
    .option("--arm <deployment...>", "deployments to compare besides")
    .option("--judge <deployment>", "who judges rubrics")
    .option("--embeddings <workload>", "through which similarity is measured")
    .option("--id <id>", "id of the benchmark (default: imported)")
    .option("--out <file>", "write the document to a file, by convention *.benchmark.yaml")
    // `bench` has an --out too, and takes it wherever it stands.
    .action(async (file: string, _: ImportOptions, command: Command) => run(file, command.optsWithGlobals(), context));
}

async function run(file: string, options: ImportOptions, context: CommandContext): Promise<void> {
  const { workload, judge, embeddings, id = "imported" } = options;
  const providers = new Map((options.map ?? []).map(pairOf));
  let imported: ReturnType<typeof importPromptfoo>;
  try {
    const text = await readFile(path.resolve(context.cwd, file), "utf8");
    imported = importPromptfoo({
      text: text.replace(/^\uFEFF/, ""),
      workload,
      judge,
      embeddings,
      id,
      providers,
      arms: options.arm ?? [],
      folder: folderOf(file, options.out, context),
      neighbours: beside(path.dirname(path.resolve(context.cwd, file))),
    });
  } catch (error) {
    throw new UsageError("bench.can-not-import", `${file}: ${(error as Error).message}`);
  }
  const { benchmarks, losses, unmapped } = imported;
  for (const loss of losses) context.stderr(`not taken over: ${loss}\n`);
  const isCompared = (options.arm ?? []).length > 0;
  for (const provider of isCompared ? unmapped : []) {
    context.stderr(`not taken over: ${provider}, as no deployment stands for it: name one with --map\n`);
  }
  if (unmapped.length > 0 && !isCompared) {
    throw new UsageError(
      "bench.unmapped-provider",
      `Say which deployment stands for ${unmapped.join(", ")}, with --map "${unmapped[0]}=model@provider".`,
    );
  }
  if (Object.keys(benchmarks).length === 0) {
    throw new UsageError("bench.can-not-import", `${file} has no prompt that can be taken over.`);
  }
  const text = suiteText(benchmarks);
  if (options.out === undefined) {
    context.stdout(text);
    return;
  }
  try {
    await writeFile(path.resolve(context.cwd, options.out), text, { flag: "wx" });
  } catch (error) {
    throw new UsageError("bench.can-not-write", `${options.out} can not be written: ${(error as Error).message}`);
  }
}

/** The configuration's folder from that of the document: where it is printed, from here. */
function folderOf(file: string, out: string | undefined, context: CommandContext): string {
  const to = out === undefined ? context.cwd : path.dirname(path.resolve(context.cwd, out));
  return path
    .relative(to, path.dirname(path.resolve(context.cwd, file)))
    .split(path.sep)
    .join("/");
}

function beside(folder: string): Neighbours {
  return {
    readText: (name) => textBeside(folder, name),
    list: (pattern) => filesLike(folder, pattern),
  };
}

/** The files of one folder that a name with asterisks means. What is found is read by name, so nothing gets out. */
function filesLike(folder: string, pattern: string): string[] {
  const within = path.posix.dirname(pattern);
  const wanted = path.posix
    .basename(pattern)
    .split("*")
    .map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, "\\$&"));
  const name = new RegExp(`^${wanted.join("[^/]*")}$`);
  try {
    const found = readdirSync(path.resolve(folder, within)).filter((file) => name.test(file));
    return found.sort().map((file) => path.posix.join(within, file));
  } catch {
    return [];
  }
}

/** Only files within the folder of the configuration: it may come from anywhere. */
function textBeside(folder: string, name: string): string | undefined {
  const full = path.resolve(folder, name);
  if (!full.startsWith(folder + path.sep)) return undefined;
  try {
    return readFileSync(full, "utf8");
  } catch {
    return undefined;
  }
}

/** Ids of providers have colons and may have equals signs; ids of deployments have none. */
function pairOf(text: string): [string, string] {
  const at = text.lastIndexOf("=");
  if (at > 0 && at < text.length - 1) return [text.slice(0, at), text.slice(at + 1)];
  throw new UsageError("bench.bad-mapping", `"${text}" is not provider=deployment.`);
}
