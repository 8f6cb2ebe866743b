/** How the classes of LangChain are aimed at the gateway. */
import { all } from "./rows.ts";
import type { AimedOptions, ClientClass, PythonMigration } from "./types.ts";

const DIALECT =
  "the gateway speaks OpenAI's own protocol: see that nothing that the vendor adds to it is needed, and that the " +
  "workload's route has the model";
const DEPLOYMENTS =
  "it calls models by the names of their Azure deployments: see that the catalog knows them, or that the route decides";

const BY_AZURE = "it makes the client Azure's: write AzureChatOpenAI, or leave it out";
const AZURE_OPTIONS = [
  ...["azureOpenAIApiKey", "azureOpenAIApiInstanceName", "azureOpenAIApiDeploymentName", "azureOpenAIApiVersion"],
  ...["azureOpenAIBasePath", "azureOpenAIEndpoint", "azureADTokenProvider"],
  ...["azureOpenAIApiEmbeddingsDeploymentName", "azureOpenAIApiCompletionsDeploymentName"],
];

const CONFIGURATION = ["apiKey", "baseURL", "basePath", "organization", "project"].map(
  (name) => `configuration.${name}`,
);

const OPENAI_CLASS: Omit<ClientClass, "name"> = {
  addressOptions: [{ name: "configuration", inner: "baseURL", atRunTime: "undecided" }],
  vendorOptions: ["apiKey", "openAIApiKey", "organization", ...CONFIGURATION],
  applicationOptions: "all",
  refusedOptions: all(BY_AZURE, ...AZURE_OPTIONS),
  aim: {
    ...{ path: "/v1", address: "configuration.baseURL", key: "apiKey", headers: "configuration.defaultHeaders" },
    ...{ surface: "langchain", modules: ["@langchain/openai"] },
  },
};

/** The deployment stays, which is what it calls the model; its base path is what all its versions look at first. */
const AZURE_CLASS: Omit<ClientClass, "name"> = {
  addressOptions: [
    { name: "azureOpenAIEndpoint", atRunTime: "vendor" },
    { name: "azureOpenAIBasePath", atRunTime: "vendor" },
    { name: "configuration", inner: "baseURL", atRunTime: "undecided" },
  ],
  vendorOptions: [
    ...["apiKey", "openAIApiKey", "organization", "azureOpenAIApiKey", "azureOpenAIApiInstanceName"],
    ...["azureOpenAIBasePath", "azureOpenAIEndpoint", "azureADTokenProvider", ...CONFIGURATION],
  ],
  applicationOptions: "all",
  aim: {
    ...{ path: "/openai/deployments", address: "azureOpenAIBasePath", key: "azureOpenAIApiKey" },
    ...{ headers: "configuration.defaultHeaders", surface: "langchain", modules: ["@langchain/openai"] },
    caution: DEPLOYMENTS,
  },
};

/** A class with options of its own for address, key and headers. */
function aimed(
  name: string,
  module: string,
  vendorOptions: readonly string[],
  aim: Partial<AimedOptions>,
): ClientClass {
  const whole = { path: "", address: "baseUrl", key: "apiKey", headers: "defaultHeaders", ...aim };
  return {
    name,
    addressOptions: [{ name: whole.address, atRunTime: "undecided" }],
    vendorOptions: [whole.address, whole.key, ...vendorOptions],
    applicationOptions: "all",
    aim: { ...whole, surface: "langchain", modules: [module] },
  };
}

