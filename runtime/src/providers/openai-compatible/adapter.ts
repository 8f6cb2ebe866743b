import type { ProviderAdapter } from "../adapter.ts";
import { embeddingsAdapter } from "../shared/embeddings.ts";
import { responsesAdapter } from "../shared/responses.ts";
import { readFailure } from "./errors.ts";
import { prepare, target } from "./request.ts";
import { createStreamReader, readResponse } from "./response.ts";

/** Hosts that imitate OpenAI's Chat Completions: vLLM, xAI, DeepSeek, Groq and others. */
export const openAICompatibleAdapter: ProviderAdapter = {
  name: "openai-compatible",
  protocol: "openai-chat",
  prepare,
  readResponse,
  createStreamReader,
  readFailure,
};

export const openAICompatibleEmbeddings = embeddingsAdapter(openAICompatibleAdapter, (input) =>
  target(input, "embeddings"),
);

export const openAICompatibleResponses = responsesAdapter(openAICompatibleAdapter, (input) =>
  target(input, "responses"),
);
