import type { IngressRequest } from "../caller.ts";
import { isObject } from "../shared/json.ts";
import { patchRequestBody } from "../shared/patch-request-body.ts";

/** The body with the beginning of an answer as its last content, or at the end of one that the caller began itself. */
export function beginAnswer({ body, text }: IngressRequest, answer: string): string {
  const contents = Array.isArray(body.contents) ? body.contents : [];
  const last: unknown = contents.at(-1);
  if (!isObject(last) || last.role !== "model")
    return patchRequestBody(text, body, { contents: [...contents, { role: "model", parts: [{ text: answer }] }] });
  const parts = withText(Array.isArray(last.parts) ? last.parts : [], answer);
  return patchRequestBody(text, body, { contents: [...contents.slice(0, -1), { ...last, parts }] });
}

function withText(parts: readonly unknown[], answer: string): unknown[] {
  const last = parts.at(-1);
  if (!isObject(last) || typeof last.text !== "string") return [...parts, { text: answer }];
  return [...parts.slice(0, -1), { ...last, text: last.text + answer }];
}
