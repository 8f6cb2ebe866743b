/** Vendors with an API and an SDK of their own. Found, with no replacement yet. */
import { all, found, pythonModule } from "./rows.ts";
import { membersOfPython } from "./served.ts";
import type { Vendor } from "./types.ts";

const mistral: Vendor = {
  id: "mistral",
  name: "Mistral",
  classes: [found("Mistral"), found("MistralClient", []), found("MistralGoogleCloud"), found("MistralAzure")],
  modules: [
    {
      specifiers: ["@mistralai/mistralai"],
      exports: { default: "MistralClient", Mistral: "Mistral", MistralClient: "MistralClient" },
      itself: "MistralClient",
    },
    { specifiers: ["@mistralai/mistralai-gcp"], exports: { MistralGoogleCloud: "MistralGoogleCloud" } },
    { specifiers: ["@mistralai/mistralai-azure"], exports: { MistralAzure: "MistralAzure" } },
  ],
  hosts: ["api.mistral.ai", "codestral.mistral.ai"],
  environment: ["MISTRAL_API_KEY"],
  client: {
    calls: [
      ...["chat.*", "fim.*", "embeddings.*", "agents.*", "classifiers.*", "ocr.*", "files.*", "models.*", "batch.*"],
      ...["audio.*", "beta.*", "fineTuning.*"],
      ...["chat", "chatStream", "completion", "completionStream", "embeddings", "listModels"],
    ],
  },
  telling: [
    "chat.complete",
    "chat.completeAsync",
    "chat.streamAsync",
    "fim.complete",
    "ocr.process",
    "agents.complete",
  ],
  packages: ["mistralai"],
  python: {
    modules: [
      pythonModule("mistralai", ["Mistral"]),
      { ...pythonModule("mistralai.client", ["Mistral", "MistralClient"]), words: ["mistralai"] },
      { ...pythonModule("mistralai.async_client", ["MistralAsyncClient"]), words: ["mistralai"] },
      pythonModule("mistralai_azure", ["MistralAzure"]),
      pythonModule("mistralai_gcp", ["MistralGoogleCloud"]),
    ],
    addressKeywords: ["server_url", "endpoint"],
    factories: [],
  },
};

const COHERE_PYTHON = [
  ...["Client", "AsyncClient", "ClientV2", "AsyncClientV2", "BedrockClient", "BedrockClientV2"],
  ...["SagemakerClient", "SagemakerClientV2", "AwsClient", "AwsClientV2"],
];

const cohere: Vendor = {
  id: "cohere",
  name: "Cohere",
  classes: [
    found("CohereClient", ["environment"]),
    found("CohereClientV2", ["environment"]),
    found("BedrockClient", []),
    found("AwsClient", []),
    found("SagemakerClient", []),
  ],
  modules: [
    {
      specifiers: ["cohere-ai"],
      exports: {
        CohereClient: "CohereClient",
        CohereClientV2: "CohereClientV2",
        BedrockClient: "BedrockClient",
        AwsClient: "AwsClient",
        SagemakerClient: "SagemakerClient",
      },
      functions: { instances: { default: "CohereClient" } },
    },
  ],
  hosts: ["api.cohere.com", "api.cohere.ai"],
  environment: ["COHERE_API_KEY", "CO_API_KEY"],
  client: {
    calls: [
      ...["chat", "chatStream", "generate", "generateStream", "embed", "rerank", "classify", "summarize"],
      ...["tokenize", "detokenize", "v2.*", "models.*", "embedJobs.*", "datasets.*", "finetuning.*"],
    ],
  },
  telling: ["chatStream", "v2.chat", "v2.chatStream", "v2.embed", "v2.rerank"],
  packages: ["cohere"],
  python: { modules: [pythonModule("cohere", COHERE_PYTHON)], addressKeywords: ["base_url"], factories: [] },
};

const replicate: Vendor = {
  id: "replicate",
  name: "Replicate",
  classes: [found("Replicate")],
  modules: [
    { specifiers: ["replicate"], exports: { default: "Replicate", Replicate: "Replicate" }, itself: "Replicate" },
  ],
  hosts: ["api.replicate.com"],
  environment: ["REPLICATE_API_TOKEN"],
  client: {
    calls: [
      ...["run", "stream", "asyncRun", "asyncStream", "wait", "predictions.*", "deployments.*", "trainings.*"],
      ...["models.*", "request", "paginate"],
    ],
  },
  telling: ["predictions.create", "predictions.get", "deployments.predictions.create"],
  python: {
    modules: [
      {
        name: "replicate",
        classes: { Client: "replicate.Client" },
        functions: { calls: ["run", "stream", "async_run", "async_stream"] },
      },
    ],
    addressKeywords: ["base_url"],
    factories: [],
    moduleCalls: { module: "replicate", resources: ["predictions", "deployments", "trainings", "models"] },
  },
};

