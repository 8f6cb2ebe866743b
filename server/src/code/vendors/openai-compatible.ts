/** Providers with an API like OpenAI's: called with OpenAI's SDK at their own host, or with one of their own. */
import { all, found, NO_PYTHON, OPENAI_LIKE_CALLS, pythonModule } from "./rows.ts";
import type { ClientClass, PythonMigration, Vendor } from "./types.ts";

const CHAT = ["chat.completions.create", "completions.create", "embeddings.create", "images.generate"];

const DIALECT =
  "the gateway speaks OpenAI's own protocol: see that nothing that the vendor adds to it is needed, and that the " +
  "workload's route has the model";

/** A client of a package of the vendor's own, of the shape of OpenAI's. */
function shaped(name: string, path: string, ...vendorOptions: readonly string[]): ClientClass {
  return {
    name,
    addressOptions: [{ name: "baseURL", atRunTime: "undecided" }],
    vendorOptions: ["baseURL", "apiKey", ...vendorOptions],
    applicationOptions: [
      ...["timeout", "maxRetries", "defaultHeaders", "defaultQuery", "fetch", "fetchOptions", "httpAgent", "logger"],
      ...["logLevel", "dangerouslyAllowBrowser"],
    ],
    aim: {
      ...{ path, address: "baseURL", key: "apiKey", headers: "defaultHeaders", surface: "openai-shaped" },
      caution: DIALECT,
    },
  };
}

// Its package asks below `/openai/v1`, which the gateway answers as Azure's.
const GROQ_PYTHON: PythonMigration = {
  ...{ module: "groq", plain: {}, path: "", address: "base_url", key: "api_key", headers: "default_headers" },
  vendorKeywords: ["base_url", "api_key"],
  applicationKeywords: ["timeout", "max_retries", "default_headers", "default_query", "http_client"],
  surface: "openai-shaped",
  cautions: all(DIALECT, "Groq", "AsyncGroq"),
};

const groq: Vendor = {
  id: "groq",
  name: "Groq",
  classes: [shaped("Groq", "")],
  modules: [{ specifiers: ["groq-sdk", "groq-sdk/index"], exports: { default: "Groq", Groq: "Groq" }, itself: "Groq" }],
  hosts: ["api.groq.com"],
  environment: ["GROQ_API_KEY"],
  client: { calls: OPENAI_LIKE_CALLS, makes: { withOptions: "same" } },
  telling: [...CHAT, "audio.transcriptions.create"],
  packages: ["groq"],
  python: {
    modules: [pythonModule("groq", ["Groq", "AsyncGroq"])],
    addressKeywords: ["base_url"],
    factories: [],
    migrations: all(GROQ_PYTHON, "Groq", "AsyncGroq"),
  },
};

const together: Vendor = {
  id: "together",
  name: "Together",
  classes: [shaped("Together", "/v1", "projectID")],
  modules: [
    { specifiers: ["together-ai"], exports: { default: "Together", Together: "Together" }, itself: "Together" },
  ],
  hosts: ["api.together.xyz", "api.together.ai"],
  environment: ["TOGETHER_API_KEY"],
  client: { calls: OPENAI_LIKE_CALLS },
  telling: CHAT,
  packages: ["together"],
  python: {
    modules: [pythonModule("together", ["Together", "AsyncTogether"])],
    addressKeywords: ["base_url"],
    factories: [],
    moduleCalls: { module: "together", resources: ["Complete", "Image", "Embeddings", "Models", "Files"] },
  },
};

const xai: Vendor = {
  id: "xai",
  name: "xAI",
  classes: [],
  modules: [],
  hosts: ["api.x.ai"],
  environment: ["XAI_API_KEY"],
  client: { calls: ["image.*", "tokenize.*", "models.*"], makes: { "chat.create": "xAI chat" } },
  objects: { "xAI chat": { calls: ["sample", "stream", "sampleBatch", "streamBatch", "parse", "defer"] } },
  packages: ["xai-sdk"],
  python: {
    modules: [pythonModule("xai_sdk", ["Client", "AsyncClient"])],
    addressKeywords: ["api_host"],
    factories: [],
  },
};

const openrouter: Vendor = {
  id: "openrouter",
  name: "OpenRouter",
  classes: [found("OpenRouter")],
  modules: [{ specifiers: ["@openrouter/sdk"], exports: { OpenRouter: "OpenRouter" } }],
  hosts: ["openrouter.ai"],
  environment: ["OPENROUTER_API_KEY"],
  client: { calls: ["chat.*", "completions.*", "beta.*", "embeddings.*", "models.*", "callModel"] },
  telling: ["chat.send"],
  python: { modules: [pythonModule("openrouter", ["OpenRouter"])], addressKeywords: ["server_url"], factories: [] },
};

const deepseek: Vendor = {
  id: "deepseek",
  name: "DeepSeek",
  classes: [],
  modules: [],
  hosts: ["api.deepseek.com"],
  environment: ["DEEPSEEK_API_KEY"],
  python: NO_PYTHON,
};

export const openaiCompatible: readonly Vendor[] = [groq, together, deepseek, xai, openrouter];
