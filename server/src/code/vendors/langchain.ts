/** LangChain: a wrapper of many vendors' clients, in old places and new. */
import { LANGCHAIN_AIMED, LANGCHAIN_MIGRATIONS } from "./langchain-aims.ts";
import { all, found, named, pythonModule } from "./rows.ts";
import type { ClientObject, EcmascriptModule, PythonModule, Vendor } from "./types.ts";

type Row = readonly [specifiers: readonly string[], classes: readonly string[]];

const LANGCHAIN: readonly Row[] = [
  [
    ["@langchain/openai", "@langchain/azure-openai"],
    [
      ...["ChatOpenAI", "OpenAI", "OpenAIChat", "AzureChatOpenAI", "AzureOpenAI", "OpenAIEmbeddings"],
      ...["AzureOpenAIEmbeddings", "DallEAPIWrapper", "ChatOpenAIResponses", "ChatOpenAICompletions"],
    ],
  ],
  [["@langchain/anthropic"], ["ChatAnthropic", "ChatAnthropicMessages"]],
  [["@langchain/aws"], ["ChatBedrockConverse", "BedrockEmbeddings"]],
  [["@langchain/google-genai"], ["ChatGoogleGenerativeAI", "GoogleGenerativeAIEmbeddings"]],
  [
    ["@langchain/google-vertexai", "@langchain/google-vertexai-web"],
    ["ChatVertexAI", "VertexAI", "VertexAIEmbeddings"],
  ],
  [
    ["@langchain/google-gauth", "@langchain/google-webauth"],
    ["ChatGoogle", "GoogleLLM"],
  ],
  [["@langchain/mistralai"], ["ChatMistralAI", "MistralAI", "MistralAIEmbeddings"]],
  [["@langchain/cohere"], ["ChatCohere", "Cohere", "CohereEmbeddings", "CohereRerank"]],
  [["@langchain/groq"], ["ChatGroq"]],
  [["@langchain/xai"], ["ChatXAI"]],
  [["@langchain/deepseek"], ["ChatDeepSeek"]],
  [["@langchain/ollama"], ["ChatOllama", "Ollama", "OllamaEmbeddings"]],
  [["@langchain/openrouter"], ["ChatOpenRouter"]],
];

/** Before each vendor had a package: one file a vendor, below `langchain` and below `@langchain/community`. */
const OLD_LANGCHAIN: readonly (readonly [file: string, classes: readonly string[]])[] = [
  ["chat_models/openai", ["ChatOpenAI", "AzureChatOpenAI", "PromptLayerChatOpenAI"]],
  ["chat_models/azure_openai", ["AzureChatOpenAI"]],
  ["chat_models/anthropic", ["ChatAnthropic"]],
  ["chat_models/bedrock", ["BedrockChat", "ChatBedrock"]],
  ["chat_models/bedrock/web", ["BedrockChat"]],
  ["chat_models/cohere", ["ChatCohere"]],
  ["chat_models/googlevertexai", ["ChatGoogleVertexAI"]],
  ["chat_models/googlepalm", ["ChatGooglePaLM"]],
  ["chat_models/ollama", ["ChatOllama"]],
  ["chat_models/togetherai", ["ChatTogetherAI"]],
  ["chat_models/fireworks", ["ChatFireworks"]],
  ["chat_models/deepinfra", ["ChatDeepInfra"]],
  ["llms/openai", ["OpenAI", "OpenAIChat", "AzureOpenAI", "PromptLayerOpenAI"]],
  ["llms/bedrock", ["Bedrock"]],
  ["llms/bedrock/web", ["Bedrock"]],
  ["llms/cohere", ["Cohere"]],
  ["llms/replicate", ["Replicate"]],
  ["llms/ollama", ["Ollama"]],
  ["llms/togetherai", ["TogetherAI"]],
  ["llms/googlevertexai", ["GoogleVertexAI"]],
  ["embeddings/openai", ["OpenAIEmbeddings"]],
  ["embeddings/bedrock", ["BedrockEmbeddings"]],
  ["embeddings/cohere", ["CohereEmbeddings"]],
  ["embeddings/ollama", ["OllamaEmbeddings"]],
  ["embeddings/googlevertexai", ["GoogleVertexAIEmbeddings"]],
  ["embeddings/togetherai", ["TogetherAIEmbeddings"]],
];

