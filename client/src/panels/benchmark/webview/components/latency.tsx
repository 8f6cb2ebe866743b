/** Latency percentiles as a chart, and the same numbers as a table. */
import type { ArmSummary } from "@fairlead/runtime/bench";
import { milliseconds } from "../format.ts";
import { t } from "../l10n.ts";
import { type LatencyMetric, latencyChart } from "../latency-chart.ts";
import { DataTable } from "./data-table.tsx";
import { PercentileChart } from "./percentile-chart.tsx";

const metrics: LatencyMetric[] = ["ttftMs", "totalMs"];

export function Latency({ arms }: { arms: readonly ArmSummary[] }) {
  const charts = metrics.flatMap((metric) => {
    const chart = latencyChart(arms, metric);
    return chart ? [{ metric, chart }] : [];
  });
  if (charts.length === 0) return null;
  return (
    <section aria-label={t("Latency")}>
      <h2>{t("Latency")}</h2>
      {charts.map(({ metric, chart }) => (
        <figure key={metric}>
          <figcaption>{title(metric)}</figcaption>
          <PercentileChart chart={chart} title={title(metric)} />
        </figure>
      ))}
      <p class="legend" aria-hidden="true">
        <Key shape="p50" /> p50 <Key shape="p95" /> p95 <Key shape="p99" /> p99
      </p>
      <details>
        <summary>{t("The chart in numbers")}</summary>
        <DataTable
          caption={t("Latency percentiles")}
          columns={[t("Arm"), t("Time"), "n", "p50", "p95", "p99"]}
          rows={charts.flatMap(({ metric }) =>
            arms.map((arm) => ({
              key: `${metric} ${arm.arm}`,
              header: arm.arm,
              cells: [
                title(metric),
                String(arm[metric].n),
                milliseconds(arm[metric].p50),
                milliseconds(arm[metric].p95),
                milliseconds(arm[metric].p99),
              ],
            })),
          )}
        />
      </details>
    </section>
  );
}

function title(metric: LatencyMetric): string {
  return metric === "ttftMs" ? t("Time to the first token") : t("Time to the whole answer");
}

function Key({ shape }: { shape: "p50" | "p95" | "p99" }) {
  return (
    <svg class={`key ${shape}`} viewBox="-8 -8 16 16" width="14" height="14" aria-hidden="true">
      <Mark shape={shape} />
    </svg>
  );
}

/** Shape as well as colour tells the percentiles apart. */
export function Mark({ shape }: { shape: "p50" | "p95" | "p99" }) {
  if (shape === "p50") return <circle r="5.5" />;
  if (shape === "p95") return <rect x="-5" y="-5" width="10" height="10" />;
  return <path d="M0 -6.5 L6.5 5 L-6.5 5 Z" />;
}
