/** The paths of Google's clients: the Gemini API's own, and Vertex AI's, which name a project in front. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { GatewayError } from "../gateway/errors.ts";
import type { Responder } from "../gateway/responder.ts";
import type { PathFacts } from "../protocols/caller.ts";
import { ArrayResponder } from "./gemini-array.ts";
import { whyNotServed } from "./not-served.ts";

type Name = "gemini" | "gemini-count-tokens";
type Hand = (
  name: Name,
  path: PathFacts,
  request: FastifyRequest,
  reply: FastifyReply,
  shape?: (responder: Responder) => Responder,
) => Promise<void>;

interface Query {
  key?: unknown;
  /** `sse` asks for server-sent events. */
  alt?: unknown;
}

/** What may be done with a model. */
const OPERATIONS: Readonly<Record<string, { name: Name; stream: boolean }>> = {
  generateContent: { name: "gemini", stream: false },
  streamGenerateContent: { name: "gemini", stream: true },
  countTokens: { name: "gemini-count-tokens", stream: false },
};

/** What stands in front of the kind of a model. `/v1/models` alone is OpenAI's list. */
const ROUTES = ["/v1beta/*", "/v1beta1/*", "/v1/models/*", "/v1/projects/*", "/v1/publishers/*"] as const;
const PATHS = /^\/+(?:upload\/)?(?:v1beta1?\/|v1\/(?:projects|publishers)\/)/;

/** The rest of a path: the kind of model, its name, which may hold colons, and what to do with it. */
const CALL = /^(?:.*\/)?(?:models|tunedModels|endpoints)\/([^/]+):([A-Za-z]+)$/;

/** Whether a path is one of Google's. */
export function isGeminiPath(method: string, url: string): boolean {
  return PATHS.test(url) || (method === "POST" && /^\/+v1\/models\//.test(url));
}

/** Adds what may be done with a model, on all paths that have it. */
export function addGeminiCalls(server: FastifyInstance, hand: Hand): void {
  for (const route of ROUTES) {
    server.post<{ Params: { "*": string }; Querystring: Query }>(route, (request, reply) => {
      const rest = request.params["*"];
      const [, model, verb = ""] = CALL.exec(route === "/v1/models/*" ? `models/${rest}` : rest) ?? [];
      const operation = Object.hasOwn(OPERATIONS, verb) ? OPERATIONS[verb] : undefined;
      if (model === undefined || !operation) throw unknownRoute(request);
      takeKey(request);
      const isArray = operation.stream && request.query.alt !== "sse";
      const shape = isArray ? (responder: Responder) => new ArrayResponder(responder) : undefined;
      return hand(operation.name, { model, stream: operation.stream }, request, reply, shape);
    });
  }
}

/** Google's clients may say the key in the query: nothing behind this looks there. */
function takeKey(request: FastifyRequest<{ Querystring: Query }>): void {
  const { key } = request.query;
  if (typeof key === "string" && key !== "") request.raw.headers["x-goog-api-key"] ??= key;
}

function unknownRoute(request: FastifyRequest): GatewayError {
  const [path = ""] = request.url.split("?");
  return new GatewayError(
    "request.unknown-route",
    `${request.method} ${path} is not served here: of Gemini's calls, ${Object.keys(OPERATIONS).join(", ")} are. ${whyNotServed(path)}`,
  );
}
