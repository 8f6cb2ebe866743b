/** The process around the language server: stdio, IPC or a pipe, as the arguments say. */
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { growSlowly } from "./modest-memory.ts";
import { startServer } from "./server.ts";

growSlowly();
startServer(createConnection(ProposedFeatures.all));
