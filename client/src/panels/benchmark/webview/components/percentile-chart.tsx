/** Draws latency percentiles: a lane for each arm on one scale that begins at 0. */
import { milliseconds } from "../format.ts";
import { t } from "../l10n.ts";
import type { LatencyChart } from "../latency-chart.ts";
import { Mark } from "./latency.tsx";

const width = 640;
const laneHeight = 46;
const edge = { left: 22, right: 36, bottom: 24 };

interface Properties {
  chart: LatencyChart;
  title: string;
}

export function PercentileChart({ chart, title }: Properties) {
  const { lanes, ticks } = chart;
  const height = lanes.length * laneHeight + edge.bottom;
  const x = (position: number): number => edge.left + position * (width - edge.left - edge.right);
  const description = lanes
    .map(
      (lane) => `${lane.arm}: ${lane.marks.map((mark) => `${mark.percentile} ${milliseconds(mark.value)}`).join(", ")}`,
    )
    .join("; ");
  return (
    <svg class="chart" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`${title}. ${description}`}>
      {ticks.map((tick) => (
        <g key={tick.value}>
          <line class="grid" x1={x(tick.position)} x2={x(tick.position)} y1={0} y2={height - edge.bottom} />
          <text class="tick" x={x(tick.position)} y={height - 8} text-anchor="middle">
            {milliseconds(tick.value)}
          </text>
        </g>
      ))}
      {lanes.map((lane, index) => {
        const middle = index * laneHeight + 32;
        const first = lane.marks[0];
        const last = lane.marks[lane.marks.length - 1];
        return (
          <g key={lane.arm} class={`lane lane-${index % 4}`}>
            <text class="arm" x={edge.left} y={middle - 14}>
              {t("{0} (n = {1})", lane.arm, lane.n)}
            </text>
            {first && last && (
              <line class="span" x1={x(first.position)} x2={x(last.position)} y1={middle} y2={middle} />
            )}
            {lane.marks.map((mark) => (
              <g key={mark.percentile} class={mark.percentile} transform={`translate(${x(mark.position)} ${middle})`}>
                <Mark shape={mark.percentile} />
              </g>
            ))}
          </g>
        );
      })}
    </svg>
  );
}
