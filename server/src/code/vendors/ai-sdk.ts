/** The AI SDK: one interface to many vendors, by providers that are functions. */
import { all } from "./rows.ts";
import type { EcmascriptModule, Vendor } from "./types.ts";

/** Each package with the provider that it holds ready-made, and the function that makes another. */
const PROVIDERS: readonly [specifier: string, ready: readonly string[], factories: readonly string[]][] = [
  ["@ai-sdk/openai", ["openai"], ["createOpenAI"]],
  ["@ai-sdk/azure", ["azure"], ["createAzure"]],
  ["@ai-sdk/anthropic", ["anthropic"], ["createAnthropic"]],
  ["@ai-sdk/amazon-bedrock", ["bedrock"], ["createAmazonBedrock"]],
  ["@ai-sdk/amazon-bedrock/anthropic", ["bedrockAnthropic"], ["createBedrockAnthropic"]],
  ["@ai-sdk/google", ["google"], ["createGoogleGenerativeAI"]],
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
];

const CALLS = [
  ...["generateText", "streamText", "generateObject", "streamObject", "embed", "embedMany", "streamUI"],
  ...["generateImage", "experimental_generateImage", "experimental_generateSpeech", "generateSpeech"],
  ...["experimental_transcribe", "transcribe", "experimental_generateText", "experimental_streamText", "rerank"],
];

const modules: EcmascriptModule[] = PROVIDERS.map(([specifier, ready, factories]) => ({
  specifiers: [specifier],
  exports: {},
  functions: { instances: all("provider", ...ready), factories: all("provider", ...factories) },
}));

export const aiSdk: Vendor = {
  id: "ai-sdk",
  name: "AI SDK",
  wraps: true,
  classes: [],
  modules: [
    ...modules,
    { specifiers: ["ai", "ai/rsc", "@ai-sdk/rsc"], exports: {}, functions: { calls: CALLS }, words: ['"ai"', "'ai'"] },
  ],
  hosts: ["ai-gateway.vercel.sh"],
  environment: ["AI_GATEWAY_API_KEY"],
  objects: {
    provider: {
      called: "model",
      makes: {
        ...all("model", "chat", "responses", "completion", "embedding", "textEmbedding", "textEmbeddingModel"),
        ...all("model", "embeddingModel", "image", "imageModel", "languageModel", "chatModel", "completionModel"),
        ...all("model", "speech", "speechModel", "transcription", "transcriptionModel", "messages", "video"),
        ...all("model", "reranking", "rerankingModel"),
      },
    },
    model: { calls: ["doGenerate", "doStream", "doEmbed"] },
  },
  packages: ["ai"],
  python: { modules: [], addressKeywords: [], factories: [] },
};
