/** From a case of a result to where it is written. */
import path from "node:path";
import { l10n, Position, Range, Uri, ViewColumn, window } from "vscode";
import { type BenchmarkCases, type RequestSender, requestBenchmarkCases } from "../../language-server/requests.ts";
import { type CasePlace, placeOfCase } from "./case-place.ts";
import type { ResultReader } from "./reader/result-reader.ts";

/** Every case with its place, those of the dataset last. Empty where there is no such benchmark. */
export async function caseSources(
  server: RequestSender,
  reader: ResultReader,
  benchmark: string,
): Promise<CasePlace[]> {
  const written = await requestBenchmarkCases(server, benchmark);
  if (written === null) return [];
  const inline = written.cases.map(({ name, range }) => ({
    name,
    uri: written.uri,
    line: range.start.line + 1,
    range,
  }));
  return [...inline, ...(await rowsOf(written, reader))];
}

async function rowsOf({ uri, dataset }: BenchmarkCases, reader: ResultReader): Promise<CasePlace[]> {
  if (dataset === undefined) return [];
  const file = path.resolve(path.dirname(Uri.parse(uri).fsPath), dataset.file);
  const { format, limit } = dataset;
  const rows = await reader.ask({ kind: "dataset", path: file, format, limit });
  return rows.map(({ name, line }) => ({ name, uri: Uri.file(file).toString(), line, range: undefined }));
}

/** Shows where a case is written, beside what is shown. Throws where it is nowhere. */
export async function showCase(
  server: RequestSender,
  reader: ResultReader,
  benchmark: string,
  wanted: { caseIndex: number; name: string },
): Promise<void> {
  const place = placeOfCase(await caseSources(server, reader, benchmark), wanted);
  if (place === undefined) {
    throw new Error(l10n.t("The case {0} of {1} is not in this workspace.", wanted.name, benchmark));
  }
  const start = place.range?.start ?? { line: place.line - 1, character: 0 };
  const end = place.range?.end ?? start;
  const selection = new Range(new Position(start.line, start.character), new Position(end.line, end.character));
  await window.showTextDocument(Uri.parse(place.uri), { selection, viewColumn: ViewColumn.Beside });
}
