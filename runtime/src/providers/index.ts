/** The providers that the gateway can speak to. A new one is a folder with the same files, and a line here. */
import type { AdapterName } from "../documents/vocabulary.ts";
import type { CompiledDeployment } from "../policy/types.ts";
import type { WireProtocol } from "../protocols/neutral.ts";
import type { ProviderAdapter } from "./adapter.ts";
import { anthropicAdapter } from "./anthropic/adapter.ts";
import { azureOpenAIAdapter, azureOpenAIEmbeddings } from "./azure-openai/adapter.ts";
import { bedrockAdapter } from "./bedrock/adapter.ts";
import { openAIAdapter, openAIEmbeddings } from "./openai/adapter.ts";
import { openAICompatibleAdapter, openAICompatibleEmbeddings } from "./openai-compatible/adapter.ts";

export * from "./adapter.ts";

const ADAPTERS: Readonly<Record<AdapterName, ProviderAdapter>> = {
  openai: openAIAdapter,
  "azure-openai": azureOpenAIAdapter,
  "openai-compatible": openAICompatibleAdapter,
  anthropic: anthropicAdapter,
  bedrock: bedrockAdapter,
};

/** Where vectors can be had: nobody else's requests for them can be translated. */
const EMBEDDINGS: Readonly<Partial<Record<AdapterName, ProviderAdapter>>> = {
  openai: openAIEmbeddings,
  "azure-openai": azureOpenAIEmbeddings,
  "openai-compatible": openAICompatibleEmbeddings,
};

export function adapterFor(name: AdapterName): ProviderAdapter {
  return ADAPTERS[name];
}

/**
 * How a deployment is spoken to for a caller of this protocol: some providers speak several, and then the caller's own
 * is best, because the bytes pass through.
 */
export function adapterServing({ adapter }: CompiledDeployment, caller: WireProtocol): ProviderAdapter {
  const own = caller === "openai-embeddings" ? EMBEDDINGS[adapter] : undefined;
  return own ?? ADAPTERS[adapter];
}