const OLD_INDEXES: readonly Row[] = ["chat_models", "llms", "embeddings"].map((folder) => [
  [`langchain/${folder}`],
  OLD_LANGCHAIN.filter(([file]) => file.startsWith(`${folder}/`)).flatMap(([, classes]) => classes),
]);

const LANGCHAIN_ROWS: readonly Row[] = [
  ...LANGCHAIN,
  ...OLD_LANGCHAIN.map(
    ([file, classes]): Row => [
      [`langchain/${file}`, `langchain/${file}.js`, `@langchain/community/${file}`, `@langchain/community/${file}.js`],
      classes,
    ],
  ),
  ...OLD_INDEXES,
];

const PYTHON_CHAT = [
  ...["ChatOpenAI", "AzureChatOpenAI", "ChatAnthropic", "BedrockChat", "ChatBedrock", "ChatBedrockConverse"],
  ...["ChatCohere", "ChatVertexAI", "ChatGooglePalm", "ChatGoogleGenerativeAI", "ChatMistralAI", "ChatGroq"],
  ...["ChatOllama", "ChatTogether", "ChatFireworks", "ChatLiteLLM", "ChatXAI", "ChatDeepSeek", "ChatPerplexity"],
  ...["ChatAnthropicBedrock", "ChatBedrockNovaSonic", "ChatOpenRouter"],
];
const PYTHON_LLMS = [
  ...["OpenAI", "AzureOpenAI", "OpenAIChat", "Anthropic", "Bedrock", "BedrockLLM", "Cohere", "VertexAI", "Replicate"],
  ...["Together", "Ollama", "GooglePalm", "MistralAI", "GoogleGenerativeAI", "OllamaLLM"],
];
/** What `langchain` itself held before each kind had a place of its own. */
const PYTHON_ROOT = [
  "OpenAI",
  "OpenAIChat",
  "AzureOpenAI",
  "Anthropic",
  "Cohere",
  "Replicate",
  "VertexAI",
  "GooglePalm",
];
const PYTHON_EMBEDDINGS = [
  ...["OpenAIEmbeddings", "AzureOpenAIEmbeddings", "BedrockEmbeddings", "CohereEmbeddings", "VertexAIEmbeddings"],
  ...["GooglePalmEmbeddings", "GoogleGenerativeAIEmbeddings", "MistralAIEmbeddings", "OllamaEmbeddings"],
  "TogetherEmbeddings",
];
const PYTHON_PACKAGES = [
  ...[
    "langchain_openai",
    "langchain_anthropic",
    "langchain_aws",
    "langchain_google_genai",
    "langchain_google_vertexai",
  ],
  ...["langchain_mistralai", "langchain_cohere", "langchain_groq", "langchain_together", "langchain_ollama"],
  ...["langchain_xai", "langchain_deepseek", "langchain_fireworks", "langchain_litellm", "langchain_openrouter"],
];

/** The old places hold all of a kind, and one module a vendor below, whose name begins with the vendor's. */
function oldPython(root: string): PythonModule[] {
  const below = (folder: string, classes: readonly string[], files: readonly string[]): PythonModule[] => [
    langchainModule(`${root}.${folder}`, classes),
    ...files.map((file) => langchainModule(`${root}.${folder}.${file}`, classes)),
  ];
  const files = [
    "openai",
    "azure_openai",
    "anthropic",
    "bedrock",
    "cohere",
    "vertexai",
    "ollama",
    "together",
    "replicate",
  ];
  return [
    ...below("chat_models", PYTHON_CHAT, [...files, "google_palm", "fireworks", "litellm"]),
    ...below("llms", PYTHON_LLMS, files),
    ...below("embeddings", PYTHON_EMBEDDINGS, files),
  ];
}

function langchainModule(name: string, classes: readonly string[]): PythonModule {
  return { ...pythonModule(name, classes), words: ["langchain"] };
}

