/**
 * What a request can ask of a provider that costs more, or keeps more, than the catalog says: the catalog knows one
 * price of tokens and one retention, and a budget or a rule that does not see the rest would be passed in silence.
 */
import type { IngressRequest } from "../protocols/caller.ts";
import type { WireProtocol } from "../protocols/neutral.ts";
import { messagesExtras } from "./extras/anthropic-messages.ts";
import { converseExtras } from "./extras/bedrock-converse.ts";
import type { Body, Extra } from "./extras/extra.ts";
import { geminiCountExtras, geminiExtras } from "./extras/gemini.ts";
import { chatExtras } from "./extras/openai-chat.ts";
import { embeddingsExtras } from "./extras/openai-embeddings.ts";
import { responsesExtras } from "./extras/openai-responses.ts";

const BY_PROTOCOL: Readonly<Record<WireProtocol, (body: Body) => Extra[]>> = {
  "openai-chat": chatExtras,
  "openai-responses": responsesExtras,
  "openai-embeddings": embeddingsExtras,
  "anthropic-messages": messagesExtras,
  "anthropic-count-tokens": messagesExtras,
  "bedrock-converse": converseExtras,
  gemini: geminiExtras,
  "gemini-count-tokens": geminiCountExtras,
};

/** All that a request asks for beyond what the catalog describes. */
export function extrasOf({ protocol, body }: Pick<IngressRequest, "protocol" | "body">): Extra[] {
  return BY_PROTOCOL[protocol](body);
}
