import type { TranslationLoss } from "../neutral.ts";
import { isObject, type JsonObject } from "../shared/json.ts";

/**
 * What Anthropic refuses in a history that another provider took part in, and that the gateway itself put there: thoughts
 * without a signature, and signatures of calls. Returns the messages without it, or undefined where there is none, as in
 * every conversation with Anthropic alone.
 */
export function withoutForeign(body: JsonObject): { messages: unknown[]; losses: TranslationLoss[] } | undefined {
  if (!Array.isArray(body.messages)) return undefined;
  const losses: TranslationLoss[] = [];
  const messages = body.messages.flatMap((message: unknown, index): unknown[] => {
    if (!isObject(message) || message.role !== "assistant" || !Array.isArray(message.content)) return [message];
    const { content } = message;
    const own = content.filter((block) => !isForeignThought(block));
    const changed = own.some(isSignedCall);
    if (own.length === content.length && !changed) return [message];
    losses.push({ path: `/messages/${index}`, reason: "what another provider's model signed or thought is not sent" });
    return own.length === 0 ? [] : [{ ...message, content: own.map(withoutSignature) }];
  });
  return losses.length === 0 ? undefined : { messages, losses };
}

function isForeignThought(block: unknown): boolean {
  return isObject(block) && block.type === "thinking" && (block.signature === "" || block.signature === undefined);
}

function isSignedCall(block: unknown): boolean {
  return isObject(block) && block.type === "tool_use" && block.signature !== undefined;
}

function withoutSignature(block: unknown): unknown {
  if (!isObject(block) || block.type !== "tool_use") return block;
  const { signature: _, ...rest } = block;
  return rest;
}
