/** How long answers took: the whole distribution, any clock, and the percentiles with what they stand on. */
import type { ClockCurves, LatencyClock, LatencyCurve } from "@fairlead/runtime/bench/view";
import { useChoice } from "../choice.ts";
import { milliseconds, number, percent } from "../format.ts";
import { t } from "../l10n.ts";
import { clockName } from "../names.ts";
import { linearScale, logScale } from "../scale.ts";
import { Choose } from "./choose.tsx";
import { DataTable } from "./data-table.tsx";
import { ArmLegend, laneOf, Marker } from "./marker.tsx";
import { Plot } from "./plot.tsx";
import { Twin } from "./twin.tsx";

const marked = ["p50", "p95", "p99"] as const;

export function Latency({ clocks }: { clocks: readonly ClockCurves[] }) {
  const names = clocks.map(({ clock }) => clock);
  const preferred = names.includes("totalMs") ? "totalMs" : (names[0] ?? "totalMs");
  const [clock, setClock] = useChoice<LatencyClock>("clock", [preferred, ...names]);
  const [axis, setAxis] = useChoice("axis", ["linear", "log"]);
  const shown = clocks.find((one) => one.clock === clock);
  if (shown === undefined) return <p class="quiet">{t("No answer has a time.")}</p>;
  const left = shown.curves.filter(({ without }) => without > 0);
  return (
    <>
      <div class="choices">
        <Choose
          id="clock"
          label={t("Clock")}
          value={clock}
          options={names.map((value) => ({ value, label: clockName(value) }))}
          onChange={setClock}
        />
        <Choose
          id="axis"
          label={t("Axis")}
          value={axis}
          options={[
            { value: "linear", label: t("even") },
            { value: "log", label: t("by factors") },
          ]}
          onChange={setAxis}
        />
      </div>
      <figure>
        <figcaption>{t("Part of the answers that took at most so long")}</figcaption>
        <Curves clock={clock} curves={shown.curves} isLog={axis === "log"} />
        <ArmLegend arms={shown.curves.map(({ arm }) => arm)} />
      </figure>
      <p class="quiet">{t("The signs stand at p50, p95 and p99. Times are of answers that ended well.")}</p>
      {left.map(({ arm, without, n }) => (
        <p key={arm} class="quiet">
          {t(
            "{0}: {1} of {2} requests have no such time and are not in the curve.",
            arm,
            number(without),
            number(n + without),
          )}
        </p>
      ))}
      <DataTable
        caption={t("Percentiles: {0}", clockName(clock))}
        columns={[t("Arm"), "n", "p50", "p90", "p95", "p99", t("slowest")]}
        rows={shown.curves.map((curve) => ({
          key: curve.arm,
          header: curve.arm,
          cells: [
            number(curve.n),
            ...[curve.p50, curve.p90, curve.p95, curve.p99, curve.max].map((value) => milliseconds(value)),
          ],
        }))}
      />
      <Twin
        caption={t("Points of the curves")}
        columns={[t("Part of the answers"), ...shown.curves.map(({ arm }) => arm)]}
        rows={[0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1].map((part) => ({
          key: part,
          header: percent(part),
          cells: shown.curves.map(({ points }) => milliseconds(points.find((point) => point[1] >= part)?.[0])),
        }))}
      />
    </>
  );
}

function Curves({ clock, curves, isLog }: { clock: LatencyClock; curves: readonly LatencyCurve[]; isLog: boolean }) {
  const ends = curves.flatMap(({ points, max }) => [points[0]?.[0] ?? 0, max ?? 0]);
  const high = Math.max(...ends);
  const low = Math.max(1, Math.min(...ends.filter((end) => end > 0)));
  const scale = isLog && high > low ? logScale(low, high) : linearScale(0, high);
  const said = curves.map(
    (curve) => `${curve.arm}: ${marked.map((name) => `${name} ${milliseconds(curve[name])}`).join(", ")}, n ${curve.n}`,
  );
  return (
    <Plot
      label={`${clockName(clock)}. ${said.join("; ")}`}
      x={{ scale, title: clockName(clock), show: milliseconds }}
      y={{ scale: linearScale(0, 1), title: t("Part of the answers"), show: percent }}
    >
      {(x, y) =>
        curves.map((curve, index) => (
          <g key={curve.arm} class={laneOf(index)}>
            <path class="curve" d={pathOf(curve, x, y)} />
            {marked.map((name) => {
              const value = curve[name];
              return value === undefined ? null : (
                <g key={name} transform={`translate(${x(value)} ${y(Number(name.slice(1)) / 100)})`}>
                  <title>{`${curve.arm}, ${name}: ${milliseconds(value)}`}</title>
                  <Marker index={index} />
                </g>
              );
            })}
          </g>
        ))
      }
    </Plot>
  );
}

/** A step function: it rises at each point, and is level between them. */
function pathOf({ points }: LatencyCurve, x: (value: number) => number, y: (value: number) => number): string {
  const [first] = points;
  if (first === undefined) return "";
  const steps = points.map(([ms, part]) => `H${x(ms).toFixed(1)}V${y(part).toFixed(1)}`);
  return `M${x(first[0]).toFixed(1)} ${y(0).toFixed(1)}${steps.join("")}`;
}
