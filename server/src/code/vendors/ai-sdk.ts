/** The AI SDK: one interface to many vendors, by providers that are functions. */
import { all } from "./rows.ts";
import type { AimedOptions, ClientClass, ClientObject, EcmascriptModule, Vendor } from "./types.ts";

/** Each package with the provider that it holds ready-made, and the function that makes another. */
const PROVIDERS: readonly [specifier: string, ready: readonly string[], factories: readonly string[]][] = [
  ["@ai-sdk/openai", ["openai"], ["createOpenAI"]],
  ["@ai-sdk/azure", ["azure"], ["createAzure"]],
  ["@ai-sdk/anthropic", ["anthropic"], ["createAnthropic"]],
  ["@ai-sdk/amazon-bedrock", ["bedrock"], ["createAmazonBedrock"]],
  ["@ai-sdk/amazon-bedrock/anthropic", ["bedrockAnthropic"], ["createBedrockAnthropic"]],
  ["@ai-sdk/google", ["google"], ["createGoogleGenerativeAI", "createGoogle"]],
  ["@ai-sdk/google-vertex", ["vertex"], ["createVertex"]],
  ["@ai-sdk/google-vertex/edge", ["vertex"], ["createVertex"]],
  ["@ai-sdk/google-vertex/anthropic", ["vertexAnthropic"], ["createVertexAnthropic"]],
  ["@ai-sdk/mistral", ["mistral"], ["createMistral"]],
  ["@ai-sdk/cohere", ["cohere"], ["createCohere"]],
  ["@ai-sdk/groq", ["groq"], ["createGroq"]],
  ["@ai-sdk/togetherai", ["togetherai"], ["createTogetherAI"]],
  ["@ai-sdk/replicate", ["replicate"], ["createReplicate"]],
  ["@ai-sdk/deepseek", ["deepseek"], ["createDeepSeek"]],
  ["@ai-sdk/xai", ["xai"], ["createXai"]],
  ["@ai-sdk/perplexity", ["perplexity"], ["createPerplexity"]],
  ["@ai-sdk/fireworks", ["fireworks"], ["createFireworks"]],
  ["@ai-sdk/cerebras", ["cerebras"], ["createCerebras"]],
  ["@ai-sdk/deepinfra", ["deepinfra"], ["createDeepInfra"]],
  ["@ai-sdk/elevenlabs", ["elevenlabs"], ["createElevenLabs"]],
  ["@ai-sdk/luma", ["luma"], ["createLuma"]],
  ["@ai-sdk/fal", ["fal"], ["createFal"]],
  ["@ai-sdk/gateway", ["gateway"], ["createGateway", "createGatewayProvider"]],
  ["@ai-sdk/openai-compatible", [], ["createOpenAICompatible"]],
  ["@openrouter/ai-sdk-provider", ["openrouter"], ["createOpenRouter"]],
  ["ollama-ai-provider", ["ollama"], ["createOllama"]],
  ["ollama-ai-provider-v2", ["ollama"], ["createOllama"]],
  ["ai-sdk-ollama", ["ollama"], ["createOllama"]],
  ["@ai-sdk/vercel", ["vercel"], ["createVercel"]],
  ["@ai-sdk/baseten", ["baseten"], ["createBaseten"]],
  ["@ai-sdk/huggingface", ["huggingface"], ["createHuggingFace"]],
  ["@ai-sdk/moonshotai", ["moonshotai"], ["createMoonshotAI"]],
];

const CALLS = [
  ...["generateText", "streamText", "generateObject", "streamObject", "embed", "embedMany", "streamUI"],
  ...["generateImage", "experimental_generateImage", "experimental_generateSpeech", "generateSpeech"],
  ...["experimental_transcribe", "transcribe", "experimental_generateText", "experimental_streamText", "rerank"],
];

const DIALECT =
  "the gateway speaks OpenAI's own protocol: see that nothing the provider adds to it is needed, and that the workload's " +
  "route has the model";

type Row = Partial<AimedOptions> & { vendorOptions?: readonly string[] };

