/** The cases one by one, with filters. */
import type { BenchmarkResult } from "@fairlead/runtime/bench";
import { useMemo, useState } from "preact/hooks";
import { type CaseCell, type CaseFilter, caseRows, filterCases } from "../case-rows.ts";
import { t } from "../l10n.ts";
import { DataTable } from "./data-table.tsx";

/** More rows than anybody reads would only make the panel slow. */
const shownAtMost = 500;

export function Cases({ result }: { result: BenchmarkResult }) {
  const [filter, setFilter] = useState<CaseFilter>("all");
  const rows = useMemo(() => caseRows(result), [result]);
  const left = filterCases(rows, filter);
  const filters: [CaseFilter, string][] = [
    ["all", t("All")],
    ["failures", t("Failures")],
    ["errors", t("Errors")],
    ["different", t("Different")],
  ];
  return (
    <section aria-label={t("Cases")}>
      <h2>{t("Cases")}</h2>
      <fieldset class="filters">
        <legend class="for-readers">{t("Show")}</legend>
        {filters.map(([value, label]) => (
          <button
            key={value}
            type="button"
            class="filter"
            aria-pressed={filter === value}
            onClick={() => setFilter(value)}
          >
            {label} ({filterCases(rows, value).length})
          </button>
        ))}
      </fieldset>
      {left.length === 0 ? (
        <p class="quiet">{t("No case of this kind.")}</p>
      ) : (
        <DataTable
          caption={t("Outcome of each case")}
          columns={[t("Case"), ...result.arms.map((arm) => arm.arm)]}
          rows={left.slice(0, shownAtMost).map((row) => ({
            key: row.caseIndex,
            header: row.name,
            cells: row.cells.map((cell, index) => <Outcome key={result.arms[index]?.arm} cell={cell} />),
          }))}
        />
      )}
      {left.length > shownAtMost && (
        <p class="quiet">{t("{0} more cases are not shown.", left.length - shownAtMost)}</p>
      )}
    </section>
  );
}

function Outcome({ cell }: { cell: CaseCell }) {
  const parts: [string, string, number][] = [
    ["passed", t("passed"), cell.passed],
    ["failed", t("failed"), cell.failed],
    ["error", t("error"), cell.errors],
    ["blocked", t("blocked"), cell.blocked],
    ["answered", t("answered"), cell.unjudged],
  ];
  const happened = parts.filter(([, , count]) => count > 0);
  const total = happened.reduce((sum, [, , count]) => sum + count, 0);
  return (
    <>
      {happened.map(([kind, word, count]) => (
        <span key={kind} class={`outcome ${kind}`}>
          <span class="sign" aria-hidden="true" /> {total === 1 ? word : `${word} ${count}`}
        </span>
      ))}
      {happened.length === 0 && <span class="quiet">{t("not run")}</span>}
      {cell.reason && <span class="reason">{cell.reason}</span>}
      {cell.output && (
        <details>
          <summary>{t("Answer")}</summary>
          <pre>{cell.output}</pre>
        </details>
      )}
    </>
  );
}
