import path from "node:path";
import { type CredentialResolver, credentialsFrom, Generations } from "@fairlead/runtime/gateway";
import { RequestLog, type RunningServer, startServer } from "@fairlead/runtime/http";
import { createKey, type SqliteLedger } from "@fairlead/runtime/ledger";
import { type CompiledPolicy, compile } from "@fairlead/runtime/policy";
import { type Simulator, startSimulator } from "@fairlead/runtime/simulator";
import type { TelemetryExporter } from "@fairlead/runtime/telemetry";
import { type CommandContext, UsageError } from "../context.ts";
import { ledgerPath, openLedger } from "../ledger-file.ts";
import { loadPolicyWorkspace } from "../workspace.ts";
import { startReloader } from "./reload.ts";
import { simulatedCredentials, simulatedEndpoints } from "./simulated.ts";
import { telemetryFrom } from "./telemetry.ts";

export interface ServeOptions {
  workspace: string;
  host: string;
  port: number;
  ledger?: string;
  simulator?: string;
  simulate?: boolean;
  endpoint: Record<string, string>;
  devKey?: boolean;
  watch: boolean;
  log: "none" | "json";
  json?: boolean;
}

/** A key that lives as long as the process, however that ends: any business unit, any workload, may pin and administer. */
function addDevelopmentKey(ledger: SqliteLedger, now: number): string {
  const { secret, hash, key } = createKey(
    { name: "development", businessUnit: null, permissions: ["pin", "admin"] },
    now,
  );
  ledger.addPassingKey(key, hash);
  return secret;
}

async function listen(
  options: ServeOptions,
  policy: CompiledPolicy,
  ledger: SqliteLedger,
  simulatorUrl: string | undefined,
  context: CommandContext,
): Promise<{ server: RunningServer; generations: Generations; telemetry: TelemetryExporter | undefined }> {
  const generations = new Generations(policy);
  const credentials: CredentialResolver = simulatorUrl ? simulatedCredentials : credentialsFrom(context.env);
  const endpointOverrides: Record<string, string> = {};
  const setEndpoints = (current: CompiledPolicy): void => {
    if (simulatorUrl) Object.assign(endpointOverrides, simulatedEndpoints(current, simulatorUrl));
    Object.assign(endpointOverrides, options.endpoint);
  };
  setEndpoints(policy);
  generations.onSwap(setEndpoints);
  const log = new RequestLog({ write: context.stderr, now: context.now });
  const asJson = options.log === "json";
  const telemetry = telemetryFrom(context, generations);
  try {
    const server = await startServer({
      host: options.host,
      port: options.port,
      generations,
      ledger,
      credentials,
      endpointOverrides,
      now: context.now,
      monotonic: () => performance.now(),
      random: Math.random,
      observers: [...(asJson ? [log] : []), ...(telemetry ? [telemetry] : [])],
      onFault: (decision, error) => {
        // Faults of requests come to the log by themselves.
        if (asJson && decision.startsWith("dec_")) return;
        if (asJson) return log.fault(decision, error);
        const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
        context.stderr(`gateway.internal ${decision} ${words}\n`);
      },
    });
    return { server, generations, telemetry };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    throw new UsageError(
      "serve.port-in-use",
      `Port ${options.port} on ${options.host} is taken. Stop what uses it, or choose another with --port (0 takes any that is free).`,
    );
  }
}

function untilStopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

/** Runs the gateway until the signal aborts. */
export async function serve(options: ServeOptions, context: CommandContext): Promise<void> {
  const folder = path.resolve(context.cwd, options.workspace);
  const { documents } = await loadPolicyWorkspace(context, folder);
  const policy = compile(documents);
  const ledger = openLedger(ledgerPath(context, options.workspace, options.ledger));
  let simulator: Simulator | undefined;
  let server: RunningServer | undefined;
  let telemetry: TelemetryExporter | undefined;
  let stopReloading = (): void => {};
  try {
    simulator = options.simulate ? await startSimulator({}) : undefined;
    const simulatorUrl = options.simulator ?? simulator?.url;
    const listening = await listen(options, policy, ledger, simulatorUrl, context);
    ({ server, telemetry } = listening);
    if (options.watch) {
      const reloader = await startReloader(folder, listening.generations, context);
      stopReloading = () => reloader.stop();
    }
    const secret = options.devKey ? addDevelopmentKey(ledger, context.now()) : undefined;
    await announce(options, context, { server, policy, ledger, simulatorUrl, secret });
    await untilStopped(context.signal);
  } finally {
    stopReloading();
    await server?.close();
    await telemetry?.close();
    await simulator?.close();
    ledger.close();
  }
}

interface Announcement {
  server: RunningServer;
  policy: CompiledPolicy;
  ledger: SqliteLedger;
  simulatorUrl: string | undefined;
  secret: string | undefined;
}

async function announce(options: ServeOptions, context: CommandContext, running: Announcement): Promise<void> {
  const { server, policy, ledger, simulatorUrl, secret } = running;
  if (options.json) {
    const line = {
      url: server.url,
      generation: policy.generation,
      key: secret ?? null,
      simulator: simulatorUrl ?? null,
      orphans: ledger.orphans,
    };
    context.stdout(`${JSON.stringify(line)}\n`);
    return;
  }
  context.stdout(`Gateway on ${server.url}, generation ${policy.generation}\n`);
  if (simulatorUrl) context.stdout(`Providers are simulated by ${simulatorUrl}; nothing leaves this machine.\n`);
  if (ledger.orphans > 0)
    context.stdout(`${ledger.orphans} requests of a process that died were settled at what they had reserved.\n`);
  if (secret)
    context.stdout(
      `Development key, valid until the gateway stops:\n  export FAIRLEAD_URL=${server.url}\n  export FAIRLEAD_KEY=${secret}\n`,
    );
  else if ((await ledger.keys()).every((key) => key.revokedAt !== null))
    context.stdout(
      "No key is known yet: `fairlead keys create --business-unit ID` makes one, --dev-key one for trying.\n",
    );
}
