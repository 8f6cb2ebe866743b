import { type PrepareInput, ProviderConfigurationError, type UpstreamRequest } from "../adapter.ts";
import { chatHeaders } from "../shared/chat-headers.ts";
import { chatBody } from "../shared/chat-request.ts";
import { parseEndpoint } from "../shared/endpoint.ts";
import { authHeaders } from "./auth.ts";

/**
 * Where a host that imitates OpenAI takes an operation. An endpoint with a path is taken as the base of the API, as
 * OpenAI's own clients take theirs: `https://api.groq.com/openai/v1`. One without a path gets `/v1`.
 */
export function target(input: PrepareInput, operation: string): Omit<UpstreamRequest, "body" | "losses"> {
  const { deployment, request, endpointOverride, credentials } = input;
  const endpoint = endpointOverride ?? deployment.endpoint;
  if (endpoint === undefined) {
    const remedy = "Set it to the base URL of the API in the catalog, such as http://host:8000/v1.";
    throw new ProviderConfigurationError(`Provider ${deployment.provider} has no endpoint. ${remedy}`);
  }
  const { origin, prefix } = parseEndpoint(endpoint);
  return {
    method: "POST",
    origin,
    path: `${prefix || "/v1"}/${operation}`,
    headers: { ...chatHeaders(request.stream), ...authHeaders(credentials, deployment.provider) },
  };
}

/** Prepares a request to a host that imitates OpenAI. */
export function prepare(input: PrepareInput): UpstreamRequest {
  const streamUsage = input.deployment.streamUsage ?? !input.refusesStreamUsage;
  return {
    ...target(input, "chat/completions"),
    // The old name of the limit is the one that all of these hosts know.
    ...chatBody(input, { outputLimitName: "max_tokens", streamUsage, reasoning: "send" }),
  };
}
