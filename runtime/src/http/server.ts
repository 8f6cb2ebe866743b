/** The HTTP server in front of the gateway. */
import { createServer } from "node:http";
import { createServer as createTlsServer, type Server as HttpsServer } from "node:https";
import fastify, { type FastifyError, type FastifyInstance } from "fastify";
import { GatewayError } from "../gateway/errors.ts";
import type { GatewayObserver } from "../gateway/observer.ts";
import { allOf } from "../gateway/observers.ts";
import { Gateway, type GatewayOptions } from "../gateway/pipeline.ts";
import { startRetention } from "../gateway/retention.ts";
import { toldOfStore } from "../gateway/store-lost.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import { acceptHttp2, type Http2Side } from "./accept-http2.ts";
import { addAnchor, addDecisions, addSpend, addState } from "./administration.ts";
import { addCalls } from "./calls.ts";
import { isLoopback, requireAdmin, type ServerContext } from "./context.ts";
import { withDirectCalls } from "./direct-calls.ts";
import { addExplain } from "./explain.ts";
import { addUpMetrics, GatewayMetrics, METRICS_TYPE, type ProcessMetrics } from "./metrics.ts";
import { addModels } from "./models.ts";
import { whyNotServed } from "./not-served.ts";
import { refuse, refuseUnread } from "./refuse.ts";

export interface ServerOptions extends Omit<GatewayOptions, "observer"> {
  host: string;
  /** 0 takes any that is free. */
  port: number;
  /** With it, the server speaks TLS only. */
  tls?: TlsIdentity | undefined;
  /** Gives the metrics of all processes that serve on this port, this one among them; without it, its own are given. */
  collectMetrics?: (() => Promise<string>) | undefined;
  /** Who else is told what happens, beside the metrics. */
  observers?: readonly GatewayObserver[];
  /** Told of the gateway's own faults, for the log. */
  onFault: (decision: string, error: unknown) => void;
}

/** A certificate, with those that it rests on, and its private key. PEM. */
export interface TlsIdentity {
  cert: string;
  key: string;
}

export interface RunningServer {
  /** `http://host:port`, or `https://host:port`. */
  url: string;
  gateway: Gateway;
  /** What its own metrics are now, for whoever adds up those of several processes. */
  metrics(): Promise<ProcessMetrics>;
  /** Another certificate for connections from now on. Throws where the two do not belong together, and keeps the old. */
  renewTls(identity: TlsIdentity): void;
  /** Takes no new requests, lets those under way finish for at most this long, then ends them. Milliseconds. */
  close(graceMs?: number): Promise<void>;
}

/** How often idle connections are looked for while the server stops. */
const IDLE_CHECK_MS = 50;
/** What a caller may speak, and how long it may take to agree on a key. Milliseconds. */
const TLS_SETTINGS = { ALPNProtocols: ["h2", "http/1.1"], handshakeTimeout: 15_000 };
const LARGEST_BODY = 32 * 1024 * 1024;

function addOperations(
  server: FastifyInstance,
  context: ServerContext,
  collect: ServerOptions["collectMetrics"],
): void {
  server.get("/healthz", () => ({ status: "ok" }));
  server.get("/readyz", (_request, reply) => {
    if (context.stopping()) return reply.code(503).send({ status: "stopping" });
    // Workloads that go on without a shared store are still served.
    const store = context.ledger.isReachable === false ? { store: "away" } : {};
    return { status: "ready", generation: context.generations.current.generation, ...store };
  });
  server.get("/metrics", async (request, reply) => {
    if (!isLoopback(request)) requireAdmin(context, request);
    const text = collect ? collect() : addUpMetrics([context.metrics.read()]);
    return reply.type(METRICS_TYPE).send(await text);
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
    serverFactory(framework) {
      const handler = withDirectCalls(context, LARGEST_BODY, framework);
      // A caller who sends headers slowly, or half of a body, is cut off by node's own clocks.
      const clocks = {
        ...{ requestTimeout: 60_000, headersTimeout: 15_000, keepAliveTimeout: 65_000 },
        // How often node looks for those who are too late.
        connectionsCheckingInterval: 5_000,
      };
      const http1 = options.tls
        ? createTlsServer({ ...clocks, ...options.tls, ...TLS_SETTINGS }, handler)
        : createServer(clocks, handler);
      http2 = acceptHttp2(http1, handler);
      return http1;
    },
    bodyLimit: LARGEST_BODY,
    // A path that can not be decoded never comes to the routes.
    frameworkErrors: (error, request, reply) =>
      // A query may hold a key.
      refuse(context, request, reply, new GatewayError("request.malformed", error.message.replace(/\?[^']*/, ""))),
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
    const told = toldOfStore(error);
    const known = told instanceof GatewayError ? told : toGatewayError(error as FastifyError);
    if (!known) options.onFault("none", error);
    refuse(
      context,
      request,
      reply,
      known ?? new GatewayError("gateway.internal", "The gateway failed. Its log says more."),
    );
  });
  server.setNotFoundHandler((request, reply) => {
    const [path = ""] = request.url.split("?");
    const error = new GatewayError(
      "request.unknown-route",
      `${request.method} ${path} is not served here. ${whyNotServed(path)}`,
    );
    refuse(context, request, reply, error);
  });
  addOperations(server, context, options.collectMetrics);
  addCalls(server, context);
  addModels(server, context);
  addExplain(server, context);
  addDecisions(server, context);
  addAnchor(server, context);
  addSpend(server, context);
  addState(server, context);

  const preload = async (policy: CompiledPolicy): Promise<void> => {
    await options.ledger.preload?.(policy.budgets.map((budget) => gateway.claims.claim(budget, options.now())));
  };
  await preload(options.generations.current);
  options.generations.onSwap((policy) => {
    preload(policy).catch((error: unknown) => options.onFault("none", error));
  });
  const address = await server.listen({ host: options.host, port: options.port });
  const retention = startRetention({
    generations: options.generations,
    ledger: options.ledger,
    now: options.now,
    fault: (error) => options.onFault("retention", error),
  });
  return {
    url: options.tls ? address.replace(/^http:/, "https:") : address,
    gateway,
    metrics: async () => metrics.read(),
    renewTls: (identity) => (server.server as HttpsServer).setSecureContext(identity),
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
