/** Runs a benchmark through the gateway: warm-up, then pairs, then what they show. */
import { randomUUID } from "node:crypto";
import { parseMoney } from "../documents/money.ts";
import type { Benchmark, Objectives } from "../documents/vocabulary.ts";
import { type Arm, armsOf } from "./arms.ts";
import type { DatasetCase } from "./dataset/read-dataset.ts";
import { findDifferences } from "./differences.ts";
import { createDispatcher, type GatewayConnection } from "./gateway/gateway-connection.ts";
import { judgeLater } from "./judge-later.ts";
import { runClosed } from "./load/closed.ts";
import { runOpen } from "./load/open.ts";
import { runPaired } from "./load/paired.ts";
import { againOf, floorOf } from "./noise-floor.ts";
import { omissionSentences } from "./omission.ts";
import { type Pair, planPairs } from "./plan.ts";
import { prepareCases } from "./prepare.ts";
import { type Random, seededRandom } from "./randomness.ts";
import { type Resumed, resume, unasked } from "./resume.ts";
import { loadOf, questionKey, settingsOf } from "./run-identity.ts";
import { Session } from "./session.ts";
import { summariseArm } from "./summarise.ts";
import { findTails } from "./tails.ts";
import type { BenchmarkEvent, BenchmarkResult, Provenance, RequestRecord, Sitting } from "./types.ts";
import { judgeSentences, noiseSentences, similaritySentences, uncountedSentences, verdictOf } from "./verdict.ts";

