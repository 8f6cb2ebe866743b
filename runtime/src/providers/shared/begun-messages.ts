import type { CompiledDeployment } from "../../policy/types.ts";
import { isObject } from "../../protocols/shared/json.ts";

/** The members that tell a host that imitates OpenAI to go on from the last message, in its own way. */
export function begunMessages(messages: unknown, prefill: CompiledDeployment["prefill"]): Record<string, unknown> {
  if (prefill === "plain" || !Array.isArray(messages)) return {};
  if (prefill === "continue-final-message") return { continue_final_message: true, add_generation_prompt: false };
  const last: unknown = messages.at(-1);
  return isObject(last) ? { messages: [...messages.slice(0, -1), { ...last, [prefill]: true }] } : {};
}
