/** Providers with an API like OpenAI's: called with OpenAI's SDK at their own host, or with one of their own. */
import { found, NO_PYTHON, OPENAI_LIKE_CALLS, pythonModule } from "./rows.ts";
import type { Vendor } from "./types.ts";

const CHAT = ["chat.completions.create", "completions.create", "embeddings.create", "images.generate"];

const groq: Vendor = {
  id: "groq",
  name: "Groq",
  classes: [found("Groq")],
  modules: [{ specifiers: ["groq-sdk", "groq-sdk/index"], exports: { default: "Groq", Groq: "Groq" }, itself: "Groq" }],
  hosts: ["api.groq.com"],
  environment: ["GROQ_API_KEY"],
  client: { calls: OPENAI_LIKE_CALLS, makes: { withOptions: "same" } },
  telling: [...CHAT, "audio.transcriptions.create"],
  packages: ["groq"],
  python: { modules: [pythonModule("groq", ["Groq", "AsyncGroq"])], addressKeywords: ["base_url"], factories: [] },
};

const together: Vendor = {
  id: "together",
  name: "Together",
  classes: [found("Together")],
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
