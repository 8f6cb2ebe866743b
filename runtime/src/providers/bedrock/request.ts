import { outputLimit } from "../../protocols/bedrock-converse/read-facts.ts";
import { serialiseRequest } from "../../protocols/bedrock-converse/serialise-request.ts";
import { isObject } from "../../protocols/shared/json.ts";
import { patchRequestBody } from "../../protocols/shared/patch-request-body.ts";
import { type PrepareInput, ProviderConfigurationError, type UpstreamRequest } from "../adapter.ts";
import { parseEndpoint } from "../shared/endpoint.ts";
import { authHeaders } from "./auth.ts";
import { withClaudeThinking } from "./claude-thinking.ts";

/** Prepares a Converse or ConverseStream request. `upstream` is a model id, an inference profile or an ARN. */
export async function prepare(input: PrepareInput): Promise<UpstreamRequest> {
  const { deployment, request, credentials, now } = input;
  const { origin, prefix } = parseEndpoint(endpointOf(input));
  const operation = request.stream ? "converse-stream" : "converse";
  const unsigned = {
    origin,
    path: `${prefix}/model/${encodeURIComponent(deployment.upstream)}/${operation}`,
    headers: {
      "content-type": "application/json",
      accept: request.stream ? "application/vnd.amazon.eventstream" : "application/json",
      "user-agent": "fairlead",
    },
    ...converseBody(input),
  };
  const { region, provider } = deployment;
  return { method: "POST", ...unsigned, headers: await authHeaders(unsigned, { credentials, region, provider, now }) };
}

function endpointOf({ deployment, endpointOverride }: PrepareInput): string {
  const endpoint = endpointOverride ?? deployment.endpoint;
  if (endpoint !== undefined) return endpoint;
  const { region, provider } = deployment;
  if (region === undefined || !/^[a-z0-9-]{1,40}$/.test(region)) {
    const remedy = "Set one such as eu-central-1 in the catalog.";
    throw new ProviderConfigurationError(`Provider ${provider} has no region of AWS. ${remedy}`);
  }
  return `https://bedrock-runtime.${region}.amazonaws.com`;
}

/** The caller's own text with the output limit set, or a translation. */
function converseBody({
  request,
  deployment,
  maxOutputTokens,
}: PrepareInput): Pick<UpstreamRequest, "body" | "losses"> {
  if (request.protocol !== "bedrock-converse") {
    const neutral = request.neutral();
    const limit = Math.min(neutral.maxOutputTokens ?? Number.POSITIVE_INFINITY, maxOutputTokens);
    const { upstream } = deployment;
    const serialised = serialiseRequest(neutral, { maxOutputTokens: limit });
    const { body, losses } = withClaudeThinking(serialised, neutral, { upstream, maxOutputTokens: limit });
    return { body: JSON.stringify(body), losses };
  }
  const { body, text } = request;
  const inference = isObject(body.inferenceConfig) ? body.inferenceConfig : {};
  const maxTokens = Math.min(outputLimit(body) ?? Number.POSITIVE_INFINITY, maxOutputTokens);
  // Some SDKs repeat the path's model id in the body; the deployment's own stands in the path.
  const patches = { inferenceConfig: { ...inference, maxTokens }, modelId: undefined };
  return { body: patchRequestBody(text, body, patches), losses: [] };
}
