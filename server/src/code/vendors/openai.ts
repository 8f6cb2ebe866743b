/** OpenAI and Azure OpenAI: one package, two classes. Options as of `openai` 4 to 7. */
import type { Vendor } from "./types.ts";

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
  ],
  modules: [
    {
      specifiers: ["openai", "openai/index", "openai/index.js", "openai/index.mjs"],
      exports: { default: "OpenAI", OpenAI: "OpenAI", AzureOpenAI: "AzureOpenAI" },
      itself: "OpenAI",
    },
    { specifiers: ["openai/client", "openai/client.js", "openai/client.mjs"], exports: { OpenAI: "OpenAI" } },
    { specifiers: ["openai/azure", "openai/azure.js", "openai/azure.mjs"], exports: { AzureOpenAI: "AzureOpenAI" } },
  ],
  hosts: ["api.openai.com", ".api.openai.com", ".openai.azure.com", ".services.ai.azure.com"],
  environment: ["OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_ORG_ID", "AZURE_OPENAI_API_KEY", "AZURE_OPENAI_ENDPOINT"],
  python: {
    modules: [
      {
        name: "openai",
        classes: {
          OpenAI: "OpenAI",
          AsyncOpenAI: "AsyncOpenAI",
          Client: "OpenAI",
          AsyncClient: "AsyncOpenAI",
          AzureOpenAI: "AzureOpenAI",
          AsyncAzureOpenAI: "AsyncAzureOpenAI",
        },
      },
      {
        name: "openai.lib.azure",
        classes: { AzureOpenAI: "AzureOpenAI", AsyncAzureOpenAI: "AsyncAzureOpenAI" },
      },
    ],
    addressKeywords: ["base_url", "azure_endpoint"],
    factories: [],
    moduleCalls: {
      module: "openai",
      resources: [
        ...["chat", "completions", "responses", "embeddings", "images", "audio", "moderations", "files", "models"],
        ...["fine_tuning", "batches", "beta", "vector_stores", "uploads", "evals", "containers", "videos"],
        // Before version 1.
        ...["ChatCompletion", "Completion", "Embedding", "Image", "Audio", "Moderation", "File", "Model"],
      ],
    },
    migration: {
      module: "openai",
      plain: { AzureOpenAI: "OpenAI", AsyncAzureOpenAI: "AsyncOpenAI" },
      vendorKeywords: [
        ...["api_key", "admin_api_key", "organization", "project", "base_url", "provider", "data_residency"],
        ...["workload_identity", "websocket_base_url", "azure_endpoint", "azure_deployment", "api_version"],
        ...["azure_ad_token", "azure_ad_token_provider"],
      ],
      applicationKeywords: [
        "timeout",
        "max_retries",
        "default_headers",
        "default_query",
        "http_client",
        "webhook_secret",
      ],
    },
  },
};
