import type { ProviderAdapter } from "../adapter.ts";
import { embeddingsAdapter } from "../shared/embeddings.ts";
import { responsesAdapter } from "../shared/responses.ts";
import { readFailure } from "./errors.ts";
import { deploymentTarget, prepare, resourceTarget } from "./request.ts";
import { createStreamReader, readResponse } from "./response.ts";

/** OpenAI's models in a resource on Azure. */
export const azureOpenAIAdapter: ProviderAdapter = {
  name: "azure-openai",
  protocol: "openai-chat",
  prepare,
  readResponse,
  createStreamReader,
  readFailure,
};

export const azureOpenAIEmbeddings = embeddingsAdapter(azureOpenAIAdapter, (input) =>
  deploymentTarget(input, "embeddings"),
);

export const azureOpenAIResponses = responsesAdapter(azureOpenAIAdapter, (input) =>
  resourceTarget(input, "v1/responses"),
);
