/** The provider that a vendor's clients call, as it stands in a catalog. */
import type { AdapterName } from "@fairlead/runtime/documents";

export interface KnownProvider {
  id: string;
  adapter: AdapterName;
  /** The vendor's own, in the form that speaks OpenAI's protocol, from its API reference. */
  endpoint?: string;
  /** Name of the environment variable that the vendor's SDK reads. */
  env?: string;
  chain?: "aws" | "none";
  region?: string;
  /** What a person has to put right. */
  decide?: string;
}

const AZURE: KnownProvider = {
  id: "azure-openai",
  adapter: "azure-openai",
  endpoint: "https://choose-your-resource.openai.azure.com",
  env: "AZURE_OPENAI_API_KEY",
  decide: "the endpoint is that of your own resource, and upstream names are those of your own deployments",
};

const BY_VENDOR: Readonly<Record<string, KnownProvider>> = {
  openai: { id: "openai", adapter: "openai", env: "OPENAI_API_KEY" },
  bedrock: {
    id: "bedrock-us-east-1",
    adapter: "bedrock",
    region: "us-east-1",
    chain: "aws",
    decide: "the region is a guess; put your own, also in its name",
  },
  anthropic: compatible("anthropic", "https://api.anthropic.com/v1", "ANTHROPIC_API_KEY"),
  google: compatible("google", "https://generativelanguage.googleapis.com/v1beta/openai", "GEMINI_API_KEY"),
  mistral: compatible("mistral", "https://api.mistral.ai/v1", "MISTRAL_API_KEY"),
  cohere: compatible("cohere", "https://api.cohere.ai/compatibility/v1", "COHERE_API_KEY"),
  groq: compatible("groq", "https://api.groq.com/openai/v1", "GROQ_API_KEY"),
  together: compatible("together", "https://api.together.xyz/v1", "TOGETHER_API_KEY"),
  deepseek: compatible("deepseek", "https://api.deepseek.com/v1", "DEEPSEEK_API_KEY"),
  xai: compatible("xai", "https://api.x.ai/v1", "XAI_API_KEY"),
  openrouter: compatible("openrouter", "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY"),
};

function compatible(id: string, endpoint: string, env: string): KnownProvider {
  return { id, adapter: "openai-compatible", endpoint, env };
}

/** Vendors that sell what others make under the makers' names. */
const RESELLERS: ReadonlySet<string> = new Set(["groq", "together", "openrouter"]);

/**
 * The provider of a model in a file, by the vendors that the file calls: one that resells, or the family's own. Azure
 * stands for OpenAI where the file makes Azure's client. Undefined where no provider is known.
 */
export function providerOf(family: string, vendors: ReadonlySet<string>, azure: boolean): KnownProvider | undefined {
  if (family === "openai" && azure) return AZURE;
  if (vendors.has(family)) return BY_VENDOR[family];
  const reseller = [...vendors].find((vendor) => RESELLERS.has(vendor));
  return BY_VENDOR[reseller ?? family];
}
