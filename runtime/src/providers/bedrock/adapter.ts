import type { ProviderAdapter } from "../adapter.ts";
import { readFailure } from "./errors.ts";
import { prepare } from "./request.ts";
import { createStreamReader, readResponse } from "./response.ts";

/** Amazon Bedrock through Converse and ConverseStream. */
export const bedrockAdapter: ProviderAdapter = {
  name: "bedrock",
  protocol: "bedrock-converse",
  prepare,
  readResponse,
  createStreamReader,
  readFailure,
};
