/** `fairlead simulate`: the provider simulators, until they are stopped. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import {
  PortInUseError,
  type Profile,
  ProfileError,
  readProfilePatch,
  startSimulator,
} from "@fairlead/runtime/simulator";
import type { Command } from "commander";
import { type CommandContext, UsageError } from "../context.ts";

interface SimulateOptions {
  port: string;
  host: string;
  seed: string;
  profiles?: string;
  json?: boolean;
}

/** Adds `fairlead simulate`. */
export function registerSimulate(program: Command, context: CommandContext): void {
  program
    .command("simulate")
    .description("run the provider simulators")
    .option("--port <port>", "where to listen; 0 takes any free port", "4100")
    .option("--host <host>", "address to listen on", "127.0.0.1")
    .option("--seed <seed>", "seed of answers, latencies and faults", "1")
    .option("--profiles <file>", "JSON file with profiles by provider id; * holds for all")
    .option("--json", "print where it listens as one line of JSON")
    .action(async (options: SimulateOptions) => simulate(options, context));
}

async function simulate(options: SimulateOptions, context: CommandContext): Promise<void> {
  const port = readWhole("--port", options.port, 65_535);
  const seed = readWhole("--seed", options.seed, Number.MAX_SAFE_INTEGER);
  const profiles = options.profiles === undefined ? {} : await readProfiles(options.profiles, context);
  const simulator = await startSimulator({ port, host: options.host, seed, profiles }).catch((error: unknown) => {
    throw startError(error, options);
  });
  try {
    context.stdout(
      options.json ? `${JSON.stringify({ url: simulator.url, port: simulator.port })}\n` : welcome(simulator.url),
    );
    await aborted(context.signal);
  } finally {
    await simulator.close();
  }
}

function welcome(url: string): string {
  return [
    `Providers are simulated at ${url}, each under its id; any key will do.`,
    `  OpenAI        ${url}/openai/v1/chat/completions`,
    `  Azure OpenAI  ${url}/azure-swedencentral/openai/deployments/DEPLOYMENT/chat/completions?api-version=2024-10-21`,
    `  Bedrock       ${url}/bedrock-us-east-1/model/MODEL/converse`,
    "Make one fail, and mend it again:",
    `  curl -X PUT ${url}/_simulator/providers/openai -d '{"faults":[{"kind":"http-503"}]}'`,
    `  curl -X DELETE ${url}/_simulator/providers/openai`,
    `What was served: curl ${url}/_simulator/counts`,
    "Ctrl-C stops it.",
    "",
  ].join("\n");
}

function readWhole(name: string, text: string, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= most) return value;
  throw new UsageError("cli.bad-option", `${name} must be a whole number from 0 to ${most}, not ${text}.`);
}

async function readProfiles(file: string, context: CommandContext): Promise<Record<string, Partial<Profile>>> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path.resolve(context.cwd, file), "utf8"));
  } catch (error) {
    throw new UsageError("simulator.bad-profiles", `${file} can not be read as JSON: ${(error as Error).message}`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new UsageError("simulator.bad-profiles", `${file} must hold an object of profiles by provider id.`);
  }
  return Object.fromEntries(
    Object.entries(value).map(([provider, profile]) => {
      try {
        return [provider, readProfilePatch(profile)];
      } catch (error) {
        if (!(error instanceof ProfileError)) throw error;
        throw new UsageError("simulator.bad-profile", `${file}: ${provider}: ${error.message}`);
      }
    }),
  );
}

function startError(error: unknown, { host, port }: SimulateOptions): unknown {
  if (error instanceof PortInUseError) {
    return new UsageError(error.code, `Port ${port} is in use. Choose another one with --port, or --port 0 for any.`);
  }
  const { code, message } = error as NodeJS.ErrnoException;
  return code === undefined ? error : new UsageError("simulator.can-not-listen", `${host}:${port}: ${message}`);
}

/** Resolves once the signal is aborted. */
function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