const ollama: Vendor = {
  id: "ollama",
  name: "Ollama",
  classes: [found("Ollama")],
  modules: [
    {
      specifiers: ["ollama", "ollama/browser"],
      exports: { Ollama: "Ollama" },
      functions: { instances: { default: "Ollama" } },
    },
  ],
  hosts: ["ollama.com"],
  environment: ["OLLAMA_HOST"],
  defaultState: "local",
  client: { calls: ["chat", "generate", "embed", "embeddings"] },
  python: {
    modules: [
      {
        name: "ollama",
        classes: { Client: "ollama.Client", AsyncClient: "ollama.AsyncClient" },
        functions: { calls: ["chat", "generate", "embed", "embeddings"] },
      },
    ],
    addressKeywords: ["host"],
    factories: [],
  },
};

const LITELLM = [
  ...["completion", "acompletion", "embedding", "aembedding", "text_completion", "atext_completion"],
  ...["image_generation", "aimage_generation", "transcription", "atranscription", "speech", "aspeech"],
  ...["moderation", "amoderation", "rerank", "arerank", "responses", "aresponses", "batch_completion"],
];

const litellm: Vendor = {
  id: "litellm",
  name: "LiteLLM",
  wraps: true,
  classes: [],
  modules: [],
  hosts: [],
  environment: ["LITELLM_API_KEY"],
  client: {
    calls: ["completion", "acompletion", "embedding", "aembedding", "imageGeneration", "textCompletion", "arerank"],
  },
  telling: membersOfPython(LITELLM).map((name) => `litellm.${name}`),
  packages: ["litellm"],
  python: {
    modules: [
      {
        name: "litellm",
        classes: { Router: "litellm.Router" },
        functions: { calls: LITELLM },
      },
    ],
    addressKeywords: ["api_base"],
    factories: [],
  },
};

const INSTRUCTOR_WRAPPERS = [
  ...["patch", "apatch", "from_openai", "from_anthropic", "from_groq", "from_mistral", "from_cohere", "from_gemini"],
  ...["from_bedrock", "from_genai", "from_vertexai", "from_litellm", "from_together", "from_fireworks"],
];

const instructor: Vendor = {
  id: "instructor",
  name: "instructor",
  wraps: true,
  classes: [],
  modules: [
    {
      specifiers: ["@instructor-ai/instructor"],
      exports: {},
      functions: { wrappers: ["default", "createInstructor"] },
    },
  ],
  hosts: [],
  environment: [],
  client: {
    calls: [
      ...["chat.*", "messages.*", "responses.*", "create", "createWithCompletion", "createPartial"],
      "createIterable",
    ],
  },
  python: {
    modules: [
      {
        name: "instructor",
        classes: {},
        functions: { wrappers: INSTRUCTOR_WRAPPERS, factories: all("instructor.from_provider", "from_provider") },
      },
    ],
    addressKeywords: ["base_url"],
    factories: [],
  },
};

/** Its own classes of before version 2.6, by the vendor. */
const DSPY_OLD = [
  "OpenAI",
  "AzureOpenAI",
  "Claude",
  "Cohere",
  "GroqLM",
  "Google",
  "Mistral",
  "Together",
  "OllamaLocal",
];

const dspy: Vendor = {
  id: "dspy",
  name: "DSPy",
  wraps: true,
  classes: [],
  modules: [],
  hosts: [],
  environment: [],
  defaultStates: { OllamaLocal: "local" },
  client: { calls: ["forward", "aforward", "acall", "request", "basicRequest"], called: "request" },
  packages: ["dspy", "dspy-ai"],
  python: {
    modules: [
      pythonModule("dspy", ["LM", "Embedder", ...DSPY_OLD]),
      { ...pythonModule("dspy.clients", ["LM", "Embedder"]), words: ["dspy"] },
    ],
    addressKeywords: ["api_base", "base_url"],
    factories: [],
  },
};

export const hosted: readonly Vendor[] = [mistral, cohere, replicate, ollama, litellm, instructor, dspy];
