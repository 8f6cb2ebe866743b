import { outputLimit, outputLimitPatches } from "../../protocols/gemini/generation-config.ts";
import { serialiseRequest } from "../../protocols/gemini/serialise-request.ts";
import { FOREIGN_MARK, withoutForeign } from "../../protocols/gemini/signature.ts";
import { isObject } from "../../protocols/shared/json.ts";
import { patchRequestBody } from "../../protocols/shared/patch-request-body.ts";
import type { PrepareInput, UpstreamRequest } from "../adapter.ts";
import { parseEndpoint } from "../shared/endpoint.ts";
import { authHeaders } from "./auth.ts";

const DEFAULT_ENDPOINT = "https://generativelanguage.googleapis.com";

/** The end of Vertex AI's endpoints: `https://LOCATION-aiplatform.googleapis.com/v1/projects/P/locations/L`. */
const VERTEX = /\/projects\/[^/]+\/locations\/[^/]+\/?$/;
/** A version within a path, as in `/v1beta`. */
const VERSION = /\/v\d+[a-z0-9]*(?:\/|$)/;

/** Prepares a generateContent or streamGenerateContent request. `upstream` is a model, or a resource with slashes. */
export function prepare(input: PrepareInput): UpstreamRequest {
  const operation = input.request.stream ? "streamGenerateContent?alt=sse" : "generateContent";
  return { ...addressed(input, operation), ...geminiBody(input) };
}

/** Prepares the question how many tokens a request has. */
export function prepareCount(input: PrepareInput): UpstreamRequest {
  const { body, text } = input.request;
  const patches = Object.fromEntries(
    ["generateContentRequest", "generate_content_request"].flatMap((name) => {
      const inner = body[name];
      // A whole request names its model itself.
      return isObject(inner) ? [[name, { ...inner, model: `models/${input.deployment.upstream}` }]] : [];
    }),
  );
  const patched = patchRequestBody(text, body, { ...patches, model: undefined });
  return { ...addressed(input, "countTokens"), body: patched, losses: [] };
}

/** All of a request but its body. */
function addressed(
  { deployment, request, endpointOverride, credentials }: PrepareInput,
  operation: string,
): Pick<UpstreamRequest, "method" | "origin" | "path" | "headers"> {
  const { origin, prefix } = parseEndpoint(endpointOverride ?? deployment.endpoint ?? DEFAULT_ENDPOINT);
  const base = VERSION.test(prefix) ? prefix : `${prefix}/v1beta`;
  return {
    method: "POST",
    origin,
    path: `${base}/${resource(deployment.upstream, prefix)}:${operation}`,
    headers: {
      "content-type": "application/json",
      accept: request.stream ? "text/event-stream" : "application/json",
      "user-agent": "fairlead",
      ...authHeaders(credentials, deployment.provider, isVertex(deployment.endpoint)),
    },
  };
}

/** Whether the catalog says that this is Vertex AI, whatever stands in for it. */
function isVertex(endpoint: string | undefined): boolean {
  return endpoint !== undefined && VERTEX.test(endpoint);
}

/** The path of a model behind its endpoint; tuned models and endpoints of Vertex AI are named with their kind. */
function resource(upstream: string, prefix: string): string {
  if (upstream.includes("/")) return upstream.split("/").map(encodeURIComponent).join("/");
  const model = `models/${encodeURIComponent(upstream)}`;
  return VERTEX.test(prefix) ? `publishers/google/${model}` : model;
}

/** The caller's own text with the output limit set, or a translation. */
function geminiBody({ request, deployment, maxOutputTokens }: PrepareInput): Pick<UpstreamRequest, "body" | "losses"> {
  const { body, text } = request;
  if (request.protocol === "gemini") {
    const limit = Math.min(outputLimit(body) ?? Number.POSITIVE_INFINITY, maxOutputTokens);
    // The model stands in the path; one in the body would be another's.
    const patches = { ...outputLimitPatches(body, limit), model: undefined };
    const contents = text.includes(FOREIGN_MARK) ? withoutForeign(body.contents) : undefined;
    if (!contents) return { body: patchRequestBody(text, body, patches), losses: [] };
    const losses = [{ path: "/contents", reason: "reasoning of another provider's model is not sent" }];
    return { body: patchRequestBody(text, body, { ...patches, contents }), losses };
  }
  const neutral = request.neutral();
  const translated = serialiseRequest(neutral, {
    model: deployment.upstream,
    isVertex: isVertex(deployment.endpoint),
    maxOutputTokens: Math.min(neutral.maxOutputTokens ?? Number.POSITIVE_INFINITY, maxOutputTokens),
  });
  return { body: JSON.stringify(translated.body), losses: translated.losses };
}
