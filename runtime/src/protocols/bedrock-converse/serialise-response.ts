import type { NeutralPart, NeutralResponse } from "../neutral.ts";
import { parseJson } from "../shared/json.ts";
import { writeStopReason } from "./stop-reason.ts";
import { writeUsage } from "./usage.ts";

/** Writes an answer as Converse gives it. Ids and model names have no place there. */
export function serialiseResponse(response: NeutralResponse): string {
  const content = response.content.map(block).filter((item) => item !== undefined);
  return JSON.stringify({
    output: { message: { role: "assistant", content } },
    stopReason: writeStopReason(response.stopReason),
    usage: writeUsage(response.usage),
  });
}

function block(part: NeutralPart): unknown {
  switch (part.type) {
    case "text":
    case "refusal":
      return part.text === "" ? undefined : { text: part.text };
    case "tool-call":
      return { toolUse: { toolUseId: part.id, name: part.name, input: toolInput(part.arguments) } };
    case "reasoning": {
      const { text, signature } = part;
      return { reasoningContent: { reasoningText: signature === undefined ? { text } : { text, signature } } };
    }
    case "redacted-reasoning":
      return { reasoningContent: { redactedContent: part.data } };
    default:
      return undefined;
  }
}

/** Arguments that the model wrote wrongly stay the text that it wrote: any JSON value may stand here. */
function toolInput(text: string): unknown {
  return text.trim() === "" ? {} : (parseJson(text) ?? text);
}
