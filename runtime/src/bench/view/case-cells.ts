/** What one arm made of one case, and where the arms part. */
import type { RequestRecord } from "../types.ts";
import type { CaseCell } from "./types.ts";

/** A table shows no more of a text; the whole is one click away. */
const PREVIEW = 200;

export function cellOf(records: readonly RequestRecord[]): CaseCell {
  const answered = records.filter(({ outcome }) => outcome === "ok");
  const unhappy = records.find(({ outcome, passed }) => outcome !== "ok" || passed === false);
  return {
    passed: answered.filter(({ passed }) => passed === true).length,
    failed: answered.filter(({ passed }) => passed === false).length,
    unjudged: answered.filter(({ passed }) => passed === undefined).length,
    errors: records.filter(({ outcome }) => outcome === "error").length,
    blocked: records.filter(({ outcome }) => outcome === "blocked").length,
    reason: preview(unhappy && reasonOf(unhappy)),
    output: preview(answered.find(({ output }) => output !== undefined)?.output),
  };
}

/** An answer that came and did not pass. */
export function hasFailures(records: readonly (readonly RequestRecord[])[]): boolean {
  return records.some((own) => own.some(({ outcome, passed }) => outcome === "ok" && passed === false));
}

/** A request without an answer. */
export function hasErrors(records: readonly (readonly RequestRecord[])[]): boolean {
  return records.some((own) => own.some(({ outcome }) => outcome !== "ok"));
}

/** One arm passes, fails or is refused where another is not. An arm that was never asked says nothing. */
export function differentOutcomes(records: readonly (readonly RequestRecord[])[]): boolean {
  return areDifferent(records, ({ outcome, passed }) => `${outcome} ${passed}`);
}

/** The texts of some trial differ, but for space around them. */
export function differentTexts(records: readonly (readonly RequestRecord[])[]): boolean {
  return areDifferent(records, ({ outcome, output = "" }) => (outcome === "ok" ? output.trim() : outcome));
}

/** Compares trial by trial what all asked arms have. */
function areDifferent(
  records: readonly (readonly RequestRecord[])[],
  keyOf: (record: RequestRecord) => string,
): boolean {
  const asked = records.filter((own) => own.length > 0);
  const [first, ...others] = asked;
  if (first === undefined) return false;
  const trials = Math.min(...asked.map((own) => own.length));
  return first
    .slice(0, trials)
    .some((record, trial) => others.some((own) => own[trial] !== undefined && keyOf(own[trial]) !== keyOf(record)));
}

function reasonOf(record: RequestRecord): string | undefined {
  if (record.outcome !== "ok") return [record.errorCode, record.errorMessage].filter(Boolean).join(": ") || undefined;
  return record.assertions.find(({ passed }) => !passed)?.reason;
}

/** On one line, cut at a whole character. */
function preview(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const line = text
    .slice(0, PREVIEW * 4)
    .replaceAll(/\s+/g, " ")
    .trim();
  const letters = [...line];
  return letters.length <= PREVIEW ? line : `${letters.slice(0, PREVIEW).join("")}…`;
}
