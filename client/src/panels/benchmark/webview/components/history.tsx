/** How the benchmark went over time: earlier results in the workspace and in git. */
import type { Comparison } from "@fairlead/runtime/bench/view";
import { useEffect, useState } from "preact/hooks";
import { useChoice } from "../choice.ts";
import { ask } from "../editor.ts";
import { dollars, milliseconds, percent } from "../format.ts";
import { type HistoryMeasure, historyArms, valueIn } from "../history-values.ts";
import { t } from "../l10n.ts";
import type { HistoryRow } from "../messages.ts";
import { linearScale } from "../scale.ts";
import { Changes } from "./changes.tsx";
import { Choose } from "./choose.tsx";
import { DataTable } from "./data-table.tsx";
import { ArmLegend, laneOf, Marker } from "./marker.tsx";
import { Plot } from "./plot.tsx";

export function History({ run, arms }: { run: string; arms: readonly string[] }) {
  const [rows, setRows] = useState<HistoryRow[] | undefined>(undefined);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [compared, setCompared] = useState<{ name: string; comparison: Comparison } | undefined>(undefined);
  const [measure, setMeasure] = useChoice<HistoryMeasure>("history", [
    "totalP95Ms",
    "ttftP95Ms",
    "cost",
    "passRate",
    "failed",
  ]);
  useEffect(() => {
    ask({ kind: "history" }).then(setRows, (error: Error) => setProblem(error.message));
  }, [run]);
  if (problem !== undefined) return <p class="problem">{problem}</p>;
  if (rows === undefined) return <p role="status">{t("Looking for earlier runs…")}</p>;
  const names: Record<HistoryMeasure, string> = {
    totalP95Ms: t("Whole answer, p95"),
    ttftP95Ms: t("First token, p95"),
    cost: t("Cost, median answer"),
    passRate: t("Pass rate"),
    failed: t("Requests without an answer"),
  };
  const show = measure === "cost" ? dollars : measure === "passRate" || measure === "failed" ? percent : milliseconds;
  const shownArms = historyArms(rows, arms);
  const compare = ({ path, revision, name }: HistoryRow): void => {
    ask({ kind: "compare", path, revision }).then(
      (comparison) => setCompared({ name: revision ? `${name} @ ${revision}` : name, comparison }),
      (error: Error) => setProblem(error.message),
    );
  };
  return (
    <>
      {rows.length < 2 && (
        <p class="quiet">
          {t(
            "There is no other run yet. Results of this benchmark that are in the workspace, or in the history of their files in git, are shown here.",
          )}
        </p>
      )}
      <div class="choices">
        <Choose
          id="history-measure"
          label={t("Measure")}
          value={measure}
          options={(Object.keys(names) as HistoryMeasure[]).map((value) => ({ value, label: names[value] }))}
          onChange={setMeasure}
        />
      </div>
      {rows.length > 1 && (
        <figure>
          <Trend rows={rows} arms={shownArms} measure={measure} title={names[measure]} show={show} />
          <ArmLegend arms={shownArms} />
        </figure>
      )}
      <DataTable
        caption={t("Runs: {0}", names[measure])}
        columns={[t("Run"), t("File"), t("Commit"), t("State"), ...shownArms, t("Compare")]}
        rows={rows.map((row) => ({
          key: row.point.run,
          header: dateOf(row),
          cells: [
            row.name,
            commitOf(row),
            row.point.status === "completed" ? t("complete") : t("partial"),
            ...shownArms.map((arm) => show(valueIn(row.point, arm, measure))),
            row.isShown ? (
              t("shown here")
            ) : (
              <button type="button" class="link" onClick={() => compare(row)}>
                {t("Compare with {0}", dateOf(row))}
              </button>
            ),
          ],
        }))}
      />
      {compared && <Changes name={compared.name} comparison={compared.comparison} />}
    </>
  );
}

interface TrendProperties {
  rows: readonly HistoryRow[];
  arms: readonly string[];
  measure: HistoryMeasure;
  title: string;
  show(value: number | undefined): string;
}

function Trend({ rows, arms, measure, title, show }: TrendProperties) {
  const lines = arms.map((arm) => rows.map(({ point }) => valueIn(point, arm, measure)));
  const known = lines.flat().filter((value) => value !== undefined);
  if (known.length === 0) return <p class="quiet">{t("Nothing is known of this.")}</p>;
  const last = rows.length - 1;
  // Runs stand side by side, not by date: what matters is their order, and two of one day must not touch.
  const every = Math.max(1, Math.ceil(rows.length / 6));
  const ticks = rows.flatMap((_, index) => (index % every === 0 ? [{ value: index, position: index / last }] : []));
  const said = arms.map((arm, index) => `${arm}: ${(lines[index] ?? []).map(show).join(", ")}`);
  return (
    <Plot
      label={`${title}. ${said.join("; ")}`}
      x={{
        scale: { ticks, at: (value) => value / last },
        title: t("Run"),
        show: (value) => dateOf(rows[value]).split(",")[0] ?? "",
      }}
      y={{ scale: linearScale(0, Math.max(...known)), title, show }}
      height={260}
    >
      {(x, y) =>
        arms.map((arm, index) => {
          const points = (lines[index] ?? []).flatMap((value, place) =>
            value === undefined ? [] : [{ value, place }],
          );
          return (
            <g key={arm} class={laneOf(index)}>
              <path
                class="curve"
                d={points.map(({ value, place }, at) => `${at === 0 ? "M" : "L"}${x(place)} ${y(value)}`).join("")}
              />
              {points.map(({ value, place }) => (
                <g key={place} transform={`translate(${x(place)} ${y(value)})`}>
                  <title>{`${arm}: ${show(value)}`}</title>
                  <Marker index={index} hollow={rows[place]?.point.status !== "completed"} />
                </g>
              ))}
            </g>
          );
        })
      }
    </Plot>
  );
}

/** The commit that was checked out when the run was made, or else the one that brought its result. */
function commitOf({ point, commit }: HistoryRow) {
  const shown = point.commit?.slice(0, 8) ?? commit;
  if (shown === undefined) return "";
  if (!point.dirty) return <code>{shown}</code>;
  return (
    <>
      <code>{shown}</code> {t("with changes")}
    </>
  );
}

function dateOf(row: HistoryRow | undefined): string {
  const date = new Date(row?.point.startedAt ?? Number.NaN);
  if (Number.isNaN(date.getTime())) return row?.point.startedAt ?? "";
  return date.toLocaleString(document.documentElement.lang || "en", { dateStyle: "medium", timeStyle: "short" });
}
