import type { PrepareInput, UpstreamRequest } from "../adapter.ts";
import { chatHeaders } from "../shared/chat-headers.ts";
import { type ChatDialect, chatBody } from "../shared/chat-request.ts";
import { parseEndpoint } from "../shared/endpoint.ts";
import { authHeaders } from "./auth.ts";

const DEFAULT_ENDPOINT = "https://api.openai.com/v1";

const DIALECT: ChatDialect = { outputLimitName: "max_completion_tokens", streamUsage: true, reasoning: "drop" };

/** A version at the end of a path, as in `/v1`. */
const VERSION = /\/v\d+[a-z0-9]*$/;

/** Where OpenAI takes an operation. The endpoint may end with `/v1` or leave it out; both mean the same. */
export function target(input: PrepareInput, operation: string): Omit<UpstreamRequest, "body" | "losses"> {
  const { deployment, request, endpointOverride, credentials } = input;
  const { origin, prefix } = parseEndpoint(endpointOverride ?? deployment.endpoint ?? DEFAULT_ENDPOINT);
  const base = VERSION.test(prefix) ? prefix : `${prefix}/v1`;
  return {
    method: "POST",
    origin,
    path: `${base}/${operation}`,
    headers: { ...chatHeaders(request.stream), ...authHeaders(credentials, deployment.provider) },
  };
}

/** Prepares a request to OpenAI. */
export function prepare(input: PrepareInput): UpstreamRequest {
  return { ...target(input, "chat/completions"), ...chatBody(input, DIALECT) };
}
