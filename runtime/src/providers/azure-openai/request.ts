import { type PrepareInput, ProviderConfigurationError, type UpstreamRequest } from "../adapter.ts";
import { chatHeaders } from "../shared/chat-headers.ts";
import { type ChatDialect, chatBody } from "../shared/chat-request.ts";
import { parseEndpoint } from "../shared/endpoint.ts";
import { authHeaders } from "./auth.ts";

/** The latest version of the inference API that is generally available under dates. */
const DEFAULT_API_VERSION = "2024-10-21";

const DIALECT: ChatDialect = { outputLimitName: "max_completion_tokens", streamUsage: true, reasoning: "drop" };

/**
 * Prepares a request to an Azure OpenAI resource. `upstream` is the name of the deployment there, which the path
 * holds; an endpoint may end with `/openai` or leave it out.
 */
export async function prepare(input: PrepareInput): Promise<UpstreamRequest> {
  const { deployment, request, endpointOverride, credentials } = input;
  const endpoint = endpointOverride ?? deployment.endpoint;
  if (endpoint === undefined) {
    const remedy = "Set it to https://NAME.openai.azure.com in the catalog.";
    throw new ProviderConfigurationError(`Provider ${deployment.provider} has no endpoint. ${remedy}`);
  }
  const { origin, prefix } = parseEndpoint(endpoint);
  const base = prefix.endsWith("/openai") ? prefix : `${prefix}/openai`;
  const version = encodeURIComponent(deployment.apiVersion ?? DEFAULT_API_VERSION);
  return {
    method: "POST",
    origin,
    path: `${base}/deployments/${encodeURIComponent(deployment.upstream)}/chat/completions?api-version=${version}`,
    headers: { ...chatHeaders(request.stream), ...authHeaders(credentials, deployment.provider) },
    ...chatBody(input, DIALECT),
  };
}
