/** Asks all pairs, some at once, until they are done, the money is spent, or somebody cancels. */
import type { Benchmark } from "../documents/vocabulary.ts";
import { ask, type Measurement } from "./gateway/ask.ts";
import type { GatewayConnection } from "./gateway/gateway-connection.ts";
import { judge } from "./judge.ts";
import type { Pair } from "./plan.ts";
import type { PreparedCase } from "./prepare.ts";
import { Spend } from "./spend.ts";
import { summariseArm } from "./summarise.ts";
import type { BenchmarkEvent, BenchmarkResult, RequestRecord } from "./types.ts";

export interface PairRunnerInput {
  benchmark: Benchmark;
  cases: readonly PreparedCase[];
  pairs: readonly Pair[];
  connection: GatewayConnection;
  maxSpendMicroUsd: number | undefined;
  signal: AbortSignal | undefined;
  onEvent: (event: BenchmarkEvent) => void;
}

/** Progress is told at most so often; sums over many records are not free. */
const PROGRESS_MS = 100;

export class PairRunner {
  status: BenchmarkResult["status"] = "completed";
  reason: string | undefined;
  generation: string | undefined;
  readonly records: RequestRecord[] = [];
  readonly #input: PairRunnerInput;
  readonly #spend: Spend;
  #next = 0;
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(input: PairRunnerInput) {
    this.#input = input;
    this.#spend = new Spend(input.maxSpendMicroUsd);
  }

  /** Never rejects for what an answer is, or for a cancelled run. */
  async run(): Promise<void> {
    const { benchmark, signal } = this.#input;
    try {
      await this.#warmUp();
      const workers = Math.min(benchmark.concurrency ?? 1, this.#input.pairs.length);
      // The first pair goes alone where a limit must be kept and nothing is known of what a pair costs.
      await this.#work(true);
      // All have to be at rest before the records are read, also where one of them threw.
      const ends = await Promise.allSettled(Array.from({ length: workers }, () => this.#work(false)));
      for (const end of ends) if (end.status === "rejected") throw end.reason;
    } catch (error) {
      if (!signal?.aborted) throw error;
      this.#end("cancelled", "The run was cancelled.");
    }
    this.#tell(true);
    if (this.status === "completed" && this.records.every(({ outcome }) => outcome !== "ok")) {
      const [first] = this.records;
      this.#end("failed", `No request was answered. ${first?.errorCode ?? ""} ${first?.errorMessage ?? ""}`.trimEnd());
    }
  }

  async #warmUp(): Promise<void> {
    const { benchmark, cases } = this.#input;
    const [first] = cases;
    for (let round = 0; round < (benchmark.warmup ?? 1) && first !== undefined && this.#mayGoOn(); round += 1) {
      await this.#askAll(benchmark.arms, first);
    }
  }

  async #work(onlyIfAlone: boolean): Promise<void> {
    const { pairs } = this.#input;
    if (onlyIfAlone && !this.#spend.isBlind) return;
    while (this.#next < pairs.length && this.#mayGoOn()) {
      const pair = pairs[this.#next];
      this.#next += 1;
      if (pair !== undefined) await this.#runPair(pair);
      if (onlyIfAlone) return;
    }
  }

  #mayGoOn(): boolean {
    this.#input.signal?.throwIfAborted();
    const stop = this.#spend.stop;
    if (stop !== undefined) this.#end("spend-limit", stop);
    return this.status === "completed";
  }

  async #runPair(pair: Pair): Promise<void> {
    const prepared = this.#input.cases[pair.caseIndex];
    if (prepared === undefined) return;
    await this.#askAll(pair.order, prepared, (arm, measurement) => {
      this.records.push(recordOf(measurement, arm, pair, prepared));
    });
    this.#tell(false);
  }

  /** Asks the arms one after the other, so that they do not disturb each other. */
  async #askAll(
    arms: readonly string[],
    prepared: PreparedCase,
    take: (arm: string, measurement: Measurement) => void = () => {},
  ): Promise<void> {
    this.#spend.begin();
    let cost = 0;
    let answered = true;
    for (const arm of arms) {
      if (this.status === "failed") break;
      const measurement = await this.#ask(arm, prepared);
      cost += measurement.costMicroUsd ?? 0;
      answered &&= measurement.outcome === "ok";
      take(arm, measurement);
    }
    this.#spend.end(cost, answered);
  }

  async #ask(arm: string, { messages }: PreparedCase): Promise<Measurement> {
    const { benchmark, connection, signal } = this.#input;
    const { workload, maxOutputTokens, temperature } = benchmark;
    const measurement = await ask(connection, { workload, arm, messages, maxOutputTokens, temperature }, signal);
    this.generation ??= measurement.generation;
    this.#spend.add(arm, measurement.costMicroUsd, measurement.outcome === "ok");
    if (measurement.hopeless) this.#end("failed", `${measurement.errorCode} ${measurement.errorMessage}`);
    return measurement;
  }

  /** The first reason stays. */
  #end(status: BenchmarkResult["status"], reason: string): void {
    if (this.status !== "completed") return;
    this.status = status;
    this.reason = reason;
  }

  #tell(always: boolean): void {
    const { benchmark, pairs, connection, onEvent } = this.#input;
    const at = connection.clock();
    if (!always && at - this.#toldAt < PROGRESS_MS) return;
    this.#toldAt = at;
    onEvent({
      type: "progress",
      done: this.records.length,
      total: pairs.length * benchmark.arms.length,
      spentMicroUsd: this.#spend.spentMicroUsd,
      arms: benchmark.arms.map((arm) => summariseArm(arm, this.records)),
    });
  }
}

function recordOf(measurement: Measurement, arm: string, pair: Pair, prepared: PreparedCase): RequestRecord {
  const { hopeless: _, generation: __, ...measured } = measurement;
  const { output = "", totalMs, costMicroUsd } = measured;
  const judged =
    measurement.outcome === "ok"
      ? judge({ output, totalMs, costMicroUsd }, prepared.assertions, prepared.threshold)
      : { passed: undefined, score: undefined, assertions: [] };
  return { arm, caseIndex: pair.caseIndex, trial: pair.trial, ...measured, ...judged };
}
