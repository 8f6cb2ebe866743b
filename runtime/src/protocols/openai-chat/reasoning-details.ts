/**
 * OpenAI's protocol has no reasoning in its messages; hosts that imitate it agree on two members. `reasoning_content`
 * is the text. `reasoning_details` is a list that also carries what a provider wants back unchanged on the next turn:
 * `reasoning.text` with a signature, and `reasoning.encrypted` with opaque data.
 */
import type { NeutralPart } from "../neutral.ts";
import { type JsonObject, optionalString, requireArray, requireObject, requireString } from "../shared/json.ts";

export type ReasoningDetail =
  | { type: "reasoning.text"; text: string; signature?: string }
  | { type: "reasoning.encrypted"; data: string };

/** A piece of reasoning as an entry of `reasoning_details`. */
export function reasoningDetail(
  part:
    | { type: "reasoning"; text: string; signature: string | undefined }
    | { type: "redacted-reasoning"; data: string },
): ReasoningDetail {
  if (part.type === "redacted-reasoning") return { type: "reasoning.encrypted", data: part.data };
  const { text, signature } = part;
  return signature === undefined ? { type: "reasoning.text", text } : { type: "reasoning.text", text, signature };
}

/**
 * Reads the reasoning of an assistant message. Details win over the plain text, which repeats them. A client may hand
 * back the pieces of a stream as they came: texts without a signature go to the one that follows.
 */
export function parseReasoning(message: JsonObject, path: string): NeutralPart[] {
  const details = message.reasoning_details;
  if (details !== undefined && details !== null) {
    const parts: NeutralPart[] = [];
    for (const [index, item] of requireArray(details, `${path}/reasoning_details`).entries()) {
      addDetail(parts, requireObject(item, `${path}/reasoning_details/${index}`), `${path}/reasoning_details/${index}`);
    }
    if (parts.length > 0) return parts;
  }
  const text =
    optionalString(message.reasoning_content, `${path}/reasoning_content`) ??
    optionalString(message.reasoning, `${path}/reasoning`);
  return text ? [{ type: "reasoning", text, signature: undefined }] : [];
}

function addDetail(parts: NeutralPart[], detail: JsonObject, path: string): void {
  if (detail.type === "reasoning.encrypted") {
    parts.push({ type: "redacted-reasoning", data: requireString(detail.data, `${path}/data`) });
    return;
  }
  const text = optionalString(detail.text, `${path}/text`) ?? optionalString(detail.summary, `${path}/summary`);
  const signature = optionalString(detail.signature, `${path}/signature`);
  const last = parts.at(-1);
  if (last?.type === "reasoning" && last.signature === undefined) {
    last.text += text ?? "";
    last.signature = signature;
  } else if (text !== undefined || signature !== undefined) {
    parts.push({ type: "reasoning", text: text ?? "", signature });
  }
}
