/** LlamaIndex: a wrapper of many vendors' clients, a package each. */
import { LLAMAINDEX_AIMED, LLAMAINDEX_MIGRATIONS } from "./llamaindex-aims.ts";
import { all, found, named, pythonModule } from "./rows.ts";
import type { PythonModule, Vendor } from "./types.ts";

type Row = readonly [specifiers: readonly string[], classes: readonly string[]];

const LLAMA_JS: readonly Row[] = [
  [
    ["llamaindex"],
    [
      ...[
        "OpenAI",
        "OpenAIEmbedding",
        "Anthropic",
        "Groq",
        "MistralAI",
        "Gemini",
        "Ollama",
        "ReplicateLLM",
        "TogetherLLM",
      ],
      ...["DeepSeekLLM", "Bedrock", "GeminiEmbedding", "MistralAIEmbedding"],
    ],
  ],
  [["@llamaindex/openai"], ["OpenAI", "OpenAIEmbedding"]],
  [["@llamaindex/anthropic"], ["Anthropic"]],
  [["@llamaindex/google"], ["Gemini", "GeminiEmbedding"]],
  [["@llamaindex/groq"], ["Groq"]],
  [["@llamaindex/mistral"], ["MistralAI", "MistralAIEmbedding"]],
  [["@llamaindex/ollama"], ["Ollama", "OllamaEmbedding"]],
  [["@llamaindex/aws"], ["Bedrock"]],
  [["@llamaindex/together"], ["TogetherLLM"]],
  [["@llamaindex/core/global"], []],
];

const LLAMA_FACTORIES: Readonly<Record<string, string>> = {
  "@llamaindex/openai": "openai",
  "@llamaindex/anthropic": "anthropic",
  "@llamaindex/google": "gemini",
  "@llamaindex/groq": "groq",
  "@llamaindex/mistral": "mistral",
  "@llamaindex/ollama": "ollama",
};

const LLAMA_LLMS: Readonly<Record<string, readonly string[]>> = {
  openai: ["OpenAI"],
  azure_openai: ["AzureOpenAI"],
  anthropic: ["Anthropic"],
  bedrock: ["Bedrock"],
  bedrock_converse: ["BedrockConverse"],
  gemini: ["Gemini"],
  google_genai: ["GoogleGenAI"],
  vertex: ["Vertex"],
  mistralai: ["MistralAI"],
  cohere: ["Cohere"],
  groq: ["Groq"],
  together: ["TogetherLLM"],
  replicate: ["Replicate"],
  deepseek: ["DeepSeek"],
  ollama: ["Ollama"],
  openrouter: ["OpenRouter"],
  litellm: ["LiteLLM"],
  openai_like: ["OpenAILike"],
  xai: ["XAI"],
  perplexity: ["Perplexity"],
  fireworks: ["Fireworks"],
};

const LLAMA_EMBEDDINGS: Readonly<Record<string, readonly string[]>> = {
  openai: ["OpenAIEmbedding"],
  azure_openai: ["AzureOpenAIEmbedding"],
  bedrock: ["BedrockEmbedding"],
  cohere: ["CohereEmbedding"],
  mistralai: ["MistralAIEmbedding"],
  gemini: ["GeminiEmbedding"],
  ollama: ["OllamaEmbedding"],
  google_genai: ["GoogleGenAIEmbedding"],
  vertex: ["VertexTextEmbedding"],
  together: ["TogetherEmbedding"],
  openai_like: ["OpenAILikeEmbedding"],
  litellm: ["LiteLLMEmbedding"],
  fireworks: ["FireworksEmbedding"],
};

/** Where the model lies that everything uses which is given none. */
const LLAMA_SETTINGS = ["llama_index.core", "llama_index.core.settings"];

function llamaModules(folder: string, rows: Readonly<Record<string, readonly string[]>>): PythonModule[] {
  const all = Object.values(rows).flat();
  return [
    llamaModule(`llama_index.${folder}`, all),
    ...Object.entries(rows).map(([file, classes]) => llamaModule(`llama_index.${folder}.${file}`, classes)),
  ];
}

function llamaModule(name: string, classes: readonly string[]): PythonModule {
  return { ...pythonModule(name, classes), words: ["llama_index"] };
}

export const llamaindex: Vendor = {
  id: "llamaindex",
  name: "LlamaIndex",
  wraps: true,
  classes: [...new Set(LLAMA_JS.flatMap(([, classes]) => classes))].map(
    (name) => LLAMAINDEX_AIMED.find((one) => one.name === name) ?? found(name),
  ),
  modules: LLAMA_JS.map(([specifiers, classes]) => {
    const factory = LLAMA_FACTORIES[specifiers[0] ?? ""];
    const functions = {
      ...(factory === undefined ? {} : { factories: { [factory]: factory === "ollama" ? "Ollama" : "LLM" } }),
      ...(classes.length === 0 || specifiers[0] === "llamaindex" ? { instances: named("Settings") } : {}),
    };
    return { specifiers, exports: named(...classes), functions };
  }),
  hosts: [],
  environment: [],
  composing: ["llama_index.core", "llamaindex", "@llamaindex/core"],
  defaultStates: all("local", "Ollama", "OllamaEmbedding"),
  client: {
    calls: [
      ...["chat", "complete", "streamChat", "streamComplete", "achat", "acomplete", "astreamChat", "astreamComplete"],
      ...["predict", "apredict", "structuredPredict", "astructuredPredict", "exec", "streamExec", "stream"],
      ...["getTextEmbedding", "getTextEmbeddings", "getQueryEmbedding", "getTextEmbeddingBatch", "agetTextEmbedding"],
      ...["agetQueryEmbedding", "getTextEmbeddingsBatch", "chatWithTools"],
      // Of agents and engines that a model is handed to.
      ...["query", "aquery", "run", "arun", "runStream"],
    ],
    makes: { asStructuredLlm: "same" },
  },
  objects: {
    Settings: { asOthers: true, calls: ["llm.*", "embedModel.getTextEmbedding", "embedModel.getQueryEmbedding"] },
  },
  telling: [
    ...["complete", "acomplete", "chat", "achat", "streamComplete", "astreamComplete", "streamChat", "astreamChat"].map(
      (name) => `llm.${name}`,
    ),
    ...["query", "aquery"].map((name) => `queryEngine.${name}`),
    ...["chat", "achat", "streamChat", "astreamChat"].map((name) => `chatEngine.${name}`),
    ...["getTextEmbedding", "getQueryEmbedding", "getTextEmbeddingBatch", "agetTextEmbedding"],
  ],
  packages: ["llama-index", "llama-index-llms-openai", "llama-index-core"],
  python: {
    modules: [
      ...llamaModules("llms", LLAMA_LLMS),
      ...llamaModules("embeddings", LLAMA_EMBEDDINGS),
      ...LLAMA_SETTINGS.map((name) => ({ ...llamaModule(name, []), functions: { instances: named("Settings") } })),
    ],
    addressKeywords: ["api_base", "base_url", "azure_endpoint", "http_options.base_url"],
    factories: [],
    migrations: LLAMAINDEX_MIGRATIONS,
  },
};
