import type { ResponseNames } from "../caller.ts";
import type { NeutralResponse } from "../neutral.ts";
import { writeCallSignature } from "./call-signature.ts";
import { reasoningDetail } from "./reasoning-details.ts";
import { writeFinishReason } from "./stop-reason.ts";
import { writeUsage } from "./usage.ts";

/** Writes an answer as a `chat.completion`. Reasoning goes into the members that hosts of this protocol agree on. */
export function serialiseResponse(response: NeutralResponse, names: ResponseNames): string {
  const texts: string[] = [];
  const refusals: string[] = [];
  const thoughts: string[] = [];
  const details: unknown[] = [];
  const calls: unknown[] = [];
  for (const part of response.content) {
    if (part.type === "text") texts.push(part.text);
    else if (part.type === "refusal") refusals.push(part.text);
    else if (part.type === "tool-call") {
      const { id, name, signature } = part;
      const definition = { name, arguments: part.arguments || "{}" };
      calls.push({ id, type: "function", function: definition, ...writeCallSignature(signature) });
    } else if (part.type === "reasoning" || part.type === "redacted-reasoning") {
      details.push(reasoningDetail(part));
      if (part.type === "reasoning") thoughts.push(part.text);
    }
  }
  const usage = writeUsage(response.usage);
  return JSON.stringify({
    id: names.id,
    object: "chat.completion",
    created: names.created,
    model: names.model,
    choices: [
      {
        index: 0,
        message: {
          role: "assistant",
          content: texts.length > 0 ? texts.join("") : calls.length > 0 || refusals.length > 0 ? null : "",
          refusal: refusals.length > 0 ? refusals.join("") : null,
          ...(thoughts.length > 0 ? { reasoning_content: thoughts.join("") } : {}),
          ...(details.length > 0 ? { reasoning_details: details } : {}),
          ...(calls.length > 0 ? { tool_calls: calls } : {}),
        },
        logprobs: null,
        finish_reason: writeFinishReason(response.stopReason),
      },
    ],
    ...(usage ? { usage } : {}),
  });
}