/** How what each factory makes is aimed at the gateway. Those that are not here have a protocol that it does not speak. */
const AIMED: Readonly<Record<string, Row>> = {
  createOpenAI: { surface: "ai-sdk-openai", vendorOptions: ["organization", "project"] },
  createAnthropic: { surface: "ai-sdk-anthropic", vendorOptions: ["authToken"] },
  createGoogleGenerativeAI: { path: "/v1beta", surface: "ai-sdk-google" },
  createGoogle: { path: "/v1beta", surface: "ai-sdk-google" },
  createAzure: {
    surface: "ai-sdk-openai",
    vendorOptions: ["resourceName", "apiVersion", "tokenProvider", "useDeploymentBasedUrls"],
    caution: "it calls models by the names of their Azure deployments: see that the catalog knows them",
  },
  createAmazonBedrock: {
    path: "",
    surface: "ai-sdk-bedrock",
    vendorOptions: ["region", "accessKeyId", "secretAccessKey", "sessionToken", "credentialProvider"],
    caution: "older versions of the package send no bearer token: see that it takes an apiKey",
  },
  ...Object.fromEntries(
    [
      ...["createDeepSeek", "createGroq", "createXai", "createTogetherAI", "createFireworks", "createCerebras"],
      ...["createOpenRouter", "createOpenAICompatible"],
    ].map((name): [string, Row] => [name, { surface: "ai-sdk-chat", caution: DIALECT }]),
  ),
};

function factory(name: string, { vendorOptions = [], ...aim }: Row): ClientClass {
  return {
    name,
    addressOptions: [{ name: "baseURL", atRunTime: "undecided" }],
    vendorOptions: ["baseURL", "apiKey", ...vendorOptions],
    applicationOptions: [
      ...["name", "headers", "fetch", "generateId", "compatibility", "batchResultDownloads", "webSocket"],
      ...["queryParams", "includeUsage", "supportsStructuredOutputs", "transformRequestBody"],
    ],
    aim: { path: "/v1", address: "baseURL", key: "apiKey", headers: "headers", ...aim },
  };
}

/** Providers that do not point at the vendors themselves. */
const ELSEWHERE: Readonly<Record<string, string>> = { ollama: "localProvider", gateway: "gatewayProvider" };

const modules: EcmascriptModule[] = PROVIDERS.map(([specifier, ready, factories]) => ({
  specifiers: [specifier],
  exports: {},
  functions: {
    instances: all(ELSEWHERE[ready[0] ?? ""] ?? "provider", ...ready),
    factories: all(ELSEWHERE[ready[0] ?? ""] ?? "provider", ...factories),
    handles: factories[0] && factories[0] in AIMED ? all(factories[0], ...ready) : {},
  },
}));

const PROVIDER: ClientObject = {
  called: "model",
  makes: {
    ...all("model", "chat", "responses", "completion", "embedding", "textEmbedding", "textEmbeddingModel"),
    ...all("model", "embeddingModel", "image", "imageModel", "languageModel", "chatModel", "completionModel"),
    ...all("model", "speech", "speechModel", "transcription", "transcriptionModel", "messages", "video"),
    ...all("model", "reranking", "rerankingModel"),
  },
};

export const aiSdk: Vendor = {
  id: "ai-sdk",
  name: "AI SDK",
  wraps: true,
  classes: Object.entries(AIMED).map(([name, row]) => factory(name, row)),
  modules: [
    ...modules,
    {
      specifiers: ["ai", "ai/rsc", "@ai-sdk/rsc"],
      exports: {},
      functions: { calls: CALLS },
      words: ['"ai"', "'ai'", "npm:ai@"],
    },
  ],
  hosts: ["ai-gateway.vercel.sh"],
  environment: ["AI_GATEWAY_API_KEY"],
  defaultStates: { localProvider: "local", gatewayProvider: "other-gateway" },
  objects: {
    ...all(PROVIDER, "provider", ...Object.values(ELSEWHERE)),
    // The last are an agent's, which a model is handed to.
    model: { calls: ["doGenerate", "doStream", "doEmbed", "generate", "stream", "respond"] },
  },
  packages: ["ai"],
  python: { modules: [], addressKeywords: [], factories: [] },
};
