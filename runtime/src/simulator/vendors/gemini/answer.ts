/** Gemini's whole answer, and the parts that its stream shares. */
import type { Reply, ReplyChoice } from "../../reply.ts";
import type { WireAnswer } from "../vendor.ts";
import { makesSignatures } from "./read-call.ts";

export function finishReason(choice: ReplyChoice): string {
  switch (choice.finish) {
    case "length":
      return "MAX_TOKENS";
    case "content-filter":
      return "SAFETY";
    default:
      return "STOP";
  }
}

/** The usage once so many of the tokens are out; the counts of 0 are left out, as protocol buffers do. */
export function usageOf({ usage }: Reply, candidates = usage.output - usage.reasoning): Record<string, unknown> {
  const { input, cachedInput, reasoning } = usage;
  return {
    promptTokenCount: input,
    ...(candidates > 0 ? { candidatesTokenCount: candidates } : {}),
    totalTokenCount: input + candidates + reasoning,
    ...(cachedInput > 0 ? { cachedContentTokenCount: cachedInput } : {}),
    promptTokensDetails: [{ modality: "TEXT", tokenCount: input }],
    ...(reasoning > 0 ? { thoughtsTokenCount: reasoning } : {}),
  };
}

/** A call as a part. Newer models give ids, and sign the first call of a turn. */
export function callPart(
  reply: Reply,
  call: { id: string; name: string; text: string },
  isFirst: boolean,
): Record<string, unknown> {
  const isNew = makesSignatures(reply.model);
  return {
    functionCall: { ...(isNew ? { id: call.id } : {}), name: call.name, args: readArguments(call.text) },
    ...(isNew && isFirst ? { thoughtSignature: Buffer.from(`signed ${reply.id}`).toString("base64") } : {}),
  };
}

/** Arguments that an output limit cut are no JSON any more. */
function readArguments(text: string): unknown {
  try {
    return JSON.parse(text || "{}");
  } catch {
    return {};
  }
}

export function geminiAnswer(reply: Reply): WireAnswer {
  const candidates = reply.choices.map((choice, index) => {
    const text = choice.tokens.join("");
    const calls = choice.toolCalls.map((call, place) =>
      callPart(reply, { id: call.id, name: call.name, text: call.tokens.join("") }, place === 0),
    );
    const parts = [...(text === "" ? [] : [{ text }]), ...calls];
    // What the filter takes away leaves no content at all.
    const content = parts.length > 0 ? { content: { parts, role: "model" } } : {};
    return { ...content, finishReason: finishReason(choice), index };
  });
  return {
    status: 200,
    headers: { "content-type": "application/json; charset=UTF-8" },
    body: JSON.stringify(
      { candidates, usageMetadata: usageOf(reply), modelVersion: reply.model, responseId: reply.id },
      null,
      2,
    ),
  };
}
