/** The dataset of a benchmark, read from its file, with the place where the document names it. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { BenchmarkInputError, type DatasetCase, readDataset } from "@fairlead/runtime/bench";
import {
  appendPointer,
  type Benchmark,
  displayPath,
  type LoadedWorkspace,
  placesAt,
} from "@fairlead/runtime/documents";
import { type CommandContext, UsageError } from "../context.ts";

/** The rows, none where the benchmark has no dataset. Throws UsageError, with file, line and column. */
export async function loadDataset(
  id: string,
  { dataset }: Benchmark,
  workspace: LoadedWorkspace,
  context: CommandContext,
): Promise<DatasetCase[]> {
  if (dataset === undefined) return [];
  const uri = workspace.entities.definition("benchmark", id)?.location.uri;
  const folder = uri?.startsWith("file:") ? path.dirname(fileURLToPath(uri)) : context.cwd;
  const full = path.resolve(folder, dataset.file);
  const name = path.relative(context.cwd, full) || full;
  let text: string;
  try {
    text = await readFile(full, "utf8");
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === "ENOENT" ? "There is no such file" : (error as Error).message;
    const place = placeOf(id, workspace, context);
    throw new UsageError("bench.no-dataset", `${place}${name}: ${why}. The path is relative to the document.`);
  }
  try {
    return readDataset({ text, name, format: dataset.format, limit: dataset.limit });
  } catch (error) {
    if (error instanceof BenchmarkInputError) throw new UsageError(error.code, error.message);
    throw error;
  }
}

/** `policy/some.benchmark.yaml:12:13 `, or nothing where the text is elsewhere, behind an alias. */
function placeOf(id: string, { entities, files }: LoadedWorkspace, context: CommandContext): string {
  const definition = entities.definition("benchmark", id);
  const file = files.find(({ uri }) => uri === definition?.location.uri);
  const document = definition && file?.documents[definition.document];
  if (!definition || !file || !document) return "";
  const pointer = appendPointer(appendPointer(definition.pointer, "dataset"), "file");
  const start = placesAt(file, document, pointer)?.value.start ?? definition.location.range.start;
  return `${displayPath(file.uri, context.cwd)}:${start.line + 1}:${start.character + 1} `;
}
