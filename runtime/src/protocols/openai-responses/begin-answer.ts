import type { IngressRequest } from "../caller.ts";
import { isObject } from "../shared/json.ts";
import { patchRequestBody } from "../shared/patch-request-body.ts";

/** The body with the beginning of an answer as its last item, or at the end of one that the caller began itself. */
export function beginAnswer({ body, text }: IngressRequest, answer: string): string {
  const { input } = body;
  const items: unknown[] = Array.isArray(input)
    ? input
    : typeof input === "string"
      ? [{ role: "user", content: input }]
      : [];
  const last = items.at(-1);
  if (!isObject(last) || last.role !== "assistant" || typeof last.content !== "string") {
    const message = { type: "message", role: "assistant", content: [{ type: "output_text", text: answer }] };
    return patchRequestBody(text, body, { input: [...items, message] });
  }
  const longer = { ...last, content: last.content + answer };
  return patchRequestBody(text, body, { input: [...items.slice(0, -1), longer] });
}
