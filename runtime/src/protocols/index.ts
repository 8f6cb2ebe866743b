/** The wire protocols that callers may speak, by name, and the neutral form between them. */
import { anthropicCountTokens } from "./anthropic-count-tokens/index.ts";
import { anthropicMessages } from "./anthropic-messages/index.ts";
import { bedrockConverse } from "./bedrock-converse/index.ts";
import type { CallerProtocol } from "./caller.ts";
import { gemini } from "./gemini/index.ts";
import { geminiCountTokens } from "./gemini-count-tokens/index.ts";
import type { WireProtocol } from "./neutral.ts";
import { openAIChat } from "./openai-chat/index.ts";
import { openAIEmbeddings } from "./openai-embeddings/index.ts";
import { openAIResponses } from "./openai-responses/index.ts";

export * from "./caller.ts";
export * from "./failure.ts";
export * from "./neutral.ts";
export { type BodyPatches, patchRequestBody } from "./shared/patch-request-body.ts";
export * from "./stream.ts";

export const callerProtocols: Readonly<Record<WireProtocol, CallerProtocol>> = {
  "openai-chat": openAIChat,
  "openai-responses": openAIResponses,
  "openai-embeddings": openAIEmbeddings,
  "anthropic-messages": anthropicMessages,
  "anthropic-count-tokens": anthropicCountTokens,
  "bedrock-converse": bedrockConverse,
  gemini,
  "gemini-count-tokens": geminiCountTokens,
};
