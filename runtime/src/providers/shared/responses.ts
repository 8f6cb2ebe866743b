import type { NeutralResponse, Usage } from "../../protocols/neutral.ts";
import { readEncrypted } from "../../protocols/openai-responses/encrypted-content.ts";
import { parseResponse } from "../../protocols/openai-responses/parse-response.ts";
import { serialiseRequest } from "../../protocols/openai-responses/serialise-request.ts";
import { createStreamReader } from "../../protocols/openai-responses/stream-reader.ts";
import { isObject, tokenCount } from "../../protocols/shared/json.ts";
import { patchRequestBody } from "../../protocols/shared/patch-request-body.ts";
import type { PrepareInput, ProviderAdapter, UpstreamRequest } from "../adapter.ts";

/** Where a host takes requests for Responses, and with which headers. */
type Target = (input: PrepareInput) => Omit<UpstreamRequest, "body" | "losses">;

/** How a host of OpenAI's Responses is spoken to: callers of the same by their own text with a few members set. */
export function responsesAdapter(chat: ProviderAdapter, target: Target): ProviderAdapter {
  return {
    ...chat,
    protocol: "openai-responses",
    prepare: (input) => ({ ...target(input), ...responsesBody(input) }),
    readResponse,
    createStreamReader,
  };
}

function responsesBody(input: PrepareInput): Pick<UpstreamRequest, "body" | "losses"> {
  const { request, deployment } = input;
  if (request.protocol === "openai-responses") return passThrough(input);
  const neutral = request.neutral();
  const { body, losses } = serialiseRequest(neutral, {
    model: deployment.upstream,
    maxOutputTokens: Math.min(neutral.maxOutputTokens ?? Number.POSITIVE_INFINITY, input.maxOutputTokens),
  });
  return { body: JSON.stringify(body), losses };
}

function passThrough({ request, deployment, maxOutputTokens }: PrepareInput): Pick<UpstreamRequest, "body" | "losses"> {
  const { body, text } = request;
  const input = Array.isArray(body.input) ? body.input : [];
  const own = input.filter((item) => !isOthersReasoning(item));
  const patched = patchRequestBody(text, body, {
    model: deployment.upstream,
    max_output_tokens: Math.min(tokenCount(body.max_output_tokens) ?? Number.POSITIVE_INFINITY, maxOutputTokens),
    // Without it OpenAI keeps every answer.
    ...(body.store === true ? {} : { store: false }),
    ...(own.length < input.length ? { input: own } : {}),
  });
  const losses = input.flatMap((item, index) =>
    isOthersReasoning(item)
      ? [{ path: `/input/${index}`, reason: "reasoning of another provider's model is not sent" }]
      : [],
  );
  return { body: patched, losses };
}

/** Reasoning that another provider made before this one's turn came: OpenAI refuses what it did not encrypt itself. */
function isOthersReasoning(item: unknown): boolean {
  if (!isObject(item) || item.type !== "reasoning") return false;
  const kind = readEncrypted(item.encrypted_content)?.kind;
  return kind !== undefined && kind !== "own";
}

function readResponse(body: string): { response: NeutralResponse; usage: Usage } {
  const response = parseResponse(body);
  return { response, usage: response.usage };
}
