import type { FastifyInstance, FastifyRequest } from "fastify";
import { GatewayError } from "../gateway/errors.ts";
import type { VirtualKey } from "../ledger/types.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import { keyOf, type ServerContext } from "./context.ts";
import { addGeminiModels, geminiModel, isGoogle } from "./gemini-models.ts";

export interface ListedModel {
  id: string;
  object: "model";
  created: number;
  owned_by: string;
}

/** Anthropic's clients name the version of the API on every path, and expect models in their own form. */
function isAnthropic({ headers }: FastifyRequest): boolean {
  return headers["anthropic-version"] !== undefined;
}

/** A model as Anthropic lists it, whose release has a date of 1970 where it is not known. */
function anthropicModel({ id }: ListedModel): Record<string, unknown> {
  return { type: "model", id, display_name: id, created_at: "1970-01-01T00:00:00Z" };
}

/** The models that some workload of this key may be served by, in the form of OpenAI's list. */
function modelsFor(policy: CompiledPolicy, key: VirtualKey): ListedModel[] {
  const models = new Map<string, ListedModel>();
  for (const workload of policy.workloads.values()) {
    if (key.workloads.length > 0 && !key.workloads.includes(workload.id)) continue;
    for (const { model, supplier } of workload.candidates)
      models.set(model, { id: model, object: "model", created: 0, owned_by: supplier });
  }
  return [...models.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** Where Azure's clients look for models. */
const AZURE_PATHS = ["/openai/v1/models", "/openai/models"];

/** Adds `GET /v1/models` and `GET /v1/models/{id}`, and Azure's and Google's twins of them. */
export function addModels(server: FastifyInstance, context: ServerContext): void {
  const list = (request: FastifyRequest) => modelsFor(context.generations.current, keyOf(context, request));
  const find = (request: FastifyRequest, id: string): ListedModel => {
    const model = list(request).find((listed) => listed.id === id);
    if (model) return model;
    throw new GatewayError("request.unknown-model", `No workload of this key may be served by a model "${id}".`);
  };
  server.get("/v1/models", (request) => {
    const models = list(request);
    if (isGoogle(request)) return { models: models.map(geminiModel) };
    if (!isAnthropic(request)) return { object: "list", data: models };
    const [first, last] = [models[0]?.id ?? null, models.at(-1)?.id ?? null];
    return { data: models.map(anthropicModel), has_more: false, first_id: first, last_id: last, next_page: null };
  });
  // An id may hold slashes.
  server.get<{ Params: { "*": string } }>("/v1/models/*", (request) => {
    const model = find(request, request.params["*"]);
    if (isGoogle(request)) return geminiModel(model);
    return isAnthropic(request) ? anthropicModel(model) : model;
  });
  for (const path of AZURE_PATHS) {
    server.get(path, (request) => ({ object: "list", data: list(request) }));
    server.get<{ Params: { "*": string } }>(`${path}/*`, (request) => find(request, request.params["*"]));
  }
  addGeminiModels(server, list, find);
}