const RUNNABLE: ClientObject = {
  calls: [
    ...["invoke", "ainvoke", "stream", "astream", "batch", "abatch", "streamEvents", "astreamEvents", "streamLog"],
    ...["call", "acall", "predict", "apredict", "predictMessages", "apredictMessages", "generate", "agenerate"],
    ...["generatePrompt", "agenerateFromStrings", "run", "arun", "apply", "aapply", "callPrompt"],
    ...["embedQuery", "embedDocuments", "aembedQuery", "aembedDocuments"],
  ],
  makes: {
    bind: "same",
    bindTools: "same",
    bindFunctions: "same",
    withStructuredOutput: "same",
    withConfig: "same",
    withRetry: "same",
    withFallbacks: "same",
    configurableFields: "same",
    configurableAlternatives: "same",
    pipe: "same",
    asTool: "same",
  },
  called: "request",
};

const INIT_JS: EcmascriptModule = {
  specifiers: ["langchain", "langchain/chat_models/universal", "langchain/chat_models/universal.js"],
  exports: {},
  functions: { factories: { initChatModel: "ChatModel" } },
  words: ["initChatModel"],
};

export const langchain: Vendor = {
  id: "langchain",
  name: "LangChain",
  wraps: true,
  classes: [...new Set(LANGCHAIN_ROWS.flatMap(([, classes]) => classes))].map((name) => ({
    ...(LANGCHAIN_AIMED.find((one) => one.name === name) ??
      found(name, ["configuration", "baseURL", "baseUrl", "basePath", "azureOpenAIBasePath", "endpoint"])),
    carries: ["client"],
  })),
  modules: [...LANGCHAIN_ROWS.map(([specifiers, classes]) => ({ specifiers, exports: named(...classes) })), INIT_JS],
  hosts: [],
  environment: [],
  composing: ["langchain.agents", "langchain.chains", "langgraph", "langchain/agents", "langchain/chains"],
  defaultStates: all("local", "ChatOllama", "Ollama", "OllamaLLM", "OllamaEmbeddings"),
  client: RUNNABLE,
  telling: [
    ...["llm", "model", "chatModel", "baseModel", "structuredLlm", "structuredModel", "boundModel"].flatMap((name) =>
      ["invoke", "ainvoke", "stream", "astream", "batch", "abatch"].map((method) => `${name}.${method}`),
    ),
    ...["chain", "llmChain", "qaChain", "ragChain", "retrievalChain", "runnable", "agent", "agentExecutor"].flatMap(
      (name) => ["invoke", "ainvoke", "stream", "astream"].map((method) => `${name}.${method}`),
    ),
    ...["chain", "llmChain", "qaChain", "agentExecutor"].flatMap((name) =>
      ["acall", "run", "arun", "predict", "apredict"].map((method) => `${name}.${method}`),
    ),
    ...["llm.predict", "llm.apredict", "embedQuery", "embedDocuments", "aembedQuery", "aembedDocuments"],
  ],
  packages: ["langchain-openai", "langchain-anthropic", ...PYTHON_PACKAGES.map(distribution)],
  python: {
    modules: [
      ...PYTHON_PACKAGES.map((name) => langchainModule(name, [...PYTHON_CHAT, ...PYTHON_LLMS, ...PYTHON_EMBEDDINGS])),
      langchainModule("langchain", PYTHON_ROOT),
      ...oldPython("langchain"),
      ...oldPython("langchain_community"),
      {
        name: "langchain.chat_models",
        classes: named(...PYTHON_CHAT),
        functions: { factories: { init_chat_model: "init_chat_model" } },
        words: ["langchain"],
      },
      {
        name: "langchain.chat_models.base",
        classes: {},
        functions: { factories: { init_chat_model: "init_chat_model" } },
        words: ["init_chat_model"],
      },
    ],
    addressKeywords: ["base_url", "openai_api_base", "azure_endpoint", "endpoint_url", "anthropic_api_url"],
    factories: [],
    migrations: LANGCHAIN_MIGRATIONS,
  },
};

function distribution(module: string): string {
  return module.replaceAll("_", "-");
}
