/** The forest plot: what differs from the baseline, with intervals, and what the tests say of it. */
import type { ResultHeader } from "@fairlead/runtime/bench/view";
import { type ForestRow, type ForestUnit, forestRows, unitOf } from "../forest-rows.ts";
import { dollars, milliseconds, number, signed, unknown } from "../format.ts";
import { t } from "../l10n.ts";
import { metricName } from "../names.ts";
import { linearScale } from "../scale.ts";
import { DataTable } from "./data-table.tsx";
import { laneOf, Marker } from "./marker.tsx";

const width = 640;
const rowHeight = 44;
const edge = { left: 24, right: 24, bottom: 46 };

export function Differences({ header }: { header: ResultHeader }) {
  const rows = forestRows(header);
  if (rows.length === 0) return <p class="quiet">{t("There is nothing to compare with: the run has one arm.")}</p>;
  const arms = header.arms.map(({ arm }) => arm);
  const units: ForestUnit[] = ["part", "points"];
  return (
    <>
      <p class="quiet">
        {t(
          "Each line is an arm against {0}, on the same cases. A filled sign is a difference that is shown.",
          arms[0] ?? "",
        )}
      </p>
      {units.map((unit) => {
        const drawn = rows.filter((row) => unitOf(row.metric) === unit && row.estimate !== undefined);
        return drawn.length === 0 ? null : (
          <figure key={unit}>
            <figcaption>
              {unit === "part" ? t("Time and money, against the baseline's own") : t("Quality, in points")}
            </figcaption>
            <Forest rows={drawn} unit={unit} arms={arms} />
          </figure>
        );
      })}
      <DataTable
        caption={t("Differences from the baseline")}
        columns={[t("Difference"), t("Estimate"), t("95 % interval"), t("p, corrected"), "n", t("What can be said")]}
        rows={rows.map((row) => ({
          key: row.key,
          header: titleOf(row),
          cells: [
            amountOf(row, row.raw.estimate, row.estimate),
            row.raw.interval ? t("{0} to {1}", ...row.raw.interval.map((end) => plainAmount(row, end))) : unknown,
            row.adjustedPValue === undefined
              ? unknown
              : row.adjustedPValue < 0.001
                ? "< 0.001"
                : row.adjustedPValue.toFixed(3),
            number(row.n),
            verdictOf(row),
          ],
        }))}
      />
      <p class="quiet">{t("p-values are corrected after Holm over all differences of the run.")}</p>
    </>
  );
}

function Forest({ rows, unit, arms }: { rows: readonly ForestRow[]; unit: ForestUnit; arms: readonly string[] }) {
  const ends = rows.flatMap(({ estimate = 0, interval }) => [estimate, ...(interval ?? [])]);
  const scale = linearScale(Math.min(0, ...ends), Math.max(0, ...ends), 6);
  const height = rows.length * rowHeight + edge.bottom;
  const x = (value: number) => edge.left + scale.at(value) * (width - edge.left - edge.right);
  const show = (value: number | undefined) => signed(value, unit === "part" ? "%" : t("points"));
  const said = rows.map(
    (row) =>
      `${titleOf(row)}: ${show(row.estimate)}, ${row.interval ? t("{0} to {1}", ...row.interval.map(show)) : ""}`,
  );
  return (
    <svg class="chart" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={said.join("; ")}>
      {scale.ticks.map(({ value }) => (
        <g key={value}>
          <line class={value === 0 ? "zero" : "grid"} x1={x(value)} x2={x(value)} y1={4} y2={height - edge.bottom} />
          <text class="tick" x={x(value)} y={height - edge.bottom + 16} text-anchor="middle">
            {show(value)}
          </text>
        </g>
      ))}
      <text class="title" x={edge.left} y={height - 8}>
        {unit === "part" ? t("← less") : t("← worse")}
      </text>
      <text class="title" x={width - edge.right} y={height - 8} text-anchor="end">
        {unit === "part" ? t("more →") : t("better →")}
      </text>
      {rows.map((row, index) => {
        const lane = Math.max(0, arms.indexOf(row.arm));
        const y = index * rowHeight + 30;
        const isShown = (row.verdict === "lower" || row.verdict === "higher") && !row.withinNoise;
        return (
          <g key={row.key} class={row.kind === "test" ? laneOf(lane) : `${laneOf(lane)} aside`}>
            <text class="arm" x={edge.left} y={y - 12}>
              {titleOf(row)}
            </text>
            {row.interval && <line class="span" x1={x(row.interval[0])} x2={x(row.interval[1])} y1={y} y2={y} />}
            <g transform={`translate(${x(row.estimate ?? 0)} ${y})`}>
              <title>{`${titleOf(row)}: ${show(row.estimate)}`}</title>
              <Marker index={lane} hollow={!isShown} />
            </g>
          </g>
        );
      })}
    </svg>
  );
}

function titleOf({ kind, arm, metric }: ForestRow): string {
  if (kind === "tail") return t("{0}: {1}, p95", arm, metricName(metric));
  return kind === "noise"
    ? t("{0}: {1}, against itself", arm, metricName(metric))
    : t("{0}: {1}", arm, metricName(metric));
}

function verdictOf({ verdict, tooNoisy, withinNoise }: ForestRow): string {
  if (verdict === "no-test") return t("an interval, not a test");
  if (verdict === "too-few") return t("too few to say");
  if (verdict === "no-difference-shown") return tooNoisy ? t("too noisy to say") : t("no difference shown");
  if (withinNoise) return t("shown, but the baseline differs as much from itself");
  return verdict === "lower" ? t("lower") : t("higher");
}

function plainAmount({ metric }: ForestRow, value: number): string {
  if (unitOf(metric) === "points") return signed(value, t("points"));
  return metric === "cost" ? dollars(value) : milliseconds(value);
}

function amountOf(row: ForestRow, raw: number | undefined, part: number | undefined): string {
  if (raw === undefined) return unknown;
  const amount = plainAmount(row, raw);
  return unitOf(row.metric) === "points" || part === undefined ? amount : `${amount} (${signed(part, "%")})`;
}
