/** What one run has: its records, its money, its state, and how one question is asked. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Benchmark, Objectives } from "../documents/vocabulary.ts";
import type { Arm } from "./arms.ts";
import { ask, type Measurement } from "./gateway/ask.ts";
import { type EmbeddingAnswer, embed } from "./gateway/embed.ts";
import type { GatewayConnection } from "./gateway/gateway-connection.ts";
import { judge } from "./judge.ts";
import { meetsObjectives } from "./objectives.ts";
import type { ChatMessage, PreparedCase } from "./prepare.ts";
import { dearestPair, type Resumed, slotKey } from "./resume.ts";
import { Spend } from "./spend.ts";
import { StopRules } from "./stop-rules.ts";
import { summariseArm } from "./summarise.ts";
import type { BenchmarkEvent, BenchmarkResult, RequestRecord } from "./types.ts";

export interface SessionInput {
  benchmark: Benchmark;
  arms: readonly Arm[];
  cases: readonly PreparedCase[];
  /** Counted requests, if nothing ends the run early. */
  total: number;
  connection: GatewayConnection;
  maxSpendMicroUsd: number | undefined;
  /** What an earlier part of the run measured. */
  resumed: Resumed | undefined;
  objectivesOf: (workload: string) => Objectives | undefined;
  signal: AbortSignal | undefined;
  onEvent: (event: BenchmarkEvent) => void;
}

/** Where a record belongs. */
export interface Slot {
  caseIndex: number;
  trial: number;
}

interface Sampling {
  maxOutputTokens?: number | undefined;
  temperature?: number | undefined;
}

/** Progress is told at most so often; sums over many records are not free. */
const PROGRESS_MS = 100;
/** Telling takes at most one part in so many of the time, so that a long run is not disturbed by it. */
const PROGRESS_SHARE = 50;
/** A request that meets a rate limit is sent so often in all. */
const MOST_TRIES = 4;
/** No rate limit is waited for longer. */
const LONGEST_WAIT_MS = 60_000;

export class Session {
  status: BenchmarkResult["status"] = "completed";
  reason: string | undefined;
  stoppedBy: string | undefined;
  generation: string | undefined;
  readonly records: RequestRecord[];
  readonly spend: Spend;
  readonly #input: SessionInput;
  readonly #stop: StopRules;
  readonly #measured: ReadonlySet<string>;
  /** By arm: until when a rate limit asked to wait, on the connection's clock. */
  readonly #pausedUntil = new Map<string, number>();
  #begun: number;
  #startedAt = 0;
  #tellingMs = 0;
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(input: SessionInput) {
    const { resumed } = input;
    this.#input = input;
    this.records = [...(resumed?.records ?? [])];
    this.#measured = new Set(this.records.map((record) => slotKey(record.arm, record)));
    this.#begun = this.records.length;
    this.spend = new Spend(
      input.maxSpendMicroUsd,
      resumed && { spent: resumed.spentMicroUsd, dearestPair: dearestPair(resumed.records) },
    );
    this.#stop = new StopRules(input.benchmark.stop);
  }

  get arms(): readonly Arm[] {
    return this.#input.arms;
  }

  get signal(): AbortSignal | undefined {
    return this.#input.signal;
  }

