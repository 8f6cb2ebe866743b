/** Goodput against the workload's objectives, and what went wrong. */
import type { Goodput as GoodputOfArm, ObjectiveResult, ResultDigest } from "@fairlead/runtime/bench/view";
import { milliseconds, number, percent, unknown } from "../format.ts";
import { t } from "../l10n.ts";
import { objectiveName } from "../names.ts";
import { linearScale } from "../scale.ts";
import { DataTable } from "./data-table.tsx";
import { laneOf, Marker } from "./marker.tsx";
import { Troubles } from "./troubles.tsx";
import { Twin } from "./twin.tsx";

export function Reliability({ digest }: { digest: ResultDigest }) {
  return (
    <>
      <section aria-label={t("Goodput")}>
        <h3>{t("Goodput")}</h3>
        <Goodput goodput={digest.goodput} workload={digest.header.workload} />
        <Objectives objectives={digest.objectives} />
      </section>
      <section aria-label={t("Errors")}>
        <h3>{t("Errors and refusals")}</h3>
        <Troubles troubles={digest.troubles} arms={digest.header.arms} />
      </section>
    </>
  );
}

function Goodput({ goodput, workload }: { goodput: readonly GoodputOfArm[]; workload: string }) {
  if (goodput.length === 0) {
    return (
      <p class="quiet">
        {t(
          "The workload {0} has no objectives, so no answer can miss one: give it some in the routing policy.",
          workload,
        )}
      </p>
    );
  }
  return (
    <>
      <p class="quiet">
        {t(
          "Requests that met all objectives of {0}, counted from when they were due. A failure misses them.",
          workload,
        )}
      </p>
      <figure>
        <Parts goodput={goodput} />
      </figure>
      <Twin
        caption={t("Goodput of each arm")}
        columns={[
          t("Arm"),
          t("Met all"),
          t("Part"),
          t("95 % interval"),
          t("A second"),
          t("Too late"),
          t("Not passed"),
          t("No answer"),
        ]}
        rows={goodput.map((one) => ({
          key: one.arm,
          header: one.arm,
          cells: [
            t("{0} of {1}", number(one.good), number(one.of)),
            percent(one.of === 0 ? undefined : one.good / one.of),
            one.interval ? t("{0} to {1}", ...one.interval.map(percent)) : unknown,
            one.perSecond === undefined ? unknown : one.perSecond.toFixed(2),
            number(one.late),
            number(one.wrong),
            number(one.failed),
          ],
        }))}
      />
    </>
  );
}

function Objectives({ objectives }: { objectives: readonly ObjectiveResult[] }) {
  if (objectives.length === 0) return null;
  return (
    <DataTable
      caption={t("Objectives of the workload")}
      columns={[t("Arm"), t("Objective"), t("Target"), t("Measured"), t("State")]}
      rows={objectives.map(({ arm, objective, target, measured, met }) => {
        const show = objective === "ttftP95Ms" || objective === "latencyP95Ms" ? milliseconds : percent;
        return {
          key: `${arm} ${objective}`,
          header: arm,
          cells: [
            objectiveName(objective),
            objective === "passRate" ? t("at least {0}", show(target)) : t("at most {0}", show(target)),
            show(measured),
            met === undefined ? t("not measured") : met ? t("met") : t("missed"),
          ],
        };
      })}
    />
  );
}

const width = 640;
const rowHeight = 44;
const edge = { left: 24, right: 40, bottom: 24 };

function Parts({ goodput }: { goodput: readonly GoodputOfArm[] }) {
  const scale = linearScale(0, 1);
  const x = (value: number) => edge.left + scale.at(value) * (width - edge.left - edge.right);
  const height = goodput.length * rowHeight + edge.bottom;
  const said = goodput.map((one) => `${one.arm}: ${t("{0} of {1}", one.good, one.of)}`).join("; ");
  return (
    <svg class="chart" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`${t("Goodput")}. ${said}`}>
      {scale.ticks.map(({ value }) => (
        <g key={value}>
          <line class="grid" x1={x(value)} x2={x(value)} y1={4} y2={height - edge.bottom} />
          <text class="tick" x={x(value)} y={height - 8} text-anchor="middle">
            {percent(value)}
          </text>
        </g>
      ))}
      {goodput.map((one, index) => {
        const y = index * rowHeight + 30;
        return (
          <g key={one.arm} class={laneOf(index)}>
            <text class="arm" x={edge.left} y={y - 12}>
              {t("{0}: {1} of {2}", one.arm, number(one.good), number(one.of))}
            </text>
            {one.interval && <line class="span" x1={x(one.interval[0])} x2={x(one.interval[1])} y1={y} y2={y} />}
            {one.of > 0 && (
              <g transform={`translate(${x(one.good / one.of)} ${y})`}>
                <Marker index={index} />
              </g>
            )}
          </g>
        );
      })}
    </svg>
  );
}
