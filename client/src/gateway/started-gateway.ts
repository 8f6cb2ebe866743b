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

/** Starts the process and resolves when the gateway listens; rejects with what it said where it does not. */
export async function startGateway(options: GatewayStartOptions): Promise<StartedGateway> {
  const { command, folder, port, simulated } = options;
  // The key of this gateway is made for this window and revoked when it stops.
  const args = ["serve", "--json", "--dev-key", "--workspace", folder, "--port", String(port)];
  if (simulated) args.push("--simulate");
  const child = startFairlead({ command, args, cwd: folder, env: {} });
  try {
    const { url, key } = await listening(child, (line) => options.log(`gateway: ${line}`));
    return { access: { url, key }, ended: child.ended.then(() => undefined), stop: () => child.stop() };
  } catch (error) {
    await child.stop();
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
