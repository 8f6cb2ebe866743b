/** How the classes of LlamaIndex are aimed at the gateway. */
import { pythonMigration } from "./langchain-aims.ts";
import type { ClientClass, PythonMigration } from "./types.ts";

const OPENAI_CLASS: Omit<ClientClass, "name"> = {
  addressOptions: [
    { name: "baseURL", atRunTime: "undecided" },
    { name: "additionalSessionOptions", inner: "baseURL", atRunTime: "undecided" },
  ],
  vendorOptions: [
    ...["baseURL", "apiKey", "additionalSessionOptions.apiKey", "additionalSessionOptions.baseURL"],
    ...["additionalSessionOptions.organization", "additionalSessionOptions.project"],
  ],
  applicationOptions: "all",
  refusedOptions: {
    session: "it hands in a client of its own: migrate that one",
    azure: "it makes the client Azure's: take it out first",
  },
  aim: {
    ...{ path: "/v1", address: "baseURL", key: "apiKey", headers: "additionalSessionOptions.defaultHeaders" },
    ...{ surface: "langchain", modules: ["@llamaindex/openai"] },
  },
};

/** LlamaIndex's classes for JavaScript that take an address and headers. */
export const LLAMAINDEX_AIMED: readonly ClientClass[] = [
  ...["OpenAI", "OpenAIEmbedding"].map((name) => ({ ...OPENAI_CLASS, name })),
  {
    name: "Gemini",
    addressOptions: [{ name: "httpOptions", inner: "baseUrl", atRunTime: "undecided" }],
    vendorOptions: ["apiKey", "httpOptions.baseUrl", "httpOptions.apiVersion"],
    applicationOptions: "all",
    aim: {
      ...{ path: "", address: "httpOptions.baseUrl", key: "apiKey", headers: "httpOptions.headers" },
      ...{ surface: "langchain", modules: ["@llamaindex/google"] },
    },
  },
];

const ANTHROPIC_KEYWORDS = ["region", "project_id", "aws_region", "aws_access_key_id", "aws_secret_access_key"];
const AZURE_KEYWORDS = ["azure_ad_token_provider", "use_azure_ad"];

/** One of the classes for Azure. The deployment, by whatever name it goes, stays: it is what they call the model. */
function azure(name: string, module: string): PythonMigration {
  return pythonMigration("", "azure_endpoint", module, AZURE_KEYWORDS, {
    refusedKeywords: { api_base: "it names the deployment within the address: write azure_endpoint and engine" },
    cautions: {
      [name]:
        "it calls models by the names of their Azure deployments: see that the catalog knows them, or that the route decides",
    },
  });
}

/** LlamaIndex's, in Python. */
export const LLAMAINDEX_MIGRATIONS: Readonly<Record<string, PythonMigration>> = {
  OpenAI: pythonMigration("/v1", "api_base", "llama_index.llms.openai", ["api_version"]),
  OpenAIEmbedding: pythonMigration("/v1", "api_base", "llama_index.embeddings.openai", ["api_version"]),
  Anthropic: pythonMigration("", "base_url", "llama_index.llms.anthropic", ANTHROPIC_KEYWORDS),
  AzureOpenAI: azure("AzureOpenAI", "llama_index.llms.azure_openai"),
  AzureOpenAIEmbedding: azure("AzureOpenAIEmbedding", "llama_index.embeddings.azure_openai"),
  GoogleGenAI: pythonMigration("", "http_options.base_url", "llama_index.llms.google_genai", ["vertexai_config"], {
    headers: "http_options.headers",
    cautions: {
      GoogleGenAI: "it asks for the model's limits when it is made: see that the catalog has the model by that name",
    },
  }),
};
