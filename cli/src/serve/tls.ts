/** The certificate that the gateway shows, read anew on SIGHUP. */
import { readFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { createSecureContext } from "node:tls";
import type { RunningServer, TlsIdentity } from "@fairlead/runtime/http";
import { type CommandContext, UsageError } from "../context.ts";
import type { ServeOptions } from "./options.ts";

type Files = Pick<ServeOptions, "tlsCert" | "tlsKey">;

/** Reads certificate and key; undefined where the options name none. Throws a UsageError that says what is wrong. */
export function readTls({ tlsCert, tlsKey }: Files, context: CommandContext): TlsIdentity | undefined {
  if (tlsCert === undefined && tlsKey === undefined) return undefined;
  if (tlsCert === undefined || tlsKey === undefined)
    throw new UsageError("cli.bad-option", "TLS needs both --tls-cert and --tls-key.");
  const read = (file: string): string => {
    try {
      return readFileSync(path.resolve(context.cwd, file), "utf8");
    } catch (error) {
      throw new UsageError("serve.bad-certificate", error instanceof Error ? error.message : String(error));
    }
  };
  const identity = { cert: read(tlsCert), key: read(tlsKey) };
  try {
    createSecureContext(identity);
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new UsageError("serve.bad-certificate", `${tlsCert} and ${tlsKey} are no certificate and its key: ${words}`);
  }
  return identity;
}

/** Reads the files anew on SIGHUP, for connections from then on. What can not be used leaves the old in force. */
export function renewTlsOnSignal(server: RunningServer, files: Files, context: CommandContext): () => void {
  const renew = (): void => {
    try {
      const identity = readTls(files, context);
      if (!identity) return;
      server.renewTls(identity);
      context.stderr("The certificate was read anew.\n");
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      context.stderr(`serve.bad-certificate ${words} The old certificate stays in force.\n`);
    }
  };
  process.on("SIGHUP", renew);
  return () => process.off("SIGHUP", renew);
}
