/** The table of cases: what each arm made of each. */
import type { BenchmarkResult, RequestRecord } from "@fairlead/runtime/bench";

export type CaseFilter = "all" | "failures" | "errors" | "different";

export interface CaseCell {
  passed: number;
  failed: number;
  errors: number;
  blocked: number;
  /** Answered, but without an assertion that could judge it. */
  unjudged: number;
  /** Why, of the first that did not pass. */
  reason: string | undefined;
  /** The first answer. */
  output: string | undefined;
}

export interface CaseRow {
  caseIndex: number;
  /** Its name, or its number from 1 where it has none. */
  name: string;
  /** In the order of the arms. */
  cells: CaseCell[];
  hasFailures: boolean;
  hasErrors: boolean;
  /** Whether the arms did not come to the same. */
  differs: boolean;
}

/** One row a case, in the order of the suite. */
export function caseRows(result: BenchmarkResult): CaseRow[] {
  const arms = result.arms.map((arm) => arm.arm);
  const byCase = new Map<number, Map<string, RequestRecord[]>>();
  for (const record of result.records) {
    const byArm = byCase.get(record.caseIndex) ?? new Map<string, RequestRecord[]>();
    byCase.set(record.caseIndex, byArm);
    const records = byArm.get(record.arm) ?? [];
    byArm.set(record.arm, records);
    records.push(record);
  }
  return [...byCase]
    .sort(([left], [right]) => left - right)
    .map(([caseIndex, byArm]) => {
      const cells = arms.map((arm) => cellOf(byArm.get(arm) ?? []));
      return {
        caseIndex,
        name: result.caseNames?.[caseIndex] || String(caseIndex + 1),
        cells,
        hasFailures: cells.some((cell) => cell.failed > 0),
        hasErrors: cells.some((cell) => cell.errors > 0 || cell.blocked > 0),
        differs: new Set(cells.map(outcomeOf)).size > 1,
      };
    });
}

/** The rows that a filter leaves. */
export function filterCases(rows: readonly CaseRow[], filter: CaseFilter): CaseRow[] {
  switch (filter) {
    case "all":
      return [...rows];
    case "failures":
      return rows.filter((row) => row.hasFailures);
    case "errors":
      return rows.filter((row) => row.hasErrors);
    case "different":
      return rows.filter((row) => row.differs);
  }
}

function cellOf(records: readonly RequestRecord[]): CaseCell {
  const answered = records.filter((record) => record.outcome === "ok");
  const unhappy = records.find((record) => record.outcome !== "ok" || record.passed === false);
  return {
    passed: answered.filter((record) => record.passed === true).length,
    failed: answered.filter((record) => record.passed === false).length,
    unjudged: answered.filter((record) => record.passed === undefined || record.passed === null).length,
    errors: records.filter((record) => record.outcome === "error").length,
    blocked: records.filter((record) => record.outcome === "blocked").length,
    reason: unhappy && reasonOf(unhappy),
    output: answered.find((record) => record.output !== undefined)?.output,
  };
}

function reasonOf(record: RequestRecord): string | undefined {
  if (record.outcome !== "ok") return [record.errorCode, record.errorMessage].filter(Boolean).join(": ") || undefined;
  return record.assertions.find((assertion) => !assertion.passed)?.reason;
}

function outcomeOf(cell: CaseCell): string {
  return [cell.passed, cell.failed, cell.errors, cell.blocked, cell.unjudged].join("/");
}
