/** Items of a response's output in the neutral form. */
import type { NeutralPart } from "../neutral.ts";
import { isObject, type JsonObject } from "../shared/json.ts";
import { isCallersCall } from "./status.ts";

/** A call that waits for the caller. */
interface OutputCall {
  id: string;
  name: string;
  /** JSON text. */
  arguments: string;
}

/**
 * Reads a call that the caller is to answer; undefined for any other item. What is no function (a custom tool's free
 * text, a shell's commands) is put into JSON: other protocols have functions only.
 */
export function readCall(item: JsonObject): OutputCall | undefined {
  if (!isCallersCall(item)) return undefined;
  const id = [item.call_id, item.id].find((value) => typeof value === "string" && value !== "");
  return { id: typeof id === "string" ? id : "call", name: nameOf(item), arguments: argumentsOf(item) };
}

function nameOf(item: JsonObject): string {
  if (typeof item.name === "string" && item.name !== "") return item.name;
  return String(item.type).replace(/_call$/, "");
}

function argumentsOf(item: JsonObject): string {
  if (item.type === "function_call") {
    return typeof item.arguments === "string" ? item.arguments : JSON.stringify(item.arguments ?? {});
  }
  if (item.type === "custom_tool_call") return JSON.stringify({ input: item.input ?? "" });
  return JSON.stringify(item.arguments ?? item.action ?? item.operation ?? {});
}

/** Reads one item. Tools that the provider ran itself leave nothing: their results stand in the text. */
export function readItem(item: JsonObject): NeutralPart[] {
  if (item.type === "message") return readMessage(item);
  if (item.type === "reasoning") return readReasoning(item);
  const call = readCall(item);
  return call ? [{ type: "tool-call", ...call }] : [];
}

function readMessage(item: JsonObject): NeutralPart[] {
  if (!Array.isArray(item.content)) return [];
  const parts: NeutralPart[] = [];
  for (const part of item.content) {
    if (!isObject(part)) continue;
    if (typeof part.text === "string" && part.text !== "") parts.push({ type: "text", text: part.text });
    if (typeof part.refusal === "string" && part.refusal !== "") parts.push({ type: "refusal", text: part.refusal });
  }
  return parts;
}

/** Summaries, or the whole of it where a host shows that. What is encrypted only OpenAI can read. */
function readReasoning(item: JsonObject): NeutralPart[] {
  const texts = [item.content, item.summary].map(textsOf).find((found) => found.length > 0) ?? [];
  return texts.length === 0 ? [] : [{ type: "reasoning", text: texts.join("\n\n"), signature: undefined }];
}

function textsOf(parts: unknown): string[] {
  if (!Array.isArray(parts)) return [];
  return parts.flatMap((part) =>
    isObject(part) && typeof part.text === "string" && part.text !== "" ? [part.text] : [],
  );
}