  get #sampling(): Sampling {
    const { maxOutputTokens, temperature } = this.#input.benchmark;
    return { maxOutputTokens, temperature };
  }

  /** Whether an earlier part of the run has the answer. */
  isMeasured(arm: Arm, slot: Slot): boolean {
    return this.#measured.has(slotKey(arm.id, slot));
  }

  clock(): number {
    return this.#input.connection.clock();
  }

  /** Runs what `work` does. Never rejects for what an answer is, or for a cancelled run. */
  async run(work: () => Promise<void>): Promise<void> {
    try {
      await this.#warmUp();
      this.#startedAt = this.clock() - workedMs(this.#input.resumed);
      await work();
    } catch (error) {
      if (!this.signal?.aborted) throw error;
      this.end("cancelled", "The run was cancelled.");
    }
    this.#tell(true);
    if (this.status === "completed" && this.records.every(({ outcome }) => outcome !== "ok")) {
      const [first] = this.records;
      this.end("failed", `No request was answered. ${first?.errorCode ?? ""} ${first?.errorMessage ?? ""}`.trimEnd());
    }
  }

  /** Throws where the run was cancelled. */
  mayGoOn(): boolean {
    this.signal?.throwIfAborted();
    if (this.status !== "completed" || this.stoppedBy !== undefined) return false;
    const outOfMoney = this.spend.stop;
    if (outOfMoney !== undefined) this.end("spend-limit", outOfMoney);
    else {
      const ids = this.arms.map(({ id }) => id);
      this.stoppedBy = this.#stop.reached(this.#begun, this.clock() - this.#startedAt, this.records, ids);
    }
    return this.status === "completed" && this.stoppedBy === undefined;
  }

  /** Asks and records; `due` is when the request was meant to be sent. Returns what the next like it may cost. */
  async ask(arm: Arm, slot: Slot, due?: number): Promise<{ most: number; answered: boolean }> {
    const prepared = this.#input.cases[slot.caseIndex];
    if (prepared === undefined) return { most: 0, answered: false };
    this.#begun += 1;
    const { measurement, rateLimited, waitedMs } = await this.#askPatiently(
      arm,
      prepared.messages,
      due,
      this.#sampling,
    );
    const record = this.#recordOf(measurement, arm, slot, prepared);
    if (rateLimited > 0) Object.assign(record, { rateLimited, waitedMs });
    record.good = meetsObjectives(record, this.#input.objectivesOf(arm.workload));
    this.records.push(record);
    this.#tell(false);
    return { most: this.#mostOf(measurement), answered: measurement.outcome === "ok" };
  }

  /** Asks a judge; its cost counts. undefined where money or patience is at its end. */
  async askJudge(deployment: string, messages: readonly ChatMessage[]): Promise<Measurement | undefined> {
    if (this.spend.stop !== undefined || this.status === "failed" || this.signal?.aborted) return undefined;
    const arm = { id: deployment, workload: this.#input.benchmark.workload, pin: deployment };
    this.spend.begin();
    const { measurement } = await this.#askPatiently(arm, messages, undefined, { temperature: undefined });
    this.spend.end(measurement.costMicroUsd ?? 0, false);
    return measurement;
  }

  /** Asks for vectors; their cost counts. undefined where money or patience is at its end. */
  async askVectors(workload: string, texts: readonly string[]): Promise<EmbeddingAnswer | undefined> {
    if (this.spend.stop !== undefined || this.status === "failed" || this.signal?.aborted) return undefined;
    this.spend.begin();
    const answer = await embed(this.#input.connection, workload, texts, this.signal);
    this.spend.add(workload, answer.costMicroUsd, answer.vectors !== undefined);
    this.spend.end(answer.costMicroUsd ?? 0, false);
    return answer;
  }

  /** The first reason stays. */
  end(status: BenchmarkResult["status"], reason: string): void {
    if (this.status !== "completed") return;
    this.status = status;
    this.reason = reason;
  }

  async #warmUp(): Promise<void> {
    const [first] = this.#input.cases;
    const rounds = this.#input.benchmark.warmup ?? 1;
    for (let round = 0; round < rounds && first !== undefined && this.#mayWarmUp(); round += 1) {
      this.spend.begin();
      let most = 0;
      let answered = true;
      for (const arm of this.arms) {
        if (this.status === "failed") break;
        const { measurement } = await this.#askPatiently(arm, first.messages, undefined, this.#sampling);
        most += this.#mostOf(measurement);
        answered &&= measurement.outcome === "ok";
      }
      this.spend.end(most, answered);
    }
  }

  /**
   * Micro-USD. Where answers have a limit, what the gateway held is a bound worth the name; without one it is that of the
   * longest answer that the model can give, which would end every run at once, so what was paid stands in.
   */
  #mostOf({ costMicroUsd = 0, reservedMicroUsd = 0 }: Measurement): number {
    return this.#sampling.maxOutputTokens === undefined ? costMicroUsd : Math.max(costMicroUsd, reservedMicroUsd);
  }

  #mayWarmUp(): boolean {
    this.signal?.throwIfAborted();
    const outOfMoney = this.spend.stop;
    if (outOfMoney !== undefined) this.end("spend-limit", outOfMoney);
    return this.status === "completed";
  }

  /** A rate limit is waited for, by all requests of the arm. The wait counts from the moment the request was due. */
  async #askPatiently(arm: Arm, messages: readonly ChatMessage[], due: number | undefined, more: Sampling) {
    const { connection } = this.#input;
    const wanted = due ?? this.clock();
    const question = {
      workload: arm.workload,
      pin: arm.pin,
      messages,
      maxOutputTokens: undefined,
      temperature: undefined,
      ...more,
    };
    let rateLimited = 0;
    let waitedMs = await this.#waitFor(arm);
    for (;;) {
      const measurement = await ask(connection, question, this.signal, wanted);
      this.generation ??= measurement.generation;
      this.spend.add(arm.id, measurement.costMicroUsd, measurement.outcome === "ok");
      if (measurement.hopeless) this.end("failed", `${measurement.errorCode} ${measurement.errorMessage}`);
      if (measurement.retryAfterMs === undefined) return { measurement, rateLimited, waitedMs };
      rateLimited += 1;
      const until = this.clock() + Math.min(measurement.retryAfterMs, LONGEST_WAIT_MS);
      this.#pausedUntil.set(arm.id, Math.max(until, this.#pausedUntil.get(arm.id) ?? 0));
      if (rateLimited >= MOST_TRIES) return { measurement, rateLimited, waitedMs };
      waitedMs += await this.#waitFor(arm);
    }
  }

  /** Milliseconds that were waited. */
  async #waitFor(arm: Arm): Promise<number> {
    const from = this.clock();
    const until = this.#pausedUntil.get(arm.id) ?? 0;
    if (until <= from) return 0;
    try {
      await sleep(until - from, undefined, { signal: this.signal });
    } catch {
      this.signal?.throwIfAborted();
    }
    return this.clock() - from;
  }

  #recordOf(measurement: Measurement, arm: Arm, slot: Slot, prepared: PreparedCase): RequestRecord {
    const { hopeless: _, generation: __, retryAfterMs: ___, reservedMicroUsd: ____, ...measured } = measurement;
    const { output = "", totalMs, costMicroUsd } = measured;
    const judged =
      measurement.outcome === "ok" && prepared.rubrics.length === 0 && prepared.references.length === 0
        ? judge({ output, totalMs, costMicroUsd }, prepared.assertions, prepared.threshold)
        : { passed: undefined, score: undefined, assertions: [] };
    const { caseIndex, trial } = slot;
    return { arm: arm.id, caseIndex, caseName: prepared.name, trial, ...measured, ...judged };
  }

  #tell(always: boolean): void {
    const { total, onEvent } = this.#input;
    const at = this.clock();
    if (!always && at - this.#toldAt < Math.max(PROGRESS_MS, this.#tellingMs * PROGRESS_SHARE)) return;
    onEvent({
      type: "progress",
      done: this.records.length,
      total,
      spentMicroUsd: this.spend.spentMicroUsd,
      arms: this.arms.map(({ id }) => summariseArm(id, this.records)),
    });
    this.#toldAt = this.clock();
    this.#tellingMs = this.#toldAt - at;
  }
}

/** How long a resumed run was at work before. */
function workedMs(resumed: Resumed | undefined): number {
  const spans = (resumed?.sittings ?? []).map(({ startedAt, endedAt }) => Date.parse(endedAt) - Date.parse(startedAt));
  return spans.reduce((sum, span) => sum + Math.max(0, span), 0);
}
