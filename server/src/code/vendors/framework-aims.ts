/** How the classes of LangChain and LlamaIndex are aimed at the gateway. */
import { all } from "./rows.ts";
import type { ClientClass, PythonMigration } from "./types.ts";

const OPENAI_CLASS: Omit<ClientClass, "name"> = {
  addressOptions: [{ name: "configuration", inner: "baseURL", atRunTime: "undecided" }],
  vendorOptions: [
    ...["apiKey", "openAIApiKey", "organization", "configuration.apiKey", "configuration.baseURL"],
    ...["configuration.basePath", "configuration.organization", "configuration.project"],
  ],
  applicationOptions: "all",
  aim: {
    ...{ path: "/v1", address: "configuration.baseURL", key: "apiKey", headers: "configuration.defaultHeaders" },
    ...{ surface: "langchain", modules: ["@langchain/openai"] },
  },
};

/** LangChain's classes that are aimed by their options; those of other vendors speak protocols of their own. */
export const LANGCHAIN_AIMED: readonly ClientClass[] = [
  ...["ChatOpenAI", "OpenAIEmbeddings", "ChatOpenAIResponses", "ChatOpenAICompletions"].map((name) => ({
    ...OPENAI_CLASS,
    name,
  })),
  {
    name: "ChatAnthropic",
    addressOptions: [
      { name: "anthropicApiUrl", atRunTime: "undecided" },
      { name: "clientOptions", inner: "baseURL", atRunTime: "undecided" },
    ],
    vendorOptions: [
      ...["apiKey", "anthropicApiKey", "anthropicApiUrl"],
      ...["clientOptions.apiKey", "clientOptions.authToken", "clientOptions.baseURL"],
    ],
    applicationOptions: "all",
    aim: {
      ...{ path: "", address: "anthropicApiUrl", key: "apiKey", headers: "clientOptions.defaultHeaders" },
      ...{ surface: "langchain", modules: ["@langchain/anthropic"] },
    },
  },
];

const LANGCHAIN_OPENAI = ["openai_api_base", "openai_api_key", "organization", "openai_organization", "openai_proxy"];
const LANGCHAIN_ANTHROPIC = ["anthropic_api_url", "anthropic_api_key", "anthropic_proxy"];
const LLAMA_ANTHROPIC = [...["region", "project_id", "aws_region", "aws_access_key_id", "aws_secret_access_key"]];

/** How a framework's class is aimed at the gateway in Python, of the module that is the vendor's alone. */
function pythonMigration(
  path: string,
  address: string,
  module: string,
  vendorKeywords: readonly string[],
): PythonMigration {
  return {
    ...{ module, plain: {}, path, address, key: "api_key", headers: "default_headers" },
    vendorKeywords: [address, "api_key", ...vendorKeywords],
    applicationKeywords: "all",
    surface: "langchain",
    modules: [module],
  };
}

/** LangChain's, in Python. */
export const LANGCHAIN_MIGRATIONS: Readonly<Record<string, PythonMigration>> = {
  ...all(pythonMigration("/v1", "base_url", "langchain_openai", LANGCHAIN_OPENAI), "ChatOpenAI", "OpenAIEmbeddings"),
  ChatAnthropic: pythonMigration("", "base_url", "langchain_anthropic", LANGCHAIN_ANTHROPIC),
};

/** LlamaIndex's, in Python. */
export const LLAMAINDEX_MIGRATIONS: Readonly<Record<string, PythonMigration>> = {
  OpenAI: pythonMigration("/v1", "api_base", "llama_index.llms.openai", ["api_version"]),
  OpenAIEmbedding: pythonMigration("/v1", "api_base", "llama_index.embeddings.openai", ["api_version"]),
  Anthropic: pythonMigration("", "base_url", "llama_index.llms.anthropic", LLAMA_ANTHROPIC),
};
