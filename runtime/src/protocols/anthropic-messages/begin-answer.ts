import type { IngressRequest } from "../caller.ts";
import { isObject } from "../shared/json.ts";
import { patchRequestBody } from "../shared/patch-request-body.ts";

/** The body with the beginning of an answer as its last message, or at the end of one that the caller began itself. */
export function beginAnswer({ body, text }: IngressRequest, answer: string): string {
  const messages = Array.isArray(body.messages) ? body.messages : [];
  const last: unknown = messages.at(-1);
  if (!isObject(last) || last.role !== "assistant")
    return patchRequestBody(text, body, { messages: [...messages, { role: "assistant", content: answer }] });
  const { content } = last;
  const longer =
    typeof content === "string" ? content + answer : withText(Array.isArray(content) ? content : [], answer);
  return patchRequestBody(text, body, { messages: [...messages.slice(0, -1), { ...last, content: longer }] });
}

function withText(blocks: readonly unknown[], answer: string): unknown[] {
  const last = blocks.at(-1);
  if (!isObject(last) || last.type !== "text" || typeof last.text !== "string")
    return [...blocks, { type: "text", text: answer }];
  return [...blocks.slice(0, -1), { ...last, text: last.text + answer }];
}
