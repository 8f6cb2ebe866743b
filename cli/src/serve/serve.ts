import path from "node:path";
import { type CredentialResolver, credentialsFrom, Generations } from "@fairlead/runtime/gateway";
import { RequestLog, type RunningServer, startServer } from "@fairlead/runtime/http";
import type { LedgerStore } from "@fairlead/runtime/ledger";
import { type CompiledPolicy, compile } from "@fairlead/runtime/policy";
import type { Simulator } from "@fairlead/runtime/simulator";
import type { TelemetryExporter } from "@fairlead/runtime/telemetry";
import { type CommandContext, UsageError } from "../context.ts";
import { loadPolicyWorkspace } from "../workspace.ts";
import { announce } from "./announce.ts";
import { makeDevelopmentKey } from "./development-key.ts";
import { openStore } from "./open-store.ts";
import type { ServeOptions } from "./options.ts";
import { startReloader } from "./reload.ts";
import { telemetryFrom } from "./telemetry.ts";
import { readTls, renewTlsOnSignal } from "./tls.ts";
import { untilStopped } from "./until-stopped.ts";
import { linkToPrimary, type WorkerLink } from "./worker-link.ts";

async function listen(
  options: ServeOptions,
  policy: CompiledPolicy,
  ledger: LedgerStore,
  simulatorUrl: string | undefined,
  link: WorkerLink | undefined,
  context: CommandContext,
): Promise<{ server: RunningServer; generations: Generations; telemetry: TelemetryExporter | undefined }> {
  const generations = new Generations(policy);
  const simulated = simulatorUrl ? await import("./simulated.ts") : undefined;
  const credentials: CredentialResolver = simulated?.simulatedCredentials ?? credentialsFrom(context.env, context.now);
  const endpointOverrides: Record<string, string> = {};
  const setEndpoints = (current: CompiledPolicy): void => {
    if (simulatorUrl) Object.assign(endpointOverrides, simulated?.simulatedEndpoints(current, simulatorUrl));
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
      tls: readTls(options, context),
      collectMetrics: link?.metrics,
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

/** Runs the gateway until the signal aborts: with several workers, in processes of their own. */
export async function serve(options: ServeOptions, context: CommandContext): Promise<void> {
  readTls(options, context);
  const link = linkToPrimary(context.env);
  if (options.workers > 1 && !link) {
    const { serveWithWorkers } = await import("./workers.ts");
    await serveWithWorkers(options, context);
    return;
  }
  try {
    await serveAlone(options, link, context);
  } finally {
    link?.leave();
  }
}

async function serveAlone(options: ServeOptions, link: WorkerLink | undefined, context: CommandContext): Promise<void> {
  const folder = path.resolve(context.cwd, options.workspace);
  const { documents } = await loadPolicyWorkspace(context, folder);
  const policy = compile(documents);
  const ledger = await openStore(options, context);
  let simulator: Simulator | undefined;
  let server: RunningServer | undefined;
  let telemetry: TelemetryExporter | undefined;
  const stops: (() => void)[] = [];
  try {
    if (options.simulate && !link) {
      const { startSimulator } = await import("@fairlead/runtime/simulator");
      simulator = await startSimulator({});
    }
    const simulatorUrl = link?.simulatorUrl ?? options.simulator ?? simulator?.url;
    const listening = await listen(options, policy, ledger, simulatorUrl, link, context);
    ({ server, telemetry } = listening);
    if (options.tlsCert !== undefined) stops.push(renewTlsOnSignal(server, options, context));
    const reloader = await startReloader(folder, listening.generations, context, options.watch);
    stops.push(() => reloader.stop());
    if (link) {
      for (const { key, hash } of link.keys) ledger.addPassingKey(key, hash);
      stops.push(link.join(server, { generation: policy.generation, orphans: ledger.orphans }, context.now));
    } else {
      const development = options.devKey ? makeDevelopmentKey(context.now()) : undefined;
      if (development) ledger.addPassingKey(development.key, development.hash);
      await announce(options, context, {
        url: server.url,
        generation: policy.generation,
        simulatorUrl,
        orphans: ledger.orphans,
        secret: development?.secret,
        ledger,
      });
    }
    await untilStopped(context.signal);
  } finally {
    for (const stop of stops) stop();
    await server?.close();
    await telemetry?.close();
    await simulator?.close();
    await ledger.close();
  }
}
