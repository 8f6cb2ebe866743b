/** Starts a gateway, with simulated providers where they are wanted, and stops what it started. */
import { type FairleadProcess, startFairlead } from "../host/fairlead-process.ts";
import type { GatewayAccess } from "./gateway-state.ts";
import { parseReadyLine, type ReadyLine } from "./ready-line.ts";

export interface StartedGateway {
  access: GatewayAccess;
  /** Resolves when the gateway has ended by itself or was stopped. */
  ended: Promise<void>;
  stop(): Promise<void>;
}

export interface GatewayStartOptions {
  /** The built command. */
  command: string;
  /** The folder with the documents. */
  folder: string;
  port: number;
  simulated: boolean;
  log(line: string): void;
}

const startPatienceMs = 20_000;

/** Starts the processes and resolves when the gateway listens; rejects with what the process said where it does not. */
export async function startGateway(options: GatewayStartOptions): Promise<StartedGateway> {
  const { folder, port, simulated } = options;
  const started: FairleadProcess[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(started.map((one) => one.stop()));
  };
  const run = (name: string, args: string[]): Promise<ReadyLine> => {
    const child = startFairlead({ command: options.command, args, cwd: folder, env: {} });
    started.push(child);
    return listening(child, (line) => options.log(`${name}: ${line}`));
  };
  try {
    const serve = ["serve", "--json", "--workspace", folder, "--port", String(port)];
    if (simulated) {
      const simulator = await run("simulator", ["simulate", "--json", "--port", "0"]);
      serve.push("--simulator", simulator.url);
    }
    const gateway = await run("gateway", serve);
    // Without its simulator a gateway answers nothing but errors, so that the end of one is the end of both.
    const ended = Promise.race(started.map((one) => one.ended)).then(stop);
    return { access: { url: gateway.url, key: gateway.key }, ended, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Resolves with the line that says where the process listens. That line holds keys, so that it is not logged. */
function listening(child: FairleadProcess, log: (line: string) => void): Promise<ReadyLine> {
  return new Promise((resolve, reject) => {
    const said: string[] = [];
    const timer = setTimeout(
      () => reject(new Error(`It did not listen after ${startPatienceMs / 1000} s.`)),
      startPatienceMs,
    );
    child.onLine((line) => {
      const ready = parseReadyLine(line);
      if (ready === undefined) return log(line);
      clearTimeout(timer);
      log(`listens at ${ready.url}`);
      resolve(ready);
    });
    child.onErrorLine((line) => {
      said.push(line);
      log(line);
    });
    void child.ended.then((code) => {
      clearTimeout(timer);
      reject(new Error(said.slice(-3).join("\n") || `It ended with exit code ${code}.`));
    });
  });
}
