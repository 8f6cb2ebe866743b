import { withoutForeign } from "../../protocols/anthropic-messages/foreign-history.ts";
import { outputLimit } from "../../protocols/anthropic-messages/read-facts.ts";
import { serialiseRequest } from "../../protocols/anthropic-messages/serialise-request.ts";
import { isObject, type JsonObject, tokenCount } from "../../protocols/shared/json.ts";
import { type BodyPatches, patchRequestBody } from "../../protocols/shared/patch-request-body.ts";
import type { IngressRequest, PrepareInput, UpstreamRequest } from "../adapter.ts";
import { parseEndpoint } from "../shared/endpoint.ts";
import { authHeaders } from "./auth.ts";

const DEFAULT_ENDPOINT = "https://api.anthropic.com";

/** The version of the API that a translation writes: the latest that takes a temperature. */
const VERSION = "2023-06-01";

/** The least budget of thinking tokens that Anthropic takes. */
const LEAST_BUDGET = 1024;

/** Prepares a request to Anthropic. The endpoint may end with `/v1` or leave it out; both mean the same. */
export function prepare(input: PrepareInput): UpstreamRequest {
  return { ...addressed(input, "messages"), ...messagesBody(input) };
}

/** Prepares the question how many tokens a message has, which takes no limit of output. */
export function prepareCount(input: PrepareInput): UpstreamRequest {
  const { request, deployment } = input;
  const patches = { model: deployment.upstream, max_tokens: undefined, stream: undefined };
  return { ...addressed(input, "messages/count_tokens"), ...passThrough(request, patches) };
}

/** All of a request but its body. */
function addressed(
  { deployment, request, endpointOverride, credentials }: PrepareInput,
  operation: string,
): Pick<UpstreamRequest, "method" | "origin" | "path" | "headers"> {
  const { origin, prefix } = parseEndpoint(endpointOverride ?? deployment.endpoint ?? DEFAULT_ENDPOINT);
  const base = prefix.endsWith("/v1") ? prefix : `${prefix}/v1`;
  return {
    method: "POST",
    origin,
    path: `${base}/${operation}`,
    headers: {
      "content-type": "application/json",
      accept: request.stream ? "text/event-stream" : "application/json",
      "user-agent": "fairlead",
      "anthropic-version": VERSION,
      // The caller's own version and betas belong to the bytes that pass through, and to no translation.
      ...(request.protocol.startsWith("anthropic-") ? request.headers : {}),
      ...authHeaders(credentials, deployment.provider),
    },
  };
}

/** The caller's own text with a few members set, or a translation. */
function messagesBody({
  request,
  deployment,
  maxOutputTokens,
}: PrepareInput): Pick<UpstreamRequest, "body" | "losses"> {
  const model = deployment.upstream;
  if (request.protocol !== "anthropic-messages") {
    const neutral = request.neutral();
    const limit = Math.min(neutral.maxOutputTokens ?? Number.POSITIVE_INFINITY, maxOutputTokens);
    const { body, losses } = serialiseRequest(neutral, { model, maxOutputTokens: limit });
    return { body: JSON.stringify(body), losses };
  }
  const { body } = request;
  const limit = Math.min(outputLimit(body) ?? Number.POSITIVE_INFINITY, maxOutputTokens);
  return passThrough(request, { model, max_tokens: limit, ...thinkingWithin(body, limit) });
}

/** The caller's own text with these members set. */
function passThrough({ body, text }: IngressRequest, patches: BodyPatches): Pick<UpstreamRequest, "body" | "losses"> {
  const own = withoutForeign(body);
  const messages = own ? { messages: own.messages } : {};
  return { body: patchRequestBody(text, body, { ...patches, ...messages }), losses: own?.losses ?? [] };
}

/** A budget for thinking must be below the limit of the whole: where the policy lowers the one, the other follows. */
function thinkingWithin(body: JsonObject, limit: number): { thinking?: unknown } {
  const { thinking } = body;
  const budget = isObject(thinking) ? tokenCount(thinking.budget_tokens) : undefined;
  const asked = outputLimit(body);
  if (!isObject(thinking) || budget === undefined || asked === undefined) return {};
  if (budget < limit || budget >= asked || limit <= LEAST_BUDGET) return {};
  return { thinking: { ...thinking, budget_tokens: limit - 1 } };
}
