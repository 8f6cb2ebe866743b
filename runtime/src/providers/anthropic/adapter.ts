import type { ProviderAdapter } from "../adapter.ts";
import { readFailure } from "./errors.ts";
import { prepare, prepareCount } from "./request.ts";
import { createStreamReader, readCount, readResponse } from "./response.ts";

/** Anthropic's own API. */
export const anthropicAdapter: ProviderAdapter = {
  name: "anthropic",
  protocol: "anthropic-messages",
  prepare,
  readResponse,
  createStreamReader,
  readFailure,
};

/** Its count of a message's tokens. */
export const anthropicTokenCount: ProviderAdapter = {
  ...anthropicAdapter,
  protocol: "anthropic-count-tokens",
  prepare: prepareCount,
  readResponse: readCount,
};
