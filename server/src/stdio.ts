/** The language server on the standard streams of this process. */
import { Console } from "node:console";
import process from "node:process";
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { growSlowly } from "./modest-memory.ts";
import { startServer } from "./server.ts";

/**
 * Serves the client that started this process, until it says `exit` or goes away; both end the process, with 0 where
 * the client said `shutdown` before and with 1 otherwise, as the protocol has it.
 */
export function serveStdio(): void {
  // The protocol has standard output to itself: one stray line of a library would end the conversation.
  globalThis.console = new Console(process.stderr);
  growSlowly();
  startServer(createConnection(ProposedFeatures.all, process.stdin, process.stdout));
}
