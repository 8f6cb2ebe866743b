/** The table of cases: what each arm made of each, with filters. Made once, asked often. */
import type { BenchmarkResult, RequestRecord } from "../types.ts";
import { cellOf, differentOutcomes, differentTexts, hasErrors, hasFailures } from "./case-cells.ts";
import type { CaseDetail, CaseFilter, CaseRow } from "./types.ts";

interface Entry {
  caseIndex: number;
  name: string;
  /** In the order of the arms. */
  records: RequestRecord[][];
}

export interface CaseQuery {
  filter: CaseFilter;
  /** Part of a name, an answer or a reason; letters of either case. Empty for all. */
  search: string;
  from: number;
  count: number;
}

export interface CasePage {
  /** How many cases the filter and the search leave. */
  total: number;
  from: number;
  rows: CaseRow[];
}

export class CaseTable {
  readonly #arms: readonly string[];
  readonly #entries: Entry[];
  readonly #filtered: Record<CaseFilter, Entry[]>;
  #lastSearch: { filter: CaseFilter; search: string; entries: Entry[] } | undefined;

  constructor(result: BenchmarkResult) {
    this.#arms = result.arms.map(({ arm }) => arm);
    this.#entries = entriesOf(result, this.#arms);
    this.#filtered = {
      all: this.#entries,
      failures: this.#entries.filter(({ records }) => hasFailures(records)),
      errors: this.#entries.filter(({ records }) => hasErrors(records)),
      different: this.#entries.filter(({ records }) => differentOutcomes(records) || differentTexts(records)),
      disagreements: this.#entries.filter(({ records }) => differentOutcomes(records)),
    };
  }

  get counts(): Record<CaseFilter, number> {
    const { all, failures, errors, different, disagreements } = this.#filtered;
    return {
      all: all.length,
      failures: failures.length,
      errors: errors.length,
      different: different.length,
      disagreements: disagreements.length,
    };
  }

  page({ filter, search, from, count }: CaseQuery): CasePage {
    const entries = this.#search(filter, search.trim().toLowerCase());
    const rows = entries.slice(from, from + count).map(({ caseIndex, name, records }) => ({
      caseIndex,
      name,
      cells: records.map(cellOf),
    }));
    return { total: entries.length, from, rows };
  }

  /** undefined where nothing was recorded of the case. */
  detail(caseIndex: number): CaseDetail | undefined {
    const entry = this.#entries.find((one) => one.caseIndex === caseIndex);
    if (entry === undefined) return undefined;
    return {
      caseIndex,
      name: entry.name,
      arms: this.#arms.map((arm, index) => ({
        arm,
        answers: (entry.records[index] ?? []).map((record) => ({
          trial: record.trial,
          outcome: record.outcome,
          passed: record.passed,
          score: record.score,
          output: record.output,
          error: [record.errorCode, record.errorMessage].filter(Boolean).join(": ") || undefined,
          deployment: record.deployment,
          ttftMs: record.ttftMs,
          totalMs: record.totalMs,
          costMicroUsd: record.costMicroUsd,
          assertions: record.assertions,
        })),
      })),
    };
  }

  #search(filter: CaseFilter, search: string): Entry[] {
    const entries = this.#filtered[filter];
    if (search === "") return entries;
    const last = this.#lastSearch;
    if (last?.filter === filter && last.search === search) return last.entries;
    const found = entries.filter(({ name, records }) => isFound(search, name, records));
    this.#lastSearch = { filter, search, entries: found };
    return found;
  }
}

/** In the order of the suite, trials in order. */
function entriesOf(result: BenchmarkResult, arms: readonly string[]): Entry[] {
  const places = new Map(arms.map((arm, index) => [arm, index]));
  const byCase = new Map<number, Entry>();
  for (const record of result.records) {
    const { caseIndex } = record;
    let entry = byCase.get(caseIndex);
    if (entry === undefined) {
      const name = result.caseNames?.[caseIndex] || record.caseName || String(caseIndex + 1);
      entry = { caseIndex, name, records: arms.map(() => []) };
      byCase.set(caseIndex, entry);
    }
    const place = places.get(record.arm);
    if (place !== undefined) entry.records[place]?.push(record);
  }
  const entries = [...byCase.values()].sort((a, b) => a.caseIndex - b.caseIndex);
  for (const { records } of entries) for (const own of records) own.sort((a, b) => a.trial - b.trial);
  return entries;
}

function isFound(search: string, name: string, records: readonly RequestRecord[][]): boolean {
  const holds = (text: string | undefined) => text?.toLowerCase().includes(search) === true;
  if (holds(name)) return true;
  return records.some((own) =>
    own.some(
      (record) =>
        holds(record.output) ||
        holds(record.errorCode) ||
        holds(record.errorMessage) ||
        record.assertions.some(({ passed, reason }) => !passed && holds(reason)),
    ),
  );
}
