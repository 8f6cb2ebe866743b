/** The routes that applications call: the vendors' own paths, each handed to the gateway in its protocol. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { answerError } from "../gateway/answer-error.ts";
import { GatewayError } from "../gateway/errors.ts";
import type { Responder } from "../gateway/responder.ts";
import type { CallerProtocol, PathFacts } from "../protocols/caller.ts";
import { callerProtocols } from "../protocols/index.ts";
import type { WireProtocol } from "../protocols/neutral.ts";
import type { ServerContext } from "./context.ts";
import { addGeminiCalls, isGeminiPath } from "./gemini-calls.ts";
import { NodeResponder } from "./node-responder.ts";

async function hand(
  context: ServerContext,
  name: WireProtocol,
  path: PathFacts | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
  shape?: (responder: Responder) => Responder,
): Promise<void> {
  reply.hijack();
  const protocol = callerProtocols[name];
  const responder = new NodeResponder(reply.raw);
  if (context.stopping()) {
    const error = new GatewayError("gateway.shutting-down", "The gateway is stopping.", { retryAfterSeconds: 1 });
    const generation = context.generations.current.generation;
    answerError(protocol, responder, error, { id: "none", generation, attempts: 0 });
    return;
  }
  const call = {
    protocol,
    text: typeof request.body === "string" ? request.body : "",
    path,
    headers: request.headers,
    callerLeft: responder.callerLeft,
  };
  try {
    await context.gateway.handle(call, shape?.(responder) ?? responder);
  } catch (error) {
    // The answer itself could not be written: break the connection, so that nothing looks complete.
    context.metrics.fault("none", error);
    responder.destroy();
  }
}

const BEDROCK_ROUTES = "/model/";
const ANTHROPIC_ROUTES = "/v1/messages";

/** What Anthropic's clients say in headers, and their bodies mean nothing without. */
function anthropicHeaders({ headers }: FastifyRequest): Record<string, string> {
  const names = ["anthropic-version", "anthropic-beta"];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = headers[name];
      return value === undefined ? [] : [[name, String(value)]];
    }),
  );
}

/** What the caller of a route speaks; undefined on Fairlead's own paths. */
export function protocolOf(request: FastifyRequest): CallerProtocol | undefined {
  const url = request.routeOptions.url ?? request.url;
  if (url.startsWith(BEDROCK_ROUTES)) return callerProtocols["bedrock-converse"];
  if (isGeminiPath(request.method, url)) return callerProtocols.gemini;
  // Its clients name the version of the API on every path.
  const isAnthropic = url.startsWith(ANTHROPIC_ROUTES) || request.headers["anthropic-version"] !== undefined;
  if (isAnthropic && url.startsWith("/v1/")) return callerProtocols["anthropic-messages"];
  return url.startsWith("/v1/") ? callerProtocols["openai-chat"] : undefined;
}

interface ModelParameter {
  Params: { model: string };
}

/** Adds the calls. */
export function addCalls(server: FastifyInstance, context: ServerContext): void {
  server.post("/v1/chat/completions", (request, reply) => hand(context, "openai-chat", undefined, request, reply));
  server.post("/v1/responses", (request, reply) => hand(context, "openai-responses", undefined, request, reply));
  server.post("/v1/embeddings", (request, reply) => hand(context, "openai-embeddings", undefined, request, reply));
  server.post("/v1/messages", (request, reply) =>
    hand(context, "anthropic-messages", { headers: anthropicHeaders(request) }, request, reply),
  );
  server.post("/v1/messages/count_tokens", (request, reply) =>
    hand(context, "anthropic-count-tokens", { headers: anthropicHeaders(request) }, request, reply),
  );
  server.post<ModelParameter>("/model/:model/converse", (request, reply) =>
    hand(context, "bedrock-converse", { model: request.params.model, stream: false }, request, reply),
  );
  server.post<ModelParameter>("/model/:model/converse-stream", (request, reply) =>
    hand(context, "bedrock-converse", { model: request.params.model, stream: true }, request, reply),
  );
  addGeminiCalls(server, (name, ...rest) => hand(context, name, ...rest));
}
