/** Runs a benchmark through the gateway: warm-up, then pairs, then what they show. */
import { randomUUID } from "node:crypto";
import { parseMoney } from "../documents/money.ts";
import type { Benchmark } from "../documents/vocabulary.ts";
import { findDifferences } from "./differences.ts";
import { createDispatcher, type GatewayConnection } from "./gateway/gateway-connection.ts";
import { type Pair, planPairs } from "./plan.ts";
import { prepareCases } from "./prepare.ts";
import { seededRandom } from "./randomness.ts";
import { PairRunner } from "./run-pairs.ts";
import { summariseArm } from "./summarise.ts";
import type { BenchmarkEvent, BenchmarkResult } from "./types.ts";
import { verdictOf } from "./verdict.ts";

export interface RunBenchmarkInput {
  benchmark: Benchmark;
  /** The benchmark's id. */
  id: string;
  /** Base URL of the gateway, without `/v1`. */
  gatewayUrl: string;
  /** A virtual key that may pin deployments. */
  key: string;
  /** Aborting it ends the run; what was measured stays. */
  signal?: AbortSignal | undefined;
  onEvent?: ((event: BenchmarkEvent) => void) | undefined;
  /** Milliseconds on a clock that only goes forward. */
  clock?: () => number;
  /** Milliseconds since 1970. */
  now?: () => number;
  runId?: string;
}

/** The order of the questions where a benchmark has no seed of its own. */
const DEFAULT_SEED = 1;

/**
 * Throws BenchmarkInputError where the benchmark can not be run as it is written. An outage, a refusal, a cancelled run
 * are results.
 */
export async function runBenchmark(input: RunBenchmarkInput): Promise<BenchmarkResult> {
  const { benchmark, id, gatewayUrl, key, signal, onEvent = () => {} } = input;
  const { clock = () => performance.now(), now = () => Date.now(), runId = randomUUID() } = input;
  const { arms, trials = 1, seed = DEFAULT_SEED, concurrency = 1, workload } = benchmark;
  const cases = prepareCases(benchmark);
  const random = seededRandom(seed);
  const pairs: Pair[] = planPairs(arms, cases.length, trials, random);
  const maxSpendMicroUsd = benchmark.maxSpend === undefined ? undefined : parseMoney(benchmark.maxSpend);
  const startedAt = now();
  onEvent({
    type: "start",
    run: runId,
    benchmark: id,
    arms: [...arms],
    total: pairs.length * arms.length,
    maxSpendMicroUsd,
  });

  const dispatcher = createDispatcher(concurrency);
  const connection: GatewayConnection = { url: gatewayUrl.replace(/\/+$/, ""), key, dispatcher, clock, now };
  const runner = new PairRunner({ benchmark, cases, pairs, connection, maxSpendMicroUsd, signal, onEvent });
  try {
    await runner.run();
  } finally {
    await dispatcher.destroy();
  }
  const { records, status, reason, generation } = runner;
  const summaries = arms.map((arm) => summariseArm(arm, records));
  const differences = findDifferences(records, arms, random);
  const result: BenchmarkResult = {
    schema: "fairlead/bench-result/v1",
    run: runId,
    benchmark: id,
    workload,
    generation,
    startedAt: new Date(startedAt).toISOString(),
    endedAt: new Date(now()).toISOString(),
    seed,
    status,
    reason,
    arms: summaries,
    differences,
    verdict: verdictOf(summaries, differences),
    records: [...records],
  };
  onEvent({ type: "result", result });
  return result;
}
