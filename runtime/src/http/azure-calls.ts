/**
 * OpenAI's operations under the paths that Azure's clients use, so that one aimed at a resource can be aimed at the
 * gateway by its endpoint alone. The deployment in the path is the model that is asked for.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { PathFacts } from "../protocols/caller.ts";
import type { WireProtocol } from "../protocols/neutral.ts";

const PREFIX = "/openai/";

/** By the operation's path. */
const OPERATIONS: Readonly<Record<string, WireProtocol>> = {
  "chat/completions": "openai-chat",
  embeddings: "openai-embeddings",
  responses: "openai-responses",
};

type Hand = (
  name: WireProtocol,
  path: PathFacts | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
) => Promise<void>;

interface DeploymentParameter {
  Params: { deployment: string };
}

/** Whether a path is one of Azure OpenAI. */
export function isAzurePath(url: string): boolean {
  return url.startsWith(PREFIX);
}

/** Adds the paths of both of Azure's APIs: with dated versions, and `v1`. The version itself means nothing here. */
export function addAzureCalls(server: FastifyInstance, hand: Hand): void {
  for (const [operation, protocol] of Object.entries(OPERATIONS)) {
    server.post<DeploymentParameter>(`${PREFIX}deployments/:deployment/${operation}`, (request, reply) =>
      hand(protocol, { model: request.params.deployment }, request, reply),
    );
    for (const base of [PREFIX, `${PREFIX}v1/`]) {
      server.post(`${base}${operation}`, (request, reply) => hand(protocol, undefined, request, reply));
    }
  }
}
