import type { FastifyInstance, FastifyRequest } from "fastify";
import type { ListedModel } from "./models.ts";

type Listing = (request: FastifyRequest) => ListedModel[];
type Lookup = (request: FastifyRequest, id: string) => ListedModel;

/** Google's clients say their key in a header of their own, and expect models in Google's form. */
export function isGoogle({ headers }: FastifyRequest): boolean {
  return headers["x-goog-api-key"] !== undefined;
}

/** A model as Google lists it. Its limits are left out: they are a deployment's, and not the same everywhere. */
export function geminiModel({ id }: ListedModel): Record<string, unknown> {
  const supportedGenerationMethods = ["generateContent", "streamGenerateContent", "countTokens"];
  return { name: `models/${id}`, displayName: id, supportedGenerationMethods };
}

/** Adds `GET /v1beta/models` and `GET /v1beta/models/{id}`. */
export function addGeminiModels(server: FastifyInstance, list: Listing, find: Lookup): void {
  server.get("/v1beta/models", (request) => ({ models: list(request).map(geminiModel) }));
  server.get<{ Params: { "*": string } }>("/v1beta/models/*", (request) =>
    geminiModel(find(request, request.params["*"])),
  );
}
