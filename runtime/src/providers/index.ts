/** The providers that the gateway can speak to. A new one is a folder with the same files, and a line here. */
import type { AdapterName } from "../documents/vocabulary.ts";
import type { CompiledDeployment } from "../policy/types.ts";
import type { IngressRequest } from "../protocols/caller.ts";
import type { WireProtocol } from "../protocols/neutral.ts";
import type { ProviderAdapter } from "./adapter.ts";
import { anthropicAdapter, anthropicTokenCount } from "./anthropic/adapter.ts";
import { azureOpenAIAdapter, azureOpenAIEmbeddings, azureOpenAIResponses } from "./azure-openai/adapter.ts";
import { bedrockAdapter } from "./bedrock/adapter.ts";
import { geminiAdapter, geminiTokenCount } from "./gemini/adapter.ts";
import { openAIAdapter, openAIEmbeddings, openAIResponses } from "./openai/adapter.ts";
import {
  openAICompatibleAdapter,
  openAICompatibleEmbeddings,
  openAICompatibleResponses,
} from "./openai-compatible/adapter.ts";

export * from "./adapter.ts";

const ADAPTERS: Readonly<Record<AdapterName, ProviderAdapter>> = {
  openai: openAIAdapter,
  "azure-openai": azureOpenAIAdapter,
  "openai-compatible": openAICompatibleAdapter,
  anthropic: anthropicAdapter,
  bedrock: bedrockAdapter,
  gemini: geminiAdapter,
};

/** Where vectors can be had: nobody else's requests for them can be translated. */
const EMBEDDINGS: Readonly<Partial<Record<AdapterName, ProviderAdapter>>> = {
  openai: openAIEmbeddings,
  "azure-openai": azureOpenAIEmbeddings,
  "openai-compatible": openAICompatibleEmbeddings,
};

/** Who may speak Responses; of those that imitate OpenAI only some do, which the catalog says. */
const RESPONSES: Readonly<Partial<Record<AdapterName, ProviderAdapter>>> = {
  openai: openAIResponses,
  "azure-openai": azureOpenAIResponses,
  "openai-compatible": openAICompatibleResponses,
};

export function adapterFor(name: AdapterName): ProviderAdapter {
  return ADAPTERS[name];
}

/**
 * How a deployment is spoken to for a request. An answer that is begun already is asked for in Chat Completions where a
 * host imitates OpenAI: its Responses have no words for that.
 */
export function adapterForRequest(deployment: CompiledDeployment, request: IngressRequest): ProviderAdapter {
  const { adapter, responses } = deployment;
  return adapterServing({ adapter, responses: request.isBegun ? false : responses }, request.protocol);
}

/**
 * How a deployment is spoken to for a caller of this protocol: some providers speak several, and then the caller's own
 * is best, because the bytes pass through.
 */
export function adapterServing(
  { adapter, responses }: Pick<CompiledDeployment, "adapter" | "responses">,
  caller: WireProtocol,
): ProviderAdapter {
  const chat = ADAPTERS[adapter];
  if (caller === "anthropic-count-tokens" && adapter === "anthropic") return anthropicTokenCount;
  if (caller === "gemini-count-tokens" && adapter === "gemini") return geminiTokenCount;
  if (caller === "openai-embeddings") return EMBEDDINGS[adapter] ?? chat;
  const wanted = responses === "only" || (responses && caller === "openai-responses");
  return (wanted ? RESPONSES[adapter] : undefined) ?? chat;
}
