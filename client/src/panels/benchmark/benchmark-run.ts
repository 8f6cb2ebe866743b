/** One run of a benchmark: the command as a child, its events as a view. */
import type { BenchmarkResult } from "@fairlead/runtime/bench";
import type { GatewayAccess } from "../../gateway/gateway-state.ts";
import { type FairleadProcess, startFairlead } from "../../host/fairlead-process.ts";
import { afterEvent, parseEvent } from "./run-events.ts";
import type { RunView } from "./webview/messages.ts";

export interface BenchmarkRunOptions {
  /** The built command. */
  command: string;
  benchmark: string;
  /** The folder with the documents. */
  folder: string;
  access: GatewayAccess & { key: string };
  onChange(view: RunView): void;
  log(line: string): void;
}

export class BenchmarkRun {
  readonly #process: FairleadProcess;
  readonly #options: BenchmarkRunOptions;
  #view: RunView;
  /** The last result, or undefined where the run ended without one. */
  readonly ended: Promise<BenchmarkResult | undefined>;

  constructor(options: BenchmarkRunOptions) {
    const { benchmark, folder, access } = options;
    this.#options = options;
    this.#view = { status: "running", benchmark, start: undefined, progress: undefined };
    this.#process = startFairlead({
      command: options.command,
      args: ["bench", benchmark, "--events", "--workspace", folder, "--gateway", access.url],
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
      if (event) this.#set(afterEvent(this.#view, event));
    });
    this.ended = this.#process.ended.then((code) => {
      if (this.#view.status === "finished") return this.#view.result;
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
    await this.#process.stop();
  }

  #set(view: RunView): void {
    this.#view = view;
    this.#options.onChange(view);
  }
}
