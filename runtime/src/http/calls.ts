/** The routes that applications call: the vendors' own paths, each handed to the gateway in its protocol. */
import type { IncomingHttpHeaders } from "node:http";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Responder } from "../gateway/responder.ts";
import type { CallerProtocol, PathFacts } from "../protocols/caller.ts";
import { callerProtocols } from "../protocols/index.ts";
import type { WireProtocol } from "../protocols/neutral.ts";
import { addAzureCalls, isAzurePath } from "./azure-calls.ts";
import type { ServerContext } from "./context.ts";
import { addGeminiCalls, isGeminiPath } from "./gemini-calls.ts";
import { serveCall } from "./serve-call.ts";

function hand(
  context: ServerContext,
  protocol: WireProtocol,
  path: PathFacts | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
  shape?: (responder: Responder) => Responder,
): Promise<void> {
  reply.hijack();
  const text = typeof request.body === "string" ? request.body : "";
  return serveCall(context, { protocol, path, headers: request.headers, text }, reply.raw, shape);
}

const BEDROCK_ROUTES = "/model/";
const ANTHROPIC_ROUTES = "/v1/messages";

/** What Anthropic's clients say in headers, and their bodies mean nothing without. */
function anthropicHeaders(headers: IncomingHttpHeaders): Record<string, string> {
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
  return url.startsWith("/v1/") || isAzurePath(url) ? callerProtocols["openai-chat"] : undefined;
}

/** A call whose path says no more than its protocol. */
export interface PlainCall {
  protocol: WireProtocol;
  /** What the protocol has in headers that others have in the path or the body. */
  facts?: (headers: IncomingHttpHeaders) => PathFacts;
}

const anthropicFacts = (headers: IncomingHttpHeaders): PathFacts => ({ headers: anthropicHeaders(headers) });

/** Those calls by path. */
export const plainCalls: ReadonlyMap<string, PlainCall> = new Map<string, PlainCall>([
  ["/v1/chat/completions", { protocol: "openai-chat" }],
  ["/v1/responses", { protocol: "openai-responses" }],
  ["/v1/embeddings", { protocol: "openai-embeddings" }],
  ["/v1/messages", { protocol: "anthropic-messages", facts: anthropicFacts }],
  ["/v1/messages/count_tokens", { protocol: "anthropic-count-tokens", facts: anthropicFacts }],
]);

interface ModelParameter {
  Params: { model: string };
}

/** Adds the calls. */
export function addCalls(server: FastifyInstance, context: ServerContext): void {
  for (const [url, { protocol, facts }] of plainCalls)
    server.post(url, (request, reply) => hand(context, protocol, facts?.(request.headers), request, reply));
  server.post<ModelParameter>("/model/:model/converse", (request, reply) =>
    hand(context, "bedrock-converse", { model: request.params.model, stream: false }, request, reply),
  );
  server.post<ModelParameter>("/model/:model/converse-stream", (request, reply) =>
    hand(context, "bedrock-converse", { model: request.params.model, stream: true }, request, reply),
  );
  addAzureCalls(server, (name, ...rest) => hand(context, name, ...rest));
  addGeminiCalls(server, (name, ...rest) => hand(context, name, ...rest));
}
