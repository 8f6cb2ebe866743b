/** OpenAI and Azure OpenAI: one package, two classes. Options as of `openai` 4 to 7. */
import { all, found, OPENAI_LIKE_CALLS } from "./rows.ts";
import type { PythonMigration, Vendor } from "./types.ts";

const GATEWAY = { name: "GatewayOpenAI", module: "@fairlead/runtime/openai", extendsVendors: true };

const ACCOUNT_OPTIONS = [
  "apiKey",
  "adminAPIKey",
  "organization",
  "project",
  "baseURL",
  "provider",
  "dataResidency",
  "credential",
  "workloadIdentity",
  "x509Transport",
] as const;

const APPLICATION_OPTIONS = [
  "timeout",
  "maxRetries",
  "defaultHeaders",
  "defaultQuery",
  "fetch",
  "fetchOptions",
  "httpAgent",
  "logger",
  "logLevel",
  "dangerouslyAllowBrowser",
  "webhookSecret",
] as const;

const PYTHON_CLASSES = {
  OpenAI: "OpenAI",
  AsyncOpenAI: "AsyncOpenAI",
  Client: "OpenAI",
  AsyncClient: "AsyncOpenAI",
  AzureOpenAI: "AzureOpenAI",
  AsyncAzureOpenAI: "AsyncAzureOpenAI",
};

const PYTHON_MIGRATION: PythonMigration = {
  module: "openai",
  plain: { AzureOpenAI: "OpenAI", AsyncAzureOpenAI: "AsyncOpenAI" },
  ...{ path: "/v1", address: "base_url", key: "api_key", headers: "default_headers" },
  vendorKeywords: [
    ...["api_key", "admin_api_key", "organization", "project", "base_url", "provider", "data_residency"],
    ...["workload_identity", "websocket_base_url", "azure_endpoint", "azure_deployment", "api_version"],
    ...["azure_ad_token", "azure_ad_token_provider"],
  ],
  applicationKeywords: ["timeout", "max_retries", "default_headers", "default_query", "http_client", "webhook_secret"],
};

const OLD_CALLS = [
  ...["createChatCompletion", "createCompletion", "createEmbedding", "createImage", "createImageEdit", "createEdit"],
  ...["createModeration", "createTranscription", "createTranslation", "createFile", "createFineTune", "listModels"],
];

export const openai: Vendor = {
  id: "openai",
  name: "OpenAI",
  classes: [
    {
      name: "OpenAI",
      addressOptions: [{ name: "baseURL", atRunTime: "undecided" }],
      vendorOptions: ACCOUNT_OPTIONS,
      applicationOptions: APPLICATION_OPTIONS,
      gateway: GATEWAY,
    },
    {
      name: "AzureOpenAI",
      service: "Azure OpenAI",
      addressOptions: [
        { name: "baseURL", atRunTime: "undecided" },
        { name: "endpoint", atRunTime: "vendor" },
      ],
      vendorOptions: [...ACCOUNT_OPTIONS, "endpoint", "apiVersion", "deployment", "azureADTokenProvider"],
      applicationOptions: APPLICATION_OPTIONS,
      // It extends OpenAI, and so has no API version or deployment of its own.
      gateway: { ...GATEWAY, extendsVendors: false },
    },
    // Before version 4, and Microsoft's own package of old.
    found("OpenAIApi", []),
    found("OpenAIClient", [], "Azure OpenAI"),
  ],
  modules: [
    {
      // The same under other names: JSR's, and a copy of version 3 that sends by `fetch`.
      specifiers: ["openai", "openai/index", "openai/index.js", "openai/index.mjs", "@openai/openai", "openai-edge"],
      exports: { default: "OpenAI", OpenAI: "OpenAI", AzureOpenAI: "AzureOpenAI", OpenAIApi: "OpenAIApi" },
      itself: "OpenAI",
    },
    { specifiers: ["openai/client", "openai/client.js", "openai/client.mjs"], exports: { OpenAI: "OpenAI" } },
    { specifiers: ["openai/azure", "openai/azure.js", "openai/azure.mjs"], exports: { AzureOpenAI: "AzureOpenAI" } },
    { specifiers: ["@azure/openai"], exports: { OpenAIClient: "OpenAIClient" } },
    {
      specifiers: ["langsmith/wrappers", "langsmith/wrappers/openai", "langfuse", "@langfuse/openai", "braintrust"],
      exports: {},
      functions: { wrappers: ["wrapOpenAI", "observeOpenAI", "wrapSDK"] },
      words: ["wrapOpenAI", "observeOpenAI", "wrapSDK"],
    },
  ],
  hosts: ["api.openai.com", ".api.openai.com", ".openai.azure.com", ".services.ai.azure.com"],
  environment: ["OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_ORG_ID", "AZURE_OPENAI_API_KEY", "AZURE_OPENAI_ENDPOINT"],
  client: {
    calls: [
      ...OPENAI_LIKE_CALLS,
      ...["vectorStores.*", "uploads.*", "evals.*", "containers.*", "videos.*", "realtime.*", "conversations.*"],
      ...["get", "post", "put", "patch", "delete"],
    ],
    makes: { withOptions: "same", copy: "same" },
  },
  objects: {
    OpenAIApi: { calls: OLD_CALLS },
    OpenAIClient: {
      calls: [
        ...["getChatCompletions", "getCompletions", "getEmbeddings", "getImages", "getAudioTranscription"],
        ...["streamChatCompletions", "streamCompletions", "listChatCompletions", "listCompletions"],
      ],
    },
  },
  telling: [
    ...["chat.completions.create", "chat.completions.parse", "chat.completions.stream", "chat.completions.runTools"],
    ...["completions.create", "responses.create", "responses.stream", "responses.parse", "embeddings.create"],
    ...["images.generate", "images.edit", "audio.transcriptions.create", "audio.translations.create"],
    ...["audio.speech.create", "moderations.create", "beta.threads.create", "threads.runs.create"],
    ...["threads.runs.createAndPoll", "threads.messages.create", "threads.messages.list", "beta.assistants.create"],
    ...["fineTuning.jobs.create", "vectorStores.create", "createChatCompletion", "getChatCompletions"],
    ...["chat.completions.withStreamingResponse.create", "ChatCompletion.create", "ChatCompletion.acreate"],
  ],
  packages: ["openai"],
  python: {
    modules: [
      {
        name: "openai",
        classes: PYTHON_CLASSES,
      },
      {
        name: "openai.lib.azure",
        classes: { AzureOpenAI: "AzureOpenAI", AsyncAzureOpenAI: "AsyncAzureOpenAI" },
      },
      // The same classes, watched.
      { name: "langfuse.openai", classes: PYTHON_CLASSES, words: ["langfuse.openai"] },
      { name: "langsmith.wrappers", classes: {}, functions: { wrappers: ["wrap_openai"] }, words: ["wrap_openai"] },
    ],
    addressKeywords: ["base_url", "azure_endpoint"],
    factories: [],
    // `create_chat_completion` is a model's own in packages that run one.
    notTelling: ["createChatCompletion", "getChatCompletions"],
    moduleCalls: {
      module: "openai",
      resources: [
        ...["chat", "completions", "responses", "embeddings", "images", "audio", "moderations", "files", "models"],
        ...["fine_tuning", "batches", "beta", "vector_stores", "uploads", "evals", "containers", "videos"],
        // Before version 1.
        ...["ChatCompletion", "Completion", "Embedding", "Image", "Audio", "Moderation", "File", "Model"],
      ],
    },
    migrations: all(PYTHON_MIGRATION, ...new Set(Object.values(PYTHON_CLASSES))),
  },
};
