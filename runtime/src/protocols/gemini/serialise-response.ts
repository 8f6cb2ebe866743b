import type { ResponseNames } from "../caller.ts";
import type { NeutralResponse } from "../neutral.ts";
import { AnswerParts } from "./answer-parts.ts";
import { writeUsage } from "./usage.ts";

/** Writes an answer as generateContent gives it. */
export function serialiseResponse(response: NeutralResponse, names: ResponseNames): string {
  const parts = new AnswerParts();
  for (const part of response.content) parts.add(part);
  const usage = writeUsage(response.usage);
  return JSON.stringify({
    candidates: [
      {
        content: { parts: parts.take(), role: "model" },
        finishReason: parts.finishReason(response.stopReason),
        index: 0,
      },
    ],
    ...(Object.keys(usage).length > 0 ? { usageMetadata: usage } : {}),
    modelVersion: names.model,
    responseId: names.id,
  });
}
