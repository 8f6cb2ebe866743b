import type { NeutralResponse, Usage } from "../../protocols/neutral.ts";
import { parseResponse } from "../../protocols/openai-embeddings/parse-response.ts";
import { patchRequestBody } from "../../protocols/shared/patch-request-body.ts";
import type { PrepareInput, ProviderAdapter, UpstreamRequest } from "../adapter.ts";

/** Where a host of OpenAI's protocol takes requests for embeddings, and with which headers. */
type Target = (input: PrepareInput) => Omit<UpstreamRequest, "body" | "losses">;

/** How a host of OpenAI's protocol makes embeddings: the caller's own text with the model's name there. */
export function embeddingsAdapter(chat: ProviderAdapter, target: Target): ProviderAdapter {
  return {
    ...chat,
    protocol: "openai-embeddings",
    prepare(input) {
      const { request, deployment } = input;
      const body = patchRequestBody(request.text, request.body, { model: deployment.upstream });
      return { ...target(input), body, losses: [] };
    },
    readResponse: readEmbeddings,
  };
}

function readEmbeddings(body: string): { response: NeutralResponse; usage: Usage } {
  const response = parseResponse(body);
  return { response, usage: response.usage };
}
