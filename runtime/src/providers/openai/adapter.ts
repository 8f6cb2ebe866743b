import type { ProviderAdapter } from "../adapter.ts";
import { embeddingsAdapter } from "../shared/embeddings.ts";
import { responsesAdapter } from "../shared/responses.ts";
import { readFailure } from "./errors.ts";
import { prepare, target } from "./request.ts";
import { createStreamReader, readResponse } from "./response.ts";

/** OpenAI's own API. */
export const openAIAdapter: ProviderAdapter = {
  name: "openai",
  protocol: "openai-chat",
  prepare,
  readResponse,
  createStreamReader,
  readFailure,
};

export const openAIEmbeddings = embeddingsAdapter(openAIAdapter, (input) => target(input, "embeddings"));

export const openAIResponses = responsesAdapter(openAIAdapter, (input) => target(input, "responses"));
