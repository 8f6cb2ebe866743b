/** Google: the Gen AI SDK, its predecessors and Vertex AI. */
import { found, pythonModule } from "./rows.ts";
import type { ClientObject, Vendor } from "./types.ts";

const MODEL: ClientObject = {
  calls: [
    ...["generateContent", "generateContentStream", "generateContentAsync", "embedContent", "batchEmbedContents"],
    ...["countTokens", "predict", "predictAsync", "predictStreaming", "getEmbeddings", "generateImages"],
  ],
  makes: { startChat: "ChatSession" },
};

const MODEL_CLASSES = ["GenerativeModel"];
const LANGUAGE_CLASSES = ["TextGenerationModel", "TextEmbeddingModel", "ChatModel", "CodeGenerationModel"];

export const google: Vendor = {
  id: "google",
  name: "Google",
  classes: [
    {
      name: "GoogleGenAI",
      addressOptions: [{ name: "httpOptions", inner: "baseUrl", atRunTime: "undecided" }],
      vendorOptions: [
        ...["apiKey", "vertexai", "enterprise", "project", "location", "apiVersion", "googleAuthOptions"],
        ...["httpOptions.baseUrl", "httpOptions.apiVersion", "httpOptions.baseUrlResourceScope"],
      ],
      applicationOptions: ["httpOptions"],
      gateway: { name: "GatewayGoogleGenAI", module: "@fairlead/runtime/google", extendsVendors: true },
    },
    {
      ...found("GoogleGenerativeAI", []),
      aim: {
        ...{ path: "", address: "baseUrl", key: "", headers: "customHeaders", of: "getGenerativeModel" },
        surface: "google-generative-ai",
        caution: "@google/generative-ai before 0.12 sends no headers of the application's: see that the project has it",
      },
    },
    found("VertexAI", ["apiEndpoint"], "Vertex AI"),
    found("PredictionServiceClient", ["apiEndpoint"], "Vertex AI"),
  ],
  modules: [
    {
      specifiers: ["@google/genai", "@google/genai/node", "@google/genai/web"],
      exports: { GoogleGenAI: "GoogleGenAI" },
    },
    { specifiers: ["@google/generative-ai"], exports: { GoogleGenerativeAI: "GoogleGenerativeAI" } },
    { specifiers: ["@google-cloud/vertexai"], exports: { VertexAI: "VertexAI" } },
    {
      specifiers: ["@google-cloud/aiplatform"],
      exports: { PredictionServiceClient: "PredictionServiceClient" },
    },
  ],
  hosts: ["generativelanguage.googleapis.com", "aiplatform.googleapis.com", "*-aiplatform.googleapis.com"],
  environment: ["GEMINI_API_KEY", "GOOGLE_API_KEY"],
  client: {
    calls: [
      ...["models.*", "aio.*", "live.*", "files.*", "caches.*", "batches.*", "tunings.*", "operations.*"],
      ...["interactions.*", "predict", "streamGenerateContent", "generateContent"],
    ],
    makes: {
      getGenerativeModel: "GenerativeModel",
      getGenerativeModelFromCachedContent: "GenerativeModel",
      "preview.getGenerativeModel": "GenerativeModel",
      "chats.create": "ChatSession",
      "aio.chats.create": "ChatSession",
    },
  },
  objects: {
    GenerativeModel: MODEL,
    TextGenerationModel: MODEL,
    TextEmbeddingModel: MODEL,
    ChatModel: MODEL,
    CodeGenerationModel: MODEL,
    ChatSession: { calls: ["sendMessage", "sendMessageStream", "sendMessageAsync", "sendMessageStreaming"] },
  },
  telling: [
    ...["generateContent", "generateContentStream", "generateContentAsync", "models.embedContent", "embedContent"],
    ...["models.generateImages", "models.generateVideos", "live.connect"],
  ],
  packages: ["google-genai", "google-generativeai", "google-cloud-aiplatform", "vertexai"],
  python: {
    modules: [
      { name: "google.genai", classes: { Client: "genai.Client" } },
      {
        ...pythonModule("google.generativeai", MODEL_CLASSES, {
          calls: ["generate_text", "embed_content", "generate_embeddings", "chat"],
        }),
        words: ["generativeai"],
      },
      pythonModule("vertexai.generative_models", MODEL_CLASSES),
      { ...pythonModule("vertexai.preview.generative_models", MODEL_CLASSES), words: ["generative_models"] },
      { ...pythonModule("vertexai.language_models", LANGUAGE_CLASSES), words: ["vertexai"] },
      { ...pythonModule("vertexai.preview.language_models", LANGUAGE_CLASSES), words: ["vertexai"] },
    ],
    addressKeywords: ["http_options.base_url"],
    factories: [],
    migrations: {
      "genai.Client": {
        module: "google.genai",
        plain: {},
        ...{ path: "", address: "http_options.base_url", key: "api_key", headers: "http_options.headers" },
        vendorKeywords: ["api_key", "vertexai", "enterprise", "credentials", "project", "location"],
        applicationKeywords: ["http_options", "debug_config"],
      },
    },
  },
};
