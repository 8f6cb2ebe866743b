import type { ResponseNames } from "../caller.ts";
import type { NeutralPart, NeutralResponse } from "../neutral.ts";
import { isObject, parseJson } from "../shared/json.ts";
import { writeStopReason } from "./stop-reason.ts";
import { writeUsage } from "./usage.ts";

/** Writes an answer as a message. */
export function serialiseResponse(response: NeutralResponse, names: ResponseNames): string {
  return JSON.stringify({
    id: names.id,
    type: "message",
    role: "assistant",
    model: names.model,
    content: response.content.map(block).filter((item) => item !== undefined),
    stop_reason: writeStopReason(response.stopReason),
    stop_sequence: null,
    // Clients refuse a message without both counts.
    usage: writeUsage({ ...response.usage, input: response.usage.input ?? 0, output: response.usage.output ?? 0 }),
  });
}

function block(part: NeutralPart): unknown {
  switch (part.type) {
    case "text":
    case "refusal":
      return part.text === "" ? undefined : { type: "text", text: part.text };
    case "tool-call": {
      const { id, name, signature } = part;
      return { type: "tool_use", id, name, input: toolInput(part.arguments), ...(signature ? { signature } : {}) };
    }
    case "reasoning":
      // Without a signature the thought can be shown, and is not sent back to anybody who checks it.
      return { type: "thinking", thinking: part.text, signature: part.signature ?? "" };
    case "redacted-reasoning":
      return { type: "redacted_thinking", data: part.data };
    default:
      return undefined;
  }
}

/** Arguments are an object here; those that the model wrote wrongly are given as the text that it wrote. */
function toolInput(text: string): unknown {
  if (text.trim() === "") return {};
  const value = parseJson(text);
  return isObject(value) ? value : { arguments: value ?? text };
}