export interface RunBenchmarkInput {
  benchmark: Benchmark;
  /** The benchmark's id. */
  id: string;
  /** Base URL of the gateway, without `/v1`. */
  gatewayUrl: string;
  /** A virtual key that may pin deployments. */
  key: string;
  /** The rows of its dataset, see `readDataset`: what runs a benchmark reads no files. */
  dataset?: readonly DatasetCase[] | undefined;
  /** Lets assertions run JavaScript of the suite, with the rights of this process. */
  allowScripts?: boolean | undefined;
  /** Asks the baseline twice, as two arms, to show how much differs by chance. */
  noiseFloor?: boolean | undefined;
  /** The objectives of a workload, by which goodput is counted. */
  objectivesOf?: ((workload: string) => Objectives | undefined) | undefined;
  /** What it is made from and where; it goes into the result as it is. */
  provenance?: Provenance | undefined;
  /** A run of the same benchmark that ended early, to go on with. */
  resume?: BenchmarkResult | undefined;
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
/** Requests of one arm that may be open at once under open load, where the benchmark does not say. */
const IN_FLIGHT = 256;

/**
 * Throws BenchmarkInputError where the benchmark can not be run as it is written. An outage, a refusal, a cancelled run
 * are results.
 */
export async function runBenchmark(input: RunBenchmarkInput): Promise<BenchmarkResult> {
  const { benchmark, id, gatewayUrl, key, signal, onEvent = () => {} } = input;
  const { clock = () => performance.now(), now = () => Date.now() } = input;
  const { trials = 1, seed = DEFAULT_SEED, workload, load } = benchmark;
  const compared = armsOf(benchmark);
  const [baseline] = compared;
  const again = input.noiseFloor === true && baseline !== undefined ? againOf(baseline) : undefined;
  const arms = again === undefined ? compared : [...compared, again];
  const ids = arms.map((arm) => arm.id);
  const cases = prepareCases(benchmark, input.dataset, input.allowScripts);
  const random = seededRandom(seed);
  const planned = planPairs(ids, cases.length, trials, random);
  const caseKeys = cases.map(({ messages }) => questionKey(messages));
  const settings = settingsOf(benchmark, input.dataset);
  const identity = { benchmark: id, seed, arms: ids, caseKeys, load: loadOf(benchmark), settings };
  const resumed = input.resume && resume(input.resume, identity);
  const pairs = unasked(planned, resumed?.records ?? []);
  const runId = input.runId ?? resumed?.run ?? randomUUID();
  const maxSpendMicroUsd = benchmark.maxSpend === undefined ? undefined : parseMoney(benchmark.maxSpend);
  const total = Math.min(planned.length * arms.length, benchmark.stop?.requests ?? Number.POSITIVE_INFINITY);
  const startedAt = now();
  onEvent({ type: "start", run: runId, benchmark: id, arms: ids, total, maxSpendMicroUsd });

  const dispatcher = createDispatcher(mostAtOnce(benchmark, arms));
  const connection: GatewayConnection = { url: gatewayUrl.replace(/\/+$/, ""), key, dispatcher, clock, now };
  const objectivesOf = input.objectivesOf ?? (() => undefined);
  const session = new Session({
    benchmark,
    arms,
    cases,
    total,
    connection,
    maxSpendMicroUsd,
    resumed,
    objectivesOf,
    signal,
    onEvent,
  });
  let later: Pick<BenchmarkResult, "judge" | "similarity">;
  try {
    await session.run(() => putUnderLoad(session, benchmark, pairs, random));
    later = await judgeLater(session, benchmark, cases, random, resumed);
  } finally {
    await dispatcher.destroy();
  }
  const { records, status, reason, generation, stoppedBy } = session;
  const sittings = sittingsOf(resumed, {
    startedAt,
    endedAt: now(),
    requests: records.length,
    commit: input.provenance?.commit,
  });
  const breaks = sittings.slice(1).map((sitting) => Date.parse(sitting.startedAt));
  const summaries = arms.map((arm) => {
    const objectives = objectivesOf(arm.workload);
    return { ...summariseArm(arm.id, records, breaks), ...(objectives === undefined ? {} : { objectives }) };
  });
  const { differences, noise } = compare(records, ids, again?.id, random);
  const result: BenchmarkResult = {
    schema: "fairlead/bench-result/v1",
    run: runId,
    benchmark: id,
    workload,
    generation,
    startedAt: resumed?.startedAt ?? new Date(startedAt).toISOString(),
    endedAt: new Date(now()).toISOString(),
    seed,
    status,
    reason,
    stoppedBy,
    load: identity.load,
    settings,
    ...(sittings.length > 1 ? { sittings } : {}),
    ...(input.provenance === undefined ? {} : { provenance: input.provenance }),
    spentMicroUsd: session.spend.spentMicroUsd,
    caseKeys,
    caseNames: cases.map(({ name }) => name ?? null),
    arms: summaries,
    differences,
    tails: findTails(
      records,
      compared.map((arm) => arm.id),
      random,
    ),
    ...(again === undefined ? {} : { noise }),
    ...later,
    verdict: [
      ...verdictOf(
        summaries.filter(({ arm }) => arm !== again?.id),
        differences,
      ),
      ...(load?.mode === "open" ? [] : omissionSentences(ids, records, load?.mode ?? "paired")),
      ...uncountedSentences(ids, records),
      ...noiseSentences(noise),
      ...judgeSentences(later.judge),
      ...similaritySentences(later.similarity),
    ],
    records: [...records],
  };
  onEvent({ type: "result", result });
  return result;
}

/** The baseline against itself is a question of its own, so its tests do not count among the others'. */
function compare(records: readonly RequestRecord[], ids: readonly string[], again: string | undefined, random: Random) {
  const others = ids.filter((arm) => arm !== again);
  const found = findDifferences(records, others, random);
  if (again === undefined || ids[0] === undefined) return { differences: found, noise: [] };
  const noise = findDifferences(records, [ids[0], again], random);
  const floor = floorOf(noise, again);
  const differences = found.map((difference) => {
    const shown = difference.verdict === "lower" || difference.verdict === "higher";
    const withinNoise = shown && Math.abs(difference.estimate ?? 0) <= (floor.get(difference.metric) ?? 0);
    if (!withinNoise) return difference;
    return { ...difference, withinNoise, sentence: `${difference.sentence} The baseline differs as much from itself.` };
  });
  return { differences, noise };
}

/** `requests` counts all records of the run. */
function sittingsOf(
  before: Resumed | undefined,
  {
    startedAt,
    endedAt,
    requests,
    commit,
  }: { startedAt: number; endedAt: number; requests: number; commit?: string | undefined },
): Sitting[] {
  const earlier = before?.records.length ?? 0;
  const [from, to] = [new Date(startedAt).toISOString(), new Date(endedAt).toISOString()];
  const sitting = { startedAt: from, endedAt: to, requests: requests - earlier };
  return [...(before?.sittings ?? []), commit === undefined ? sitting : { ...sitting, commit }];
}

function putUnderLoad(session: Session, benchmark: Benchmark, pairs: readonly Pair[], random: Random): Promise<void> {
  const { concurrency = 1, load } = benchmark;
  const { mode, rate = 1, arrivals = "constant" } = loadOf(benchmark);
  switch (mode) {
    case "open":
      return runOpen(session, pairs, { rate, arrivals, maxInFlight: load?.maxInFlight ?? IN_FLIGHT }, random);
    case "closed":
      return runClosed(session, pairs, concurrency);
    default:
      return runPaired(session, pairs, concurrency);
  }
}

/** Connections, so that no request waits for one. */
function mostAtOnce({ concurrency = 1, load }: Benchmark, arms: readonly Arm[]): number {
  if (load?.mode === "open") return (load.maxInFlight ?? IN_FLIGHT) * arms.length;
  return load?.mode === "closed" ? concurrency * arms.length : concurrency;
}
