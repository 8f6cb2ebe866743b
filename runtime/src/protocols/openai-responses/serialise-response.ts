import type { ResponseNames } from "../caller.ts";
import type { NeutralPart, NeutralResponse } from "../neutral.ts";
import { writeCallSignature, writeRedacted, writeSignature } from "./encrypted-content.ts";
import { itemId, type OutputItem, refusalPart, textPart } from "./output-items.ts";
import { responseObject } from "./response-object.ts";

/** Writes an answer as a `response`. */
export function serialiseResponse(response: NeutralResponse, names: ResponseNames): string {
  const output: OutputItem[] = [];
  for (const part of response.content) addPart(output, part, names.id);
  return JSON.stringify(responseObject(names, { output, stopReason: response.stopReason, usage: response.usage }));
}

function addPart(output: OutputItem[], part: NeutralPart, response: string): void {
  const place = output.length;
  switch (part.type) {
    case "text":
    case "refusal": {
      const written = part.type === "text" ? textPart(part.text) : refusalPart(part.text);
      const last = output.at(-1);
      if (last?.type === "message") last.content.push(written);
      else {
        const id = itemId("msg", response, place);
        output.push({ type: "message", id, status: "completed", role: "assistant", content: [written] });
      }
      return;
    }
    case "tool-call": {
      const { id, name, signature } = part;
      if (signature !== undefined) {
        const encrypted_content = writeCallSignature(signature);
        output.push({ type: "reasoning", id: itemId("rs", response, place), summary: [], encrypted_content });
      }
      output.push({
        type: "function_call",
        id: itemId("fc", response, output.length),
        status: "completed",
        call_id: id,
        name,
        arguments: part.arguments || "{}",
      });
      return;
    }
    case "reasoning":
      output.push({
        type: "reasoning",
        id: itemId("rs", response, place),
        summary: part.text === "" ? [] : [{ type: "summary_text", text: part.text }],
        ...(part.signature === undefined ? {} : { encrypted_content: writeSignature(part.signature) }),
      });
      return;
    case "redacted-reasoning": {
      const id = itemId("rs", response, place);
      output.push({ type: "reasoning", id, summary: [], encrypted_content: writeRedacted(part.data) });
      return;
    }
    default:
      // Nothing else stands in answers.
      return;
  }
}
