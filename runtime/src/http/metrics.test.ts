import { expect, test } from "vitest";
import { testRecord } from "../ledger/testing.ts";
import { addUpMetrics, GatewayMetrics } from "./metrics.ts";

function counted(): GatewayMetrics {
  const metrics = new GatewayMetrics(() => {});
  metrics.generation("gen_old");
  metrics.generation("gen_a");
  for (const totalMs of [50, 51, 120_001])
    metrics.finished(testRecord("dec_1", { workload: "w", deployment: "d", totalMs, ttftMs: null, costMicroUsd: 7 }));
  metrics.attempted("d", "ok");
  metrics.refused("auth.missing-key");
  return metrics;
}

test("requests are counted by workload, deployment and outcome, and times by the bars that they fit into", async () => {
  const lines = (await addUpMetrics([counted().read()])).split("\n");
  const bar = (le: string) => `fairlead_request_duration_seconds_bucket{le="${le}",workload="w",deployment="d"}`;
  expect(lines).toEqual(
    expect.arrayContaining([
      'fairlead_requests_total{workload="w",deployment="d",outcome="served"} 3',
      'fairlead_cost_micro_usd_total{workload="w",deployment="d",business_unit="sales"} 21',
      'fairlead_attempts_total{deployment="d",outcome="ok"} 1',
      'fairlead_refused_total{code="auth.missing-key"} 1',
      'fairlead_generation_info{generation="gen_a"} 1',
      ...[`${bar("0.05")} 1`, `${bar("0.1")} 2`, `${bar("120")} 2`, `${bar("+Inf")} 3`],
      'fairlead_request_duration_seconds_count{workload="w",deployment="d"} 3',
    ]),
  );
  expect(lines.filter((line) => line.startsWith("fairlead_time_to_first_token_seconds_"))).toEqual([]);
});

test("those of several processes add up, and the generation is one", async () => {
  const lines = (await addUpMetrics([counted().read(), counted().read()])).split("\n");
  expect(lines).toContain('fairlead_requests_total{workload="w",deployment="d",outcome="served"} 6');
  expect(lines).toContain('fairlead_generation_info{generation="gen_a"} 1');
});
