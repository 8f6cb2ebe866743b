/**
 * What the gateway itself puts into answers beyond OpenAI's members, and OpenAI and Azure refuse in a history: the
 * thoughts of other providers' models, and their signatures of calls.
 */
import type { TranslationLoss } from "../neutral.ts";
import { isObject, type JsonObject } from "../shared/json.ts";

const THOUGHTS = ["reasoning_content", "reasoning_details"] as const;
const SIGNATURE = "extra_content";
/** The names as they stand in a text. */
const QUOTED = [...THOUGHTS, SIGNATURE].map((name) => `"${name}"`);

/** The messages without it; undefined where there is none, as in every conversation with OpenAI alone. */
export function withoutForeign(
  text: string,
  body: JsonObject,
): { messages: unknown[]; losses: TranslationLoss[] } | undefined {
  // Nearly always nothing is there, and a search in the text costs less than a walk.
  if (!QUOTED.some((name) => text.includes(name)) || !Array.isArray(body.messages)) return undefined;
  const losses: TranslationLoss[] = [];
  const messages = body.messages.map((message: unknown, index) => {
    const own = isObject(message) && message.role === "assistant" ? ownMembers(message) : undefined;
    if (!own) return message;
    losses.push({ path: `/messages/${index}`, reason: "what another provider's model signed or thought is not sent" });
    return own;
  });
  return losses.length === 0 ? undefined : { messages, losses };
}

/** An assistant's message without it; undefined where it has none. */
function ownMembers(message: JsonObject): JsonObject | undefined {
  const calls: unknown[] = Array.isArray(message.tool_calls) ? message.tool_calls : [];
  const isSigned = calls.some((call) => isObject(call) && SIGNATURE in call);
  if (!isSigned && !THOUGHTS.some((name) => name in message)) return undefined;
  const { reasoning_content: _content, reasoning_details: _details, ...own } = message;
  return isSigned ? { ...own, tool_calls: calls.map(withoutSignature) } : own;
}

function withoutSignature(call: unknown): unknown {
  if (!isObject(call)) return call;
  const { [SIGNATURE]: _, ...own } = call;
  return own;
}
