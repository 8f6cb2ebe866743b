/** The part of answers that had begun after so long, for each arm, as a drawing with a table beside it. */
import type { BenchmarkResult } from "@fairlead/runtime/bench";
import { escapeMarkup as e } from "../../html/escape.ts";

const WIDTH = 640;
const HEIGHT = 240;
const LEFT = 40;
const BOTTOM = 24;
/** A drawing shows no more steps than this, however many requests there were. */
const MOST_STEPS = 300;
const PARTS = [0.5, 0.75, 0.9, 0.95, 0.99, 1];

export function ecdf({ arms, records }: BenchmarkResult): string {
  const series = arms.map(({ arm }) => ({
    arm,
    values: records
      .filter((record) => record.arm === arm && record.outcome === "ok")
      .flatMap(({ ttftMs }) => ttftMs ?? [])
      .sort((a, b) => a - b),
  }));
  const longest = series.reduce((most, { values }) => Math.max(most, values.at(-1) ?? 0), 0);
  if (longest === 0) return "<p>No answer began.</p>";
  const x = (value: number) => (LEFT + (value / longest) * (WIDTH - LEFT - 8)).toFixed(1);
  const y = (part: number) => (8 + (1 - part) * (HEIGHT - BOTTOM - 8)).toFixed(1);
  const lines = series.map(({ values }, index) => {
    const stride = Math.max(1, Math.ceil(values.length / MOST_STEPS));
    const points = values.flatMap((value, place) => {
      if (place % stride !== 0 && place !== values.length - 1) return [];
      return [`${x(value)},${y(place / values.length)} ${x(value)},${y((place + 1) / values.length)}`];
    });
    return `<polyline class="line line${index % 4}" points="${points.join(" ")}"/>`;
  });
  const axis = `<path class="axis" fill="none" d="M${LEFT} 8V${HEIGHT - BOTTOM}H${WIDTH - 8}"/>`;
  const labels = [0, 0.5, 1].map((part) => `<text x="4" y="${y(part)}">${part * 100} %</text>`);
  const times = [0, 0.5, 1].map(
    (part) =>
      `<text x="${x(part * longest)}" y="${HEIGHT - 6}" text-anchor="${part === 1 ? "end" : "middle"}">${Math.round(part * longest)} ms</text>`,
  );
  const drawing = `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Part of answers that had begun after so many milliseconds; the table below says the same">${axis}${lines.join("")}${labels.join("")}${times.join("")}</svg>`;
  const head = PARTS.map((part) => `<th scope="col">${part * 100} % within</th>`).join("");
  const rows = series.map(({ arm, values }) => {
    const cells = PARTS.map((part) => values[Math.max(0, Math.ceil(part * values.length) - 1)]);
    return `<tr><th scope="row">${e(arm)}</th>${cells.map((cell) => `<td>${cell === undefined ? "-" : `${Math.round(cell)} ms`}</td>`).join("")}</tr>`;
  });
  return `${drawing}\n<table><thead><tr><th scope="col">arm</th>${head}</tr></thead><tbody>\n${rows.join("\n")}\n</tbody></table>`;
}
