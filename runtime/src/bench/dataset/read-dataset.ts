/** Cases from a file: a row a case. */
import type { Assertion, Case } from "../../documents/vocabulary.ts";
import { quote } from "../assertions/assertion.ts";
import { BenchmarkInputError } from "../benchmark-input-error.ts";
import { parseCsv } from "./csv.ts";
import { expectedAssertion } from "./expected.ts";

/** A case with the place that it comes from. */
export interface DatasetCase {
  case: Case;
  /** `tickets.csv:12`. */
  place: string;
}

export interface DatasetSource {
  text: string;
  /** As errors name the file. */
  name: string;
  /** Without it by the name's ending; JSON Lines unless it is `.csv`. */
  format?: "jsonl" | "csv" | undefined;
  limit?: number | undefined;
}

/** Throws BenchmarkInputError with the line where a row can not be read. */
export function readDataset({ text, name, format, limit }: DatasetSource): DatasetCase[] {
  const plain = text.replace(/^\uFEFF/, "");
  const isCsv = format === undefined ? /\.csv$/i.test(name) : format === "csv";
  const cases = isCsv ? fromCsv(plain, name) : fromJsonLines(plain, name, limit);
  return cases.slice(0, limit);
}

function fromJsonLines(text: string, name: string, limit = Number.POSITIVE_INFINITY): DatasetCase[] {
  const found: DatasetCase[] = [];
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    if (line.trim() === "" || found.length >= limit) continue;
    const place = `${name}:${index + 1}`;
    let row: unknown;
    try {
      row = JSON.parse(line);
    } catch (error) {
      throw bad(place, `The line is not JSON: ${(error as Error).message}`);
    }
    if (typeof row !== "object" || row === null || Array.isArray(row)) {
      throw bad(place, "The line is not an object. Each line holds one, with the case's variables.");
    }
    found.push({ case: caseOf(row as Record<string, unknown>, place), place });
  }
  return found;
}

/** A row with `vars` is a case as a suite writes it; in any other the members are variables. */
function caseOf(row: Record<string, unknown>, place: string): Case {
  const { vars, assert, threshold, prompt, name, description } = row;
  if (typeof vars !== "object" || vars === null || Array.isArray(vars)) return { vars: variablesOf(row) };
  if (assert !== undefined && !Array.isArray(assert)) throw bad(place, "assert is not a list of assertions.");
  if (Array.isArray(assert) && assert.some((one) => typeof one !== "object" || one === null)) {
    throw bad(place, "An assertion is not an object with a type.");
  }
  if (threshold !== undefined && typeof threshold !== "number") throw bad(place, "threshold is not a number.");
  const text = (value: unknown) => (typeof value === "string" ? value : undefined);
  const called = text(name) ?? text(description);
  const asked = text(prompt);
  return {
    vars: variablesOf(vars as Record<string, unknown>),
    ...(assert === undefined ? {} : { assert: assert as Assertion[] }),
    ...(threshold === undefined ? {} : { threshold }),
    ...(asked === undefined ? {} : { prompt: asked }),
    ...(called === undefined ? {} : { name: called }),
  };
}

/** What is no text, number or truth value stands in a prompt as JSON. */
function variablesOf(members: Record<string, unknown>): Record<string, string | number | boolean> {
  return Object.fromEntries(
    Object.entries(members).map(([key, value]) => {
      if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return [key, value];
      return [key, value === null ? "" : JSON.stringify(value)];
    }),
  );
}

function fromCsv(text: string, name: string): DatasetCase[] {
  const { rows, unclosed } = parseCsv(text);
  if (unclosed !== undefined) throw bad(`${name}:${unclosed}`, "A quote begins here that nothing ends.");
  const [header, ...rest] = rows;
  if (header === undefined) return [];
  const names = header.cells.map((cell) => cell.trim());
  const twice = names.find((one, index) => names.indexOf(one) !== index);
  if (twice !== undefined) throw bad(`${name}:1`, `The column ${JSON.stringify(twice)} is there twice.`);
  return rest.map(({ cells, line }) => {
    const place = `${name}:${line}`;
    if (cells.length > names.length) {
      throw bad(place, `The row has ${cells.length} cells, the first line names ${names.length}.`);
    }
    return { case: caseOfCells(names, cells, place), place };
  });
}

/** Columns whose names begin with two underscores are what promptfoo means by them. */
function caseOfCells(names: readonly string[], cells: readonly string[], place: string): Case {
  const vars: Record<string, string> = {};
  const assert: Assertion[] = [];
  const found: Case = { vars };
  for (const [index, column] of names.entries()) {
    const cell = cells[index] ?? "";
    if (/^__expected\d*$/.test(column)) {
      if (cell.trim() === "") continue;
      const assertion = expectedAssertion(cell);
      if (assertion === undefined)
        throw bad(place, `${column} is ${quote(cell)}, an assertion that there is not here.`);
      assert.push(assertion);
    } else if (column === "__description") found.name = cell;
    else if (column === "__threshold") {
      if (cell.trim() === "") continue;
      if (!Number.isFinite(Number(cell))) throw bad(place, `__threshold is ${JSON.stringify(cell)}, not a number.`);
      found.threshold = Number(cell);
    } else if (/^__(?:prefix|suffix|config)/.test(column) && cell.trim() !== "") {
      throw bad(place, `The column ${column} has no counterpart, and without it the row would mean something else.`);
    } else if (!column.startsWith("__")) vars[column] = cell;
  }
  if (assert.length > 0) found.assert = assert;
  return found;
}

function bad(place: string, message: string): BenchmarkInputError {
  return new BenchmarkInputError("bench.bad-dataset", place, message);
}
