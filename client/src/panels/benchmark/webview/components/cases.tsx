/** The cases one by one: filters, a search, the table, and one of them in full. */
import type { CaseFilter, ResultDigest } from "@fairlead/runtime/bench/view";
import { useEffect, useState } from "preact/hooks";
import { useCasePages } from "../case-pages.ts";
import { useChoice, useText } from "../choice.ts";
import { number } from "../format.ts";
import { t } from "../l10n.ts";
import { CaseInFull } from "./case-in-full.tsx";
import { CaseTable } from "./case-table.tsx";

/** A search goes over every answer, so that it waits until the typing pauses. */
const PAUSE_MS = 200;

export function Cases({ digest }: { digest: ResultDigest }) {
  const { run, arms } = digest.header;
  const [filter, setFilter] = useChoice<CaseFilter>("filter", [
    "all",
    "failures",
    "errors",
    "different",
    "disagreements",
  ]);
  const [typed, setTyped] = useText("search");
  const [search, setSearch] = useState(typed);
  const [chosen, setChosen] = useText(`case ${run}`);
  useEffect(() => {
    const timer = setTimeout(() => setSearch(typed), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const pages = useCasePages(run, filter, search);
  const names = arms.map(({ arm }) => arm);
  const filters: [CaseFilter, string, string][] = [
    ["all", t("All"), t("Every case")],
    ["failures", t("Failures"), t("An answer did not pass")],
    ["errors", t("Errors"), t("A request had no answer")],
    ["different", t("Different"), t("The arms' answers differ in their text or their outcome")],
    ["disagreements", t("Disagreements"), t("One arm passes where another does not")],
  ];
  return (
    <>
      <div class="choices">
        <fieldset class="filters">
          <legend class="for-readers">{t("Show")}</legend>
          {filters.map(([value, label, title]) => (
            <button
              key={value}
              type="button"
              class="filter"
              title={title}
              aria-pressed={filter === value}
              onClick={() => setFilter(value)}
            >
              {label} ({number(digest.cases[value])})
            </button>
          ))}
        </fieldset>
        <label class="for-readers" for="search">
          {t("Search in names, answers and reasons")}
        </label>
        <input
          id="search"
          type="search"
          placeholder={t("Search")}
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
      </div>
      <p class="for-readers" role="status">
        {pages.total === undefined ? "" : t("{0} cases", number(pages.total))}
      </p>
      {pages.problem && <p class="problem">{pages.problem}</p>}
      {pages.total === 0 ? (
        <p class="quiet">{t("No case of this kind.")}</p>
      ) : (
        <CaseTable
          key={`${filter} ${search}`}
          arms={names}
          pages={pages}
          chosen={chosen === "" ? undefined : Number(chosen)}
          choose={(caseIndex) => setChosen(String(caseIndex))}
        />
      )}
      {chosen !== "" && <CaseInFull key={chosen} caseIndex={Number(chosen)} arms={names} close={() => setChosen("")} />}
    </>
  );
}
