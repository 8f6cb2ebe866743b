/** A case of a benchmark as the test explorer knows it. */
import type { CaseRow } from "@fairlead/runtime/bench/view";

export interface CaseVerdict {
  /** `skipped`: no arm was asked, or nothing is asserted. */
  state: "passed" | "failed" | "errored" | "skipped";
  /** One for each arm that did not pass. */
  messages: string[];
}

/** Errored where an arm gave no answer, failed where an answer did not pass. */
export function caseVerdict({ cells }: CaseRow, arms: readonly string[]): CaseVerdict {
  const messages = cells.flatMap(({ failed, errors, blocked, reason, output }, index) => {
    if (failed + errors + blocked === 0) return [];
    const answer = failed > 0 && output !== undefined ? `\n${output}` : "";
    return [`${arms[index] ?? index}: ${reason ?? ""}${answer}`.trimEnd()];
  });
  if (cells.some(({ errors, blocked }) => errors + blocked > 0)) return { state: "errored", messages };
  if (cells.some(({ failed }) => failed > 0)) return { state: "failed", messages };
  return { state: cells.some(({ passed }) => passed > 0) ? "passed" : "skipped", messages };
}
