/** One run of a benchmark: the command as a child, its events as a view, its result as a file. */
import { existsSync } from "node:fs";
import type { GatewayAccess } from "../../gateway/gateway-state.ts";
import { type FairleadProcess, startFairlead } from "../../host/fairlead-process.ts";
import { AnswerRate, afterEvent, parseEvent } from "./run-events.ts";
import type { RunView } from "./webview/messages.ts";

export interface BenchmarkRunOptions {
  /** The built command. */
  command: string;
  benchmark: string;
  /** The folder with the documents. */
  folder: string;
  /** Where the result is written. */
  file: string;
  /** The result of a run that ended early, which this one goes on with. */
  resume: string | undefined;
  access: GatewayAccess & { key: string };
  onChange(view: RunView): void;
  log(line: string): void;
}

/** A cancelled run still tests what it measured and writes it: with many requests that takes a while. */
const CANCEL_PATIENCE_MS = 60_000;

export class BenchmarkRun {
  readonly #process: FairleadProcess;
  readonly #options: BenchmarkRunOptions;
  readonly #rate = new AnswerRate();
  #view: RunView;
  /** The file of the result, or undefined where the run ended without one. */
  readonly ended: Promise<string | undefined>;

  constructor(options: BenchmarkRunOptions) {
    const { benchmark, folder, access, file, resume } = options;
    this.#options = options;
    this.#view = { status: "running", benchmark, start: undefined, progress: undefined, rate: undefined };
    const args = ["bench", benchmark, "--events", "--workspace", folder, "--gateway", access.url, "--out", file];
    if (resume !== undefined) args.push("--resume", resume);
    this.#process = startFairlead({
      command: options.command,
      args,
      cwd: folder,
      env: { FAIRLEAD_URL: access.url, FAIRLEAD_KEY: access.key },
    });
    const said: string[] = [];
    this.#process.onErrorLine((line) => {
      said.push(line);
      options.log(`bench: ${line}`);
    });
    this.#process.onLine((line) => {
      const event = parseEvent(line);
      if (event === undefined) return;
      const rate = event.type === "progress" ? this.#rate.after(performance.now(), event.done) : undefined;
      this.#set(afterEvent(this.#view, event, rate));
    });
    this.ended = this.#process.ended.then((code) => {
      if (existsSync(file)) {
        this.#set({ status: "idle" });
        return file;
      }
      const message = said.slice(-5).join("\n") || `fairlead bench ended with exit code ${code} and no result.`;
      this.#set({ status: "failed", benchmark, message });
      return undefined;
    });
    options.onChange(this.#view);
  }

  /** Ends the run; what was measured so far still comes as a result. */
  async cancel(): Promise<void> {
    if (this.#view.status !== "running") return;
    this.#set({ ...this.#view, status: "cancelling" });
    await this.#process.stop(CANCEL_PATIENCE_MS);
  }

  #set(view: RunView): void {
    this.#view = view;
    this.#options.onChange(view);
  }
}
