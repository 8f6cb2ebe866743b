import type { ProviderAdapter } from "../adapter.ts";
import { readFailure } from "./errors.ts";
import { prepare } from "./request.ts";
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
