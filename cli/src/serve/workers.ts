/** `--workers N`: processes that serve on one port and share one store, started and watched by this one. */
import cluster, { type Worker } from "node:cluster";
import path from "node:path";
import process from "node:process";
import { addUpMetrics, type ProcessMetrics } from "@fairlead/runtime/http";
import type { HealthHint, SqliteLedger } from "@fairlead/runtime/ledger";
import { startSimulator } from "@fairlead/runtime/simulator";
import type { CommandContext } from "../context.ts";
import { ledgerPath, openBooks, openLedger, storeUrl } from "../ledger-file.ts";
import { loadPolicyWorkspace } from "../workspace.ts";
import { announce } from "./announce.ts";
import { makeDevelopmentKey } from "./development-key.ts";
import type { ServeOptions } from "./options.ts";
import { untilStopped } from "./until-stopped.ts";
import { type FromWorker, type ToWorker, WORKER_VARIABLE, type WorkerTask } from "./worker-link.ts";

/** A worker that died this soon after it was started is not replaced at once. Milliseconds. */
const TOO_SOON_MS = 5_000;
const PAUSE_MS = 1_000;
/** Metrics of a worker that does not answer for so long are left out. Milliseconds. */
const MEASURE_MS = 1_000;

type Ready = Extract<FromWorker, { type: "ready" }>;

class Workers {
  readonly #task: WorkerTask;
  readonly #context: CommandContext;
  readonly #died: () => void;
  readonly #workers = new Map<number, { worker: Worker; hints: HealthHint[] }>();
  readonly #measured = new Map<number, { answers: ProcessMetrics[]; done: () => void; wanted: number }>();
  #measurement = 0;
  #stopping = false;

  /** `died` is told when a worker has died, before another takes its place. */
  constructor(task: WorkerTask, context: CommandContext, died: () => void) {
    this.#task = task;
    this.#context = context;
    this.#died = died;
  }

  /** Starts a worker, and another whenever it dies. Undefined where it ends before it serves. */
  start(): Promise<Ready | undefined> {
    const worker = cluster.fork({ [WORKER_VARIABLE]: JSON.stringify(this.#task) });
    const startedAt = performance.now();
    this.#workers.set(worker.id, { worker, hints: [] });
    return new Promise((resolve) => {
      let serves = false;
      worker.on("message", (message: FromWorker) => {
        if (message.type === "ready") {
          serves = true;
          resolve(message);
        } else this.#heard(worker, message);
      });
      worker.once("exit", (code, signal) => {
        this.#workers.delete(worker.id);
        resolve(undefined);
        if (this.#stopping || !serves) return;
        this.#died();
        this.#context.stderr(`serve.worker-died A worker ended (${signal ?? code}). Another takes its place.\n`);
        const pause = performance.now() - startedAt < TOO_SOON_MS ? PAUSE_MS : 0;
        setTimeout(() => void this.#replace(), pause);
      });
    });
  }

  signal(name: NodeJS.Signals): void {
    for (const { worker } of this.#workers.values()) worker.process.kill(name);
  }

  /** Lets all finish what is under way. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const ended = [...this.#workers.values()].map(
      ({ worker }) => new Promise<void>((resolve) => worker.once("exit", () => resolve())),
    );
    this.signal("SIGTERM");
    await Promise.all(ended);
  }

  async #replace(): Promise<void> {
    if (this.#stopping) return;
    const ready = await this.start();
    // It can not serve now, for reasons that it has said.
    if (!ready && !this.#stopping) setTimeout(() => void this.#replace(), PAUSE_MS);
  }

  #heard(worker: Worker, message: Exclude<FromWorker, Ready>): void {
    switch (message.type) {
      case "health": {
        const known = this.#workers.get(worker.id);
        if (known) known.hints = message.hints;
        this.#tellHealth();
        break;
      }
      case "collect":
        void this.#collect().then((text) => this.#send(worker, { type: "collected", id: message.id, text }));
        break;
      case "metrics": {
        const measured = this.#measured.get(message.id);
        measured?.answers.push(message.metrics);
        if (measured && measured.answers.length >= measured.wanted) measured.done();
      }
    }
  }

  #tellHealth(): void {
    for (const [id, { worker }] of this.#workers) {
      const others = [...this.#workers].filter(([other]) => other !== id).flatMap(([, { hints }]) => hints);
      this.#send(worker, { type: "health", hints: others });
    }
  }

  async #collect(): Promise<string> {
    this.#measurement += 1;
    const id = this.#measurement;
    const answers: ProcessMetrics[] = [];
    await new Promise<void>((resolve) => {
      this.#measured.set(id, { answers, done: resolve, wanted: this.#workers.size });
      setTimeout(resolve, MEASURE_MS);
      for (const { worker } of this.#workers.values()) this.#send(worker, { type: "measure", id });
    });
    this.#measured.delete(id);
    return addUpMetrics(answers);
  }

  #send(worker: Worker, message: ToWorker): void {
    if (worker.isConnected()) worker.send(message);
  }
}

/** The embedded ledger that workers share, opened to settle what a worker leaves behind that dies. */
function openWatched(options: ServeOptions, context: CommandContext): SqliteLedger | undefined {
  if (storeUrl(context, options) !== undefined) return undefined;
  return openLedger(ledgerPath(context, options.workspace, options.ledger));
}

/** Runs workers until the signal aborts. */
export async function serveWithWorkers(options: ServeOptions, context: CommandContext): Promise<void> {
  await loadPolicyWorkspace(context, path.resolve(context.cwd, options.workspace));
  const watched = openWatched(options, context);
  const books = watched ?? (await openBooks(options, context, "make"));
  const simulator = options.simulate ? await startSimulator({}) : undefined;
  const simulatorUrl = options.simulator ?? simulator?.url;
  const development = options.devKey ? makeDevelopmentKey(context.now()) : undefined;
  const keys = development ? [{ key: development.key, hash: development.hash }] : [];
  const settleOrphans = (): void => {
    try {
      watched?.settleOrphans();
    } catch (error) {
      // The worker that takes its place does it when it opens the ledger.
      context.stderr(`${error instanceof Error ? error.message : String(error)}\n`);
    }
  };
  const workers = new Workers({ simulatorUrl, keys }, context, settleOrphans);
  const reload = (): void => workers.signal("SIGHUP");
  process.on("SIGHUP", reload);
  try {
    // The first shows whether it can be done at all, and takes the port.
    const first = await workers.start();
    const others = first ? await Promise.all(Array.from({ length: options.workers - 1 }, () => workers.start())) : [];
    if (!first || others.includes(undefined)) {
      context.setExitCode(2);
      return;
    }
    await announce(options, context, {
      url: first.url,
      generation: first.generation,
      simulatorUrl,
      orphans: watched?.orphans ?? 0,
      secret: development?.secret,
      ledger: books,
    });
    await untilStopped(context.signal);
  } finally {
    process.off("SIGHUP", reload);
    await workers.stop();
    await simulator?.close();
    await books.close();
  }
}
