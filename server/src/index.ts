/** The language server, for hosts that bring their own connection, and on standard streams. */
export { clientSupport } from "./capabilities.ts";
export * from "./requests/protocol.ts";
export { type ServerOptions, startServer } from "./server.ts";
export { serveStdio } from "./stdio.ts";
