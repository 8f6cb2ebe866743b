/** Items of a response's output as OpenAI writes them. */

export interface MessageItem {
  type: "message";
  id: string;
  status: string;
  role: "assistant";
  content: (TextPart | RefusalPart)[];
}

interface TextPart {
  type: "output_text";
  text: string;
  annotations: [];
  logprobs: [];
}

interface RefusalPart {
  type: "refusal";
  refusal: string;
}

export interface ReasoningItem {
  type: "reasoning";
  id: string;
  summary: { type: "summary_text"; text: string }[];
  encrypted_content?: string;
}

export interface CallItem {
  type: "function_call";
  id: string;
  status: string;
  call_id: string;
  name: string;
  arguments: string;
}

export type OutputItem = MessageItem | ReasoningItem | CallItem;

/** The id of an item: its kind, the response, its place. */
export function itemId(kind: "msg" | "rs" | "fc", response: string, place: number): string {
  return `${kind}_${response.replace(/^resp_/, "")}_${place}`;
}

export function textPart(text: string): TextPart {
  return { type: "output_text", text, annotations: [], logprobs: [] };
}

export function refusalPart(refusal: string): RefusalPart {
  return { type: "refusal", refusal };
}
