/** The gateway as the extension sees it: found or started, watched, stopped with the window. */
import { type Disposable, type Event, EventEmitter, type LogOutputChannel, l10n } from "vscode";
import type { GatewaySettings } from "../host/settings.ts";
import { accessOf, type GatewayAccess, type GatewayState } from "./gateway-state.ts";
import { type StartedGateway, startGateway } from "./started-gateway.ts";

export interface GatewayControllerOptions {
  command: string;
  log: LogOutputChannel;
  settings(): GatewaySettings;
  /** The key for a gateway that somebody else runs. */
  key(url: string): Promise<string | undefined>;
}

const probePatienceMs = 3_000;

export class GatewayController implements Disposable {
  readonly #options: GatewayControllerOptions;
  readonly #changed = new EventEmitter<GatewayState>();
  #state: GatewayState = { kind: "stopped" };
  #started: StartedGateway | undefined;
  #starting: Promise<GatewayState> | undefined;

  constructor(options: GatewayControllerOptions) {
    this.#options = options;
  }

  get state(): GatewayState {
    return this.#state;
  }

  get onDidChange(): Event<GatewayState> {
    return this.#changed.event;
  }

  /** The URL of a gateway that somebody else runs: the setting, else FAIRLEAD_URL. */
  get externalUrl(): string | undefined {
    return this.#options.settings().url ?? (process.env.FAIRLEAD_URL?.replace(/\/+$/, "") || undefined);
  }

  /** Looks again at a gateway that somebody else runs; does nothing while one of this window's own runs. */
  async refresh(): Promise<void> {
    const url = this.externalUrl;
    if (this.#started !== undefined || this.#starting !== undefined) return;
    if (url === undefined) {
      if (this.#state.kind === "external") this.#set({ kind: "stopped" });
      return;
    }
    const access: GatewayAccess = { url, key: await this.#options.key(url) };
    const reachable = await answers(url);
    // Whoever starts the editor beside a gateway with simulated providers says so: the gateway itself does not tell.
    this.#set({ kind: "external", access, reachable, simulated: process.env.FAIRLEAD_SIMULATED === "1" });
  }

  /** Starts a gateway on the documents of a folder, once however often it is asked. Resolves with what came of it. */
  start(folder: string, simulated: boolean): Promise<GatewayState> {
    if (accessOf(this.#state) !== undefined) return Promise.resolve(this.#state);
    this.#starting ??= this.#start(folder, simulated).finally(() => {
      this.#starting = undefined;
    });
    return this.#starting;
  }

  async #start(folder: string, simulated: boolean): Promise<GatewayState> {
    this.#set({ kind: "starting" });
    const { command, log, settings } = this.#options;
    try {
      const started = await startGateway({
        command,
        folder,
        port: settings().port,
        simulated,
        log: (line) => log.info(line),
      });
      this.#started = started;
      this.#set({ kind: "running", access: started.access, simulated });
      void started.ended.then(() => this.#ended(started));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log.error(`The gateway did not start: ${reason}`);
      this.#set({ kind: "failed", reason });
    }
    return this.#state;
  }

  /** Stops the gateway that this window started. Resolves when its processes are gone. */
  async stop(): Promise<void> {
    await this.#starting;
    const started = this.#started;
    this.#started = undefined;
    await started?.stop();
    if (started !== undefined) this.#set({ kind: "stopped" });
  }

  dispose(): void {
    void this.stop();
    this.#changed.dispose();
  }

  #ended(started: StartedGateway): void {
    if (this.#started !== started) return;
    this.#started = undefined;
    this.#set({ kind: "failed", reason: l10n.t("The gateway ended by itself; the log says why.") });
  }

  #set(state: GatewayState): void {
    this.#state = state;
    this.#changed.fire(state);
  }
}

/** Whether a gateway answers at the URL. */
async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(probePatienceMs) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
