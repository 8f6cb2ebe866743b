import type { ProviderAdapter } from "../adapter.ts";
import { readFailure } from "./errors.ts";
import { prepare } from "./request.ts";
import { createStreamReader, readResponse } from "./response.ts";

/** Anthropic's own API. */
export const anthropicAdapter: ProviderAdapter = {
  name: "anthropic",
  protocol: "anthropic-messages",
  prepare,
  readResponse,
  createStreamReader,
  readFailure,
};
