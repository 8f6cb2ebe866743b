/** Answers the questions of `protocol.ts`. Holds the one result that was opened last. */
import { readFile } from "node:fs/promises";
import {
  type BenchmarkResult,
  CaseTable,
  compareRuns,
  digestOf,
  readDataset,
  readResultText,
} from "@fairlead/runtime/bench/view";
import { findHistory, textOf } from "./history.ts";
import type { ReaderAnswers, ReaderQuestion, ResultSource } from "./protocol.ts";

interface Opened {
  result: BenchmarkResult;
  table: CaseTable;
}

export class Answerer {
  #opened: Opened | undefined;

  /** Throws where a file can not be read, or before a result was opened. */
  async answer(question: ReaderQuestion): Promise<ReaderAnswers[keyof ReaderAnswers]> {
    switch (question.kind) {
      case "open":
        return this.#open(question.source);
      case "page":
        return this.#current.table.page(question.query);
      case "case":
        return this.#current.table.detail(question.caseIndex) ?? null;
      case "rows":
        return this.#current.table.page({ filter: "all", search: "", from: 0, count: Number.POSITIVE_INFINITY }).rows;
      case "history":
        return findHistory(question.benchmark, question.paths, question.git);
      case "compare":
        return compareRuns(resultIn(await textOf(question.path, question.revision)), this.#current.result);
      case "dataset":
        return rowsOf(await readFile(question.path, "utf8"), question);
    }
  }

  get #current(): Opened {
    if (this.#opened === undefined) throw new Error("No result is open.");
    return this.#opened;
  }

  async #open(source: ResultSource): Promise<ReaderAnswers["open"]> {
    this.#opened = undefined;
    const { result, problem } = readResultText("path" in source ? await readFile(source.path, "utf8") : source.text);
    if (problem !== undefined) return { problem };
    const table = new CaseTable(result);
    this.#opened = { result, table };
    return { digest: digestOf(result, table) };
  }
}

function resultIn(text: string): BenchmarkResult {
  const { result, problem } = readResultText(text);
  if (problem !== undefined) throw new Error(problem.message);
  return result;
}

function rowsOf(
  text: string,
  { path, format, limit }: Extract<ReaderQuestion, { kind: "dataset" }>,
): ReaderAnswers["dataset"] {
  return readDataset({ text, name: path, format, limit }).map(({ case: one, place }) => ({
    name: one.name,
    line: Number(/\d+$/.exec(place)?.[0] ?? 1),
  }));
}
