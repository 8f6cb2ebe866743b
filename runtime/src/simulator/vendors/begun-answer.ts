import { InvalidPromptError } from "../prompt.ts";
import type { Profile } from "../types.ts";
import type { ChatCall } from "./vendor.ts";

/** Anthropic's words, which Bedrock repeats. */
export const NO_PREFILL =
  "This model does not support assistant message prefill. The conversation must end with a user message.";

/**
 * Where the conversation ends with the beginning of an answer, a call that the model goes on from there. Throws
 * InvalidPromptError, in the vendor's words, for models that do not.
 */
export function withBegunAnswer(call: ChatCall, { prefill }: Profile, words: string): ChatCall {
  const last = call.prompt.messages.at(-1);
  if (last?.role !== "assistant") return call;
  if (!prefill) throw new InvalidPromptError(words);
  return { ...call, begun: last.text };
}
