/** The HTTP server in front of the gateway. */
import { createServer } from "node:http";
import fastify, { type FastifyError, type FastifyInstance } from "fastify";
import { GatewayError } from "../gateway/errors.ts";
import type { GatewayObserver } from "../gateway/observer.ts";
import { allOf } from "../gateway/observers.ts";
import { Gateway, type GatewayOptions } from "../gateway/pipeline.ts";
import { startRetention } from "../gateway/retention.ts";
import { acceptHttp2, type Http2Side } from "./accept-http2.ts";
import { addAnchor, addDecisions, addSpend, addState } from "./administration.ts";
import { addCalls } from "./calls.ts";
import { isLoopback, requireAdmin, type ServerContext } from "./context.ts";
import { addExplain } from "./explain.ts";
import { GatewayMetrics } from "./metrics.ts";
import { addModels } from "./models.ts";
import { refuse, refuseUnread } from "./refuse.ts";

export interface ServerOptions extends Omit<GatewayOptions, "observer"> {
  host: string;
  /** 0 takes any that is free. */
  port: number;
  /** Who else is told what happens, beside the metrics. */
  observers?: readonly GatewayObserver[];
  /** Told of the gateway's own faults, for the log. */
  onFault: (decision: string, error: unknown) => void;
}

export interface RunningServer {
  /** `http://host:port` */
  url: string;
  gateway: Gateway;
  /** Takes no new requests, lets those under way finish for at most this long, then ends them. Milliseconds. */
  close(graceMs?: number): Promise<void>;
}

/** How often idle connections are looked for while the server stops. */
const IDLE_CHECK_MS = 50;
const LARGEST_BODY = 32 * 1024 * 1024;

function addOperations(server: FastifyInstance, context: ServerContext): void {
  server.get("/healthz", () => ({ status: "ok" }));
  server.get("/readyz", (_request, reply) => {
    if (context.stopping()) return reply.code(503).send({ status: "stopping" });
    return { status: "ready", generation: context.generations.current.generation };
  });
  server.get("/metrics", async (request, reply) => {
    if (!isLoopback(request)) requireAdmin(context, request);
    return reply.type(context.metrics.registry.contentType).send(await context.metrics.registry.metrics());
  });
}

function toGatewayError(error: FastifyError): GatewayError | undefined {
  if (error.code === "FST_ERR_CTP_BODY_TOO_LARGE")
    return new GatewayError("request.too-large", `The body may have at most ${LARGEST_BODY} bytes.`);
  if (error.statusCode !== undefined && error.statusCode < 500)
    return new GatewayError("request.malformed", error.message);
  return undefined;
}

/** Starts the server. Rejects with the system's error where the port is taken. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const metrics = new GatewayMetrics(options.onFault);
  metrics.generation(options.generations.current.generation);
  options.generations.onSwap((policy) => metrics.generation(policy.generation));
  const gateway = new Gateway({ ...options, observer: allOf([metrics, ...(options.observers ?? [])]) });
  let stopping = false;
  const context: ServerContext = {
    gateway,
    generations: options.generations,
    ledger: options.ledger,
    metrics,
    now: options.now,
    stopping: () => stopping,
  };

  let http2: Http2Side | undefined;
  const server = fastify({
    serverFactory(handler) {
      // A caller who sends headers slowly, or half of a body, is cut off by node's own clocks.
      const http1 = createServer({ requestTimeout: 60_000, headersTimeout: 15_000, keepAliveTimeout: 65_000 }, handler);
      http2 = acceptHttp2(http1, handler);
      return http1;
    },
    bodyLimit: LARGEST_BODY,
    // A path that can not be decoded never comes to the routes.
    frameworkErrors: (error, request, reply) =>
      refuse(context, request, reply, new GatewayError("request.malformed", error.message)),
    clientErrorHandler: refuseUnread,
    logger: false,
    // A base URL that ends in a slash gives paths that begin with two.
    routerOptions: { maxParamLength: 2048, ignoreDuplicateSlashes: true },
    forceCloseConnections: "idle",
  });
  // A body is read whatever it is said to be: fastify drops one without a type or a length, as HTTP/2 allows it.
  server.addHook("onRequest", (request, _reply, done) => {
    request.raw.headers["content-type"] = "application/json";
    done();
  });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));
  server.setErrorHandler((error: FastifyError | GatewayError, request, reply) => {
    const known = error instanceof GatewayError ? error : toGatewayError(error);
    if (!known) options.onFault("none", error);
    refuse(
      context,
      request,
      reply,
      known ?? new GatewayError("gateway.internal", "The gateway failed. Its log says more."),
    );
  });
  server.setNotFoundHandler((request, reply) => {
    const error = new GatewayError(
      "request.unknown-route",
      `${request.method} ${request.url.split("?")[0]} is not served here. docs/http.md lists what is.`,
    );
    refuse(context, request, reply, error);
  });
  addOperations(server, context);
  addCalls(server, context);
  addModels(server, context);
  addExplain(server, context);
  addDecisions(server, context);
  addAnchor(server, context);
  addSpend(server, context);
  addState(server, context);

  const url = await server.listen({ host: options.host, port: options.port });
  const retention = startRetention({
    generations: options.generations,
    ledger: options.ledger,
    now: options.now,
    fault: (error) => options.onFault("retention", error),
  });
  return {
    url,
    gateway,
    async close(graceMs = 10_000) {
      stopping = true;
      const drained = server.close();
      http2?.closeSessions();
      // A connection that is kept alive becomes idle only when its last answer is out.
      const idle = setInterval(() => server.server.closeIdleConnections(), IDLE_CHECK_MS);
      const force = setTimeout(() => {
        server.server.closeAllConnections();
        http2?.destroySessions();
      }, graceMs);
      await drained;
      clearInterval(idle);
      clearTimeout(force);
      await gateway.close();
      await retention.stop();
    },
  };
}