/** LangChain's classes that are aimed by their options; those of other vendors speak protocols of their own. */
export const LANGCHAIN_AIMED: readonly ClientClass[] = [
  ...["ChatOpenAI", "OpenAIEmbeddings", "ChatOpenAIResponses", "ChatOpenAICompletions"].map((name) => ({
    ...OPENAI_CLASS,
    name,
  })),
  ...["AzureChatOpenAI", "AzureOpenAIEmbeddings"].map((name) => ({ ...AZURE_CLASS, name })),
  {
    ...OPENAI_CLASS,
    name: "ChatDeepSeek",
    aim: { ...(OPENAI_CLASS.aim as AimedOptions), modules: ["@langchain/deepseek"], caution: DIALECT },
  },
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
  aimed("ChatGoogleGenerativeAI", "@langchain/google-genai", ["apiVersion"], {
    headers: "customHeaders",
    caution: "@langchain/google-genai before 2.1 sends no headers of the application's: see that the project has it",
  }),
  // Its package asks below `/openai/v1`, which the gateway answers as Azure's.
  aimed("ChatGroq", "@langchain/groq", [], { caution: DIALECT }),
];

const OPENAI_KEYWORDS = ["openai_api_base", "openai_api_key", "organization", "openai_organization", "openai_proxy"];
const ANTHROPIC_KEYWORDS = ["anthropic_api_url", "anthropic_api_key", "anthropic_proxy"];
const AZURE_KEYWORDS = [
  ...["openai_api_key", "organization", "openai_organization", "openai_proxy"],
  ...["azure_ad_token", "azure_ad_token_provider", "azure_ad_async_token_provider"],
];
const GOOGLE_KEYWORDS = [
  ...["google_api_key", "vertexai", "project", "location", "credentials", "client_options", "transport"],
  "api_version",
];

/** How a framework's class is aimed at the gateway in Python, of the module that is the vendor's alone. */
export function pythonMigration(
  path: string,
  address: string,
  module: string,
  vendorKeywords: readonly string[],
  more: Partial<PythonMigration> = {},
): PythonMigration {
  return {
    ...{ module, plain: {}, path, address, key: "api_key", headers: "default_headers" },
    vendorKeywords: [address, "api_key", ...vendorKeywords],
    applicationKeywords: "all",
    surface: "langchain",
    modules: [module],
    ...more,
  };
}

const DEPLOYMENT_IN_ADDRESS = "it names the deployment within the address: write azure_deployment";

const AZURE_PYTHON = pythonMigration("", "azure_endpoint", "langchain_openai", AZURE_KEYWORDS, {
  refusedKeywords: all(DEPLOYMENT_IN_ADDRESS, "base_url", "openai_api_base"),
  cautions: all(DEPLOYMENTS, "AzureChatOpenAI", "AzureOpenAIEmbeddings"),
});

/** LangChain's, in Python. */
export const LANGCHAIN_MIGRATIONS: Readonly<Record<string, PythonMigration>> = {
  ...all(pythonMigration("/v1", "base_url", "langchain_openai", OPENAI_KEYWORDS), "ChatOpenAI", "OpenAIEmbeddings"),
  ...all(AZURE_PYTHON, "AzureChatOpenAI", "AzureOpenAIEmbeddings"),
  ChatAnthropic: pythonMigration("", "base_url", "langchain_anthropic", ANTHROPIC_KEYWORDS),
  ChatGoogleGenerativeAI: pythonMigration("", "base_url", "langchain_google_genai", GOOGLE_KEYWORDS, {
    headers: "additional_headers",
    cautions: {
      ChatGoogleGenerativeAI:
        "langchain-google-genai before 4 speaks gRPC, which the gateway does not: see that the project has 4",
    },
  }),
  ChatGroq: pythonMigration("", "base_url", "langchain_groq", ["groq_api_key", "groq_api_base", "groq_proxy"], {
    // It asks for a tier of Groq's own where none is given.
    set: { service_tier: "auto" },
    cautions: { ChatGroq: DIALECT },
  }),
  ChatDeepSeek: pythonMigration("/v1", "base_url", "langchain_deepseek", ["api_base"], {
    cautions: { ChatDeepSeek: DIALECT },
  }),
  ChatXAI: pythonMigration("/v1", "base_url", "langchain_xai", ["xai_api_base", "xai_api_key"], {
    cautions: { ChatXAI: DIALECT },
  }),
};
