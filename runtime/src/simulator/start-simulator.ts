/** Starts the simulator: one HTTP server for any number of provider instances. */
import { CONTROL_PREFIX, handleControl } from "./control/control-api.ts";
import { Counts } from "./counts.ts";
import { Exchange } from "./exchange.ts";
import { handleProvider, type ProviderContext } from "./handle-provider.ts";
import { Holds } from "./holds.ts";
import { type AnyRequest, type AnyResponse, createListener } from "./listener.ts";
import { ProvidersState } from "./providers-state.ts";
import { ContentCounter } from "./randomness.ts";
import { findRoute } from "./routes.ts";
import type { Fault, Simulator, SimulatorOptions } from "./types.ts";
import { readFaults, readProfilePatch } from "./validate-profile.ts";

/** The port that was asked for is in use. */
export class PortInUseError extends Error {
  readonly code = "simulator.port-in-use";
  readonly port: number;
  constructor(port: number) {
    super(`Port ${port} is in use. Choose another one, or 0 for any that is free.`);
    this.name = "PortInUseError";
    this.port = port;
  }
}

/** Throws PortInUseError, ProfileError, or the system's error where it can not listen. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { port = 0, host = "127.0.0.1", seed = 1, profiles = {}, now = () => Date.now() } = options;
  for (const profile of Object.values(profiles)) readProfilePatch(profile);
  const context: ProviderContext = {
    seed,
    now,
    state: new ProvidersState(profiles, now),
    counts: new Counts(),
    seen: new ContentCounter(),
    holds: new Holds(),
  };
  const listener = createListener((request, response) => void serve(request, response, context));
  const bound = await listener.listen(port, host).catch((error: NodeJS.ErrnoException) => {
    throw error.code === "EADDRINUSE" ? new PortInUseError(port) : error;
  });
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${bound}`,
    port: bound,
    setFault: (provider, fault) => context.state.patch(provider, { faults: readFaults(listFaults(fault)) }),
    setProfile: (provider, patch) => {
      if (patch === undefined) context.state.reset(provider);
      else context.state.patch(provider, readProfilePatch(patch));
    },
    counts: () => context.counts.all(),
    hold: (provider) => context.holds.hold(provider),
    close: () => listener.close(),
  };
}

function listFaults(fault: Fault | readonly Fault[] | undefined): readonly Fault[] {
  if (fault === undefined) return [];
  return "kind" in fault ? [fault] : fault;
}

async function serve(request: AnyRequest, response: AnyResponse, context: ProviderContext): Promise<void> {
  const exchange = new Exchange(request, response);
  try {
    const read = await exchange.read();
    if (read === undefined) {
      exchange.destroy();
      return;
    }
    if (/^\/_simulator(?:[/?]|$)/.test(read.url)) {
      exchange.send(handleControl(read, context));
      return;
    }
    const route = findRoute(read.method, read.url);
    if (route) await handleProvider(exchange, read, route, context);
    else exchange.send(notFound());
  } catch (error) {
    // A defect of the simulator: say so, apart from any simulated fault.
    exchange.send(defect(error));
  }
}

function notFound() {
  const message = `A path begins with a provider id: /{provider}/v1/chat/completions. Control is at /${CONTROL_PREFIX}.`;
  return {
    status: 404,
    headers: { "content-type": "application/json" },
    body: `${JSON.stringify({ error: { code: "simulator.unknown-path", message } })}\n`,
  };
}

function defect(error: unknown) {
  const message = error instanceof Error ? error.message : String(error);
  return {
    status: 500,
    headers: { "content-type": "application/json", "x-simulator-defect": "true" },
    body: `${JSON.stringify({ error: { code: "simulator.defect", message } })}\n`,
  };
}
