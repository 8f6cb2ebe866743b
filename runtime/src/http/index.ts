/** The HTTP server. */

export { RequestLog } from "./request-log.ts";
export { type RunningServer, type ServerOptions, startServer } from "./server.ts";
