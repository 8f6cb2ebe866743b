import type { BenchmarkResult, RequestRecord } from "@fairlead/runtime/bench";

const COLUMNS = [
  "arm",
  "caseIndex",
  "caseName",
  "trial",
  "sentAt",
  "outcome",
  "errorCode",
  "errorMessage",
  "deployment",
  "decision",
  "queueMs",
  "firstByteMs",
  "ttftMs",
  "ttftScheduledMs",
  "firstOutputMs",
  "totalMs",
  "totalScheduledMs",
  "longestGapMs",
  "meanGapMs",
  "tpotMs",
  "overheadMs",
  "rateLimited",
  "waitedMs",
  "inputTokens",
  "outputTokens",
  "costMicroUsd",
  "passed",
  "score",
  "good",
  "output",
] as const satisfies readonly (keyof RequestRecord)[];

/** Every request as a row (RFC 4180). What is not known is an empty cell. */
export function csv({ records }: BenchmarkResult): string {
  const rows = [COLUMNS.join(","), ...records.map((record) => COLUMNS.map((column) => cell(record[column])).join(","))];
  return rows.map((row) => `${row}\r\n`).join("");
}

/** A spreadsheet takes text that begins like a formula for one, also where a model wrote it: such text gets an apostrophe. */
function cell(value: string | number | boolean | undefined): string {
  if (value === undefined) return "";
  if (typeof value !== "string") return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
