/** Cost, latency and quality against each other, with intervals, and which arms another one dominates. */
import type { ArmPosition, Domination, Estimate, ResultDigest } from "@fairlead/runtime/bench/view";
import { useChoice } from "../choice.ts";
import { dollars, milliseconds, number, percent, unknown } from "../format.ts";
import { t } from "../l10n.ts";
import { criterionName } from "../names.ts";
import { linearScale } from "../scale.ts";
import { Choose } from "./choose.tsx";
import { ArmLegend, laneOf, Marker } from "./marker.tsx";
import { Plot } from "./plot.tsx";
import { Twin } from "./twin.tsx";

interface Measure {
  title: string;
  of(position: ArmPosition): Estimate | undefined;
  show(value: number): string;
  /** The end of the scale where there is one by nature. */
  most?: number;
}

export function TradeOff({ positions, dominations }: Pick<ResultDigest, "positions" | "dominations">) {
  const [latency, setLatency] = useChoice("position-clock", ["total", "ttft"]);
  const cost: Measure = { title: t("Cost of an answer"), of: (one) => one.cost, show: dollars };
  const time: Measure = {
    title: latency === "total" ? t("Whole answer") : t("First token"),
    of: (one) => one[latency],
    show: milliseconds,
  };
  const quality: Measure = { title: t("Pass rate"), of: (one) => one.quality, show: percent, most: 1 };
  const pairs = (
    [
      [cost, time],
      [cost, quality],
      [time, quality],
    ] as const
  ).filter(([x, y]) => positions.some((one) => x.of(one) && y.of(one)));
  if (pairs.length === 0) {
    return <p class="quiet">{t("Too little is known of cost, latency and quality to set them against each other.")}</p>;
  }
  const dominated = new Set(dominations.map(({ arm }) => arm));
  return (
    <>
      <ul class="sentences">
        {dominations.map((one) => (
          <li key={one.arm}>{dominationSentence(one)}</li>
        ))}
        {dominations.length === 0 && (
          <li>{t("No arm is dominated: each is better than every other in something, or too little is known.")}</li>
        )}
      </ul>
      <div class="choices">
        <Choose
          id="position-clock"
          label={t("Latency")}
          value={latency}
          options={[
            { value: "total", label: t("Whole answer") },
            { value: "ttft", label: t("First token") },
          ]}
          onChange={setLatency}
        />
      </div>
      <div class="side-by-side">
        {pairs.map(([x, y]) => (
          <figure key={`${x.title} ${y.title}`}>
            <Cloud positions={positions} dominated={dominated} x={x} y={y} />
          </figure>
        ))}
      </div>
      <ArmLegend arms={positions.map(({ arm }) => arm)} />
      <p class="quiet">
        {t(
          "Lines are 95 % intervals; a hollow sign is a dominated arm. Cost and times: the median over cases. Better is left for cost and time, and up for the pass rate.",
        )}
      </p>
      <Twin
        caption={t("Cost, latency and quality of each arm")}
        columns={[
          t("Arm"),
          t("Cases"),
          cost.title,
          t("First token"),
          t("Whole answer"),
          quality.title,
          t("Dominated by"),
        ]}
        rows={positions.map((one) => ({
          key: one.arm,
          header: one.arm,
          cells: [
            number(one.cases),
            shown(one.cost, dollars),
            shown(one.ttft, milliseconds),
            shown(one.total, milliseconds),
            shown(one.quality, percent),
            dominations.find(({ arm }) => arm === one.arm)?.by ?? t("none"),
          ],
        }))}
      />
    </>
  );
}

function dominationSentence({ arm, by, better, shown: firm }: Domination): string {
  const list = better.map(criterionName).join(", ");
  const known = t("{0} is dominated by {1}: no worse in anything, and better in this: {2}.", arm, by, list);
  if (firm.length === 0) return `${known} ${t("Chance may explain it: no difference is shown in any of them.")}`;
  if (firm.length === better.length) return known;
  return `${known} ${t("Shown beyond chance: {0}.", firm.map(criterionName).join(", "))}`;
}

function shown(estimate: Estimate | undefined, show: (value: number) => string): string {
  if (estimate === undefined) return unknown;
  const { value, interval } = estimate;
  return interval ? `${show(value)} (${t("{0} to {1}", show(interval[0]), show(interval[1]))})` : show(value);
}

interface CloudProperties {
  positions: readonly ArmPosition[];
  dominated: ReadonlySet<string>;
  x: Measure;
  y: Measure;
}

function Cloud({ positions, dominated, x, y }: CloudProperties) {
  const said = positions.map((one) => `${one.arm}: ${shown(x.of(one), x.show)}, ${shown(y.of(one), y.show)}`);
  return (
    <Plot
      label={t("{0} and {1}. {2}", x.title, y.title, said.join("; "))}
      x={{ scale: scaleOf(x, positions), title: x.title, show: x.show }}
      y={{ scale: scaleOf(y, positions), title: y.title, show: y.show }}
      width={420}
      height={300}
    >
      {(across, up) =>
        positions.map((one, index) => {
          const [left, top] = [x.of(one), y.of(one)];
          if (left === undefined || top === undefined) return null;
          const place = { x: across(left.value), y: up(top.value) };
          return (
            <g key={one.arm} class={laneOf(index)}>
              <title>{`${one.arm}: ${shown(left, x.show)}, ${shown(top, y.show)}`}</title>
              {left.interval && (
                <line
                  class="span"
                  x1={across(left.interval[0])}
                  x2={across(left.interval[1])}
                  y1={place.y}
                  y2={place.y}
                />
              )}
              {top.interval && (
                <line class="span" x1={place.x} x2={place.x} y1={up(top.interval[0])} y2={up(top.interval[1])} />
              )}
              <g transform={`translate(${place.x} ${place.y})`}>
                <Marker index={index} hollow={dominated.has(one.arm)} />
              </g>
            </g>
          );
        })
      }
    </Plot>
  );
}

function scaleOf(measure: Measure, positions: readonly ArmPosition[]) {
  const values = positions.flatMap((one) => {
    const estimate = measure.of(one);
    return estimate ? [estimate.value, ...(estimate.interval ?? [])] : [];
  });
  return linearScale(0, measure.most ?? Math.max(...values));
}
