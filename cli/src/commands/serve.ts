import { InvalidArgumentError, Option } from "commander";
import type { ServeOptions } from "../serve/serve.ts";
import type { RegisterSubcommand } from "./index.ts";

function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError("A port is a whole number from 0 (any that is free) to 65535.");
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
    .option("--ledger <file>", "the ledger's file (default: .fairlead/ledger.sqlite in the workspace)")
    .option("--simulator <url>", "send everything to a running simulator instead of the providers")
    .option("--simulate", "start a simulator too, and send everything to it")
    .option("--endpoint <provider=url>", "another base URL for one provider; may be repeated", parseEndpoint, {})
    .option("--dev-key", "make a key for trying, valid until the gateway stops")
    .option("--no-watch", "do not reload when documents change (SIGHUP still does when watching)")
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
