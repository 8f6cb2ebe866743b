import type { ProviderAdapter } from "../adapter.ts";
import { readFailure } from "./errors.ts";
import { prepare, prepareCount } from "./request.ts";
import { createStreamReader, readCount, readResponse } from "./response.ts";

/** Google's Gemini API, and Vertex AI where the provider's endpoint names a project and a location. */
export const geminiAdapter: ProviderAdapter = {
  name: "gemini",
  protocol: "gemini",
  prepare,
  readResponse,
  createStreamReader,
  readFailure,
};

/** Its count of a request's tokens. */
export const geminiTokenCount: ProviderAdapter = {
  ...geminiAdapter,
  protocol: "gemini-count-tokens",
  prepare: prepareCount,
  readResponse: readCount,
};
