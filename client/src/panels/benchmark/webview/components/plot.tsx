/** The frame of a chart: axes with ticks, and what stands between them. */
import type { ComponentChildren } from "preact";
import type { Scale } from "../scale.ts";

interface Axis {
  scale: Scale;
  title: string;
  show(value: number): string;
}

interface Properties {
  /** All that the picture says, for people who do not see it. */
  label: string;
  x: Axis;
  y: Axis;
  width?: number;
  height?: number;
  /** Draws the data; `x` and `y` take values to places. */
  children(x: (value: number) => number, y: (value: number) => number): ComponentChildren;
}

const edge = { left: 78, right: 36, top: 12, bottom: 44 };

export function Plot({ label, x, y, width = 640, height = 300, children }: Properties) {
  const right = width - edge.right;
  const bottom = height - edge.bottom;
  const across = (position: number) => edge.left + position * (right - edge.left);
  const up = (position: number) => bottom - position * (bottom - edge.top);
  return (
    <svg class="chart" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      {x.scale.ticks.map(({ value, position }) => (
        <g key={`x${value}`}>
          <line class="grid" x1={across(position)} x2={across(position)} y1={edge.top} y2={bottom} />
          <text class="tick" x={across(position)} y={bottom + 16} text-anchor="middle">
            {x.show(value)}
          </text>
        </g>
      ))}
      {y.scale.ticks.map(({ value, position }) => (
        <g key={`y${value}`}>
          <line class="grid" x1={edge.left} x2={right} y1={up(position)} y2={up(position)} />
          <text class="tick" x={edge.left - 6} y={up(position) + 4} text-anchor="end">
            {y.show(value)}
          </text>
        </g>
      ))}
      <text class="title" x={(edge.left + right) / 2} y={height - 8} text-anchor="middle">
        {x.title}
      </text>
      <text class="title" transform={`translate(12 ${(edge.top + bottom) / 2}) rotate(-90)`} text-anchor="middle">
        {y.title}
      </text>
      {children(
        (value) => across(x.scale.at(value)),
        (value) => up(y.scale.at(value)),
      )}
    </svg>
  );
}
