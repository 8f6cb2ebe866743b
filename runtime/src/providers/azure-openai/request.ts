import { type PrepareInput, ProviderConfigurationError, type UpstreamRequest } from "../adapter.ts";
import { chatHeaders } from "../shared/chat-headers.ts";
import { type ChatDialect, chatBody } from "../shared/chat-request.ts";
import { parseEndpoint } from "../shared/endpoint.ts";
import { authHeaders } from "./auth.ts";

/** The latest version of the inference API that is generally available under dates. */
const DEFAULT_API_VERSION = "2024-10-21";

const DIALECT: ChatDialect = { outputLimitName: "max_completion_tokens", streamUsage: true, reasoning: "drop" };

type Target = Omit<UpstreamRequest, "body" | "losses">;

/**
 * Where an Azure OpenAI resource takes an operation on a deployment. `upstream` is the deployment's name there, which
 * the path holds; an endpoint may end with `/openai` or leave it out.
 */
export function deploymentTarget(input: PrepareInput, operation: string): Target {
  const { upstream, apiVersion } = input.deployment;
  const version = encodeURIComponent(apiVersion ?? DEFAULT_API_VERSION);
  return resourceTarget(input, `deployments/${encodeURIComponent(upstream)}/${operation}?api-version=${version}`);
}

/** Where an Azure OpenAI resource takes what has no deployment in its path. */
export function resourceTarget(input: PrepareInput, path: string): Target {
  const { deployment, request, endpointOverride, credentials } = input;
  const endpoint = endpointOverride ?? deployment.endpoint;
  if (endpoint === undefined) {
    const remedy = "Set it to https://NAME.openai.azure.com in the catalog.";
    throw new ProviderConfigurationError(`Provider ${deployment.provider} has no endpoint. ${remedy}`);
  }
  const { origin, prefix } = parseEndpoint(endpoint);
  const base = prefix.endsWith("/openai") ? prefix : `${prefix}/openai`;
  return {
    method: "POST",
    origin,
    path: `${base}/${path}`,
    headers: { ...chatHeaders(request.stream), ...authHeaders(credentials, deployment.provider) },
  };
}

/** Prepares a request to an Azure OpenAI resource. */
export function prepare(input: PrepareInput): UpstreamRequest {
  return { ...deploymentTarget(input, "chat/completions"), ...chatBody(input, DIALECT) };
}
