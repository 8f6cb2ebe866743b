/** The HTTP server. */

export { addUpMetrics, type ProcessMetrics } from "./metrics.ts";
export { RequestLog } from "./request-log.ts";
export { type RunningServer, type ServerOptions, startServer, type TlsIdentity } from "./server.ts";
