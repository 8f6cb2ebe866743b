import { availableParallelism } from "node:os";
import { InvalidArgumentError, Option } from "commander";
import { storeOption } from "../ledger-options.ts";
import type { ServeOptions } from "../serve/options.ts";
import { wholeNumber } from "../whole-number.ts";
import type { RegisterSubcommand } from "./index.ts";

function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError("A port is a whole number from 0 (any that is free) to 65535.");
}

function parseWorkers(text: string): number {
  const workers = text === "max" ? availableParallelism() : Number(text);
  if (Number.isInteger(workers) && workers >= 1 && workers <= 256) return workers;
  throw new InvalidArgumentError("Write a whole number from 1 to 256, or max.");
}

function parseEndpoint(text: string, earlier: Record<string, string>): Record<string, string> {
  const match = /^([^=]+)=(https?:\/\/\S+)$/.exec(text);
  if (!match?.[1] || !match[2]) throw new InvalidArgumentError("Write PROVIDER=URL.");
  return { ...earlier, [match[1]]: match[2] };
}

/** Adds `fairlead serve`. */
export const registerServe: RegisterSubcommand = (program, context) => {
  program
    .command("serve")
    .description("run the gateway over the documents of a workspace")
    .option("--workspace <folder>", "where the documents are", ".")
    .option("--host <address>", "the address to listen on", "127.0.0.1")
    .option("--port <number>", "the port to listen on; 0 takes any that is free", parsePort, 4180)
    .option(
      "--ledger <file>",
      "the ledger: a file, or postgres://… (default: .fairlead/ledger.sqlite in the workspace)",
    )
    .addOption(storeOption())
    .option(
      "--lease-seconds <number>",
      "when others may take what a gateway that is not heard of had leased",
      wholeNumber,
    )
    .option("--workers <number>", "processes that serve on this port; max is one for each core", parseWorkers, 1)
    .option(
      "--tls-cert <file>",
      "speak TLS with this certificate (PEM, with those that it rests on); SIGHUP reads it anew",
    )
    .option("--tls-key <file>", "the private key of the certificate (PEM)")
    .option("--simulator <url>", "send everything to a running simulator instead of the providers")
    .option("--simulate", "start a simulator too, and send everything to it")
    .option("--endpoint <provider=url>", "another base URL for one provider; may be repeated", parseEndpoint, {})
    .option("--dev-key", "make a key for trying, valid until the gateway stops")
    .option("--no-watch", "reload on SIGHUP only, not when documents change")
    .addOption(
      new Option("--log <format>", "write a line for each request to standard error")
        .choices(["none", "json"])
        .default("none"),
    )
    .option("--json", "say where everything is in one line of JSON")
    .action(async (options: ServeOptions) => {
      // The server and the credential chain take a while to load, which only this command should pay.
      const { serve } = await import("../serve/serve.ts");
      await serve(options, context);
    });
};
