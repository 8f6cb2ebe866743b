import { MalformedRequestError, type NeutralMessage, type NeutralPart, type TranslationLoss } from "../neutral.ts";
import { isObject, type JsonObject, optionalString, requireArray, requireObject } from "../shared/json.ts";
import { CallIds } from "./call-ids.ts";
import { member, memberAt } from "./member.ts";
import { parsePart } from "./parse-part.ts";

/** Reads the system instruction and the contents. Answers of functions become a message of their own. */
export function parseMessages(body: JsonObject, losses: TranslationLoss[]): NeutralMessage[] {
  const messages: NeutralMessage[] = [];
  const contents = requireArray(body.contents, "/contents");
  const ids = new CallIds(givenIds(contents));
  const system = memberAt(body, "systemInstruction", "");
  if (system.value !== undefined && system.value !== null) {
    const content = parseParts(requireObject(system.value, system.path), system.path, ids, losses);
    if (content.length > 0) messages.push({ role: "system", content, path: system.path });
  }
  for (const [index, item] of contents.entries()) {
    const path = `/contents/${index}`;
    const content = requireObject(item, path);
    const role = optionalString(content.role, `${path}/role`) || "user";
    if (role !== "user" && role !== "model" && role !== "function") {
      throw new MalformedRequestError(`${path}/role`, `${path}/role must be user or model, not ${role}.`);
    }
    messages.push(...split(role === "model" ? "assistant" : "user", parseParts(content, path, ids, losses), path));
  }
  return messages;
}

function givenIds(contents: readonly unknown[]): Set<string> {
  const ids = new Set<string>();
  for (const content of contents.filter(isObject)) {
    for (const part of Array.isArray(content.parts) ? content.parts.filter(isObject) : []) {
      const call = member(part, "functionCall");
      if (isObject(call) && typeof call.id === "string") ids.add(call.id);
    }
  }
  return ids;
}

function parseParts(content: JsonObject, path: string, ids: CallIds, losses: TranslationLoss[]): NeutralPart[] {
  const parts = content.parts === undefined || content.parts === null ? [] : content.parts;
  const read = requireArray(parts, `${path}/parts`).flatMap((item, index) => {
    const place = `${path}/parts/${index}`;
    return parsePart(requireObject(item, place), place, { ids, losses, content: path });
  });
  return joinThoughts(read);
}

/** A client may hand back the pieces of a stream as they came: thoughts without a signature go to the one that follows. */
function joinThoughts(parts: readonly NeutralPart[]): NeutralPart[] {
  const joined: NeutralPart[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (part.type === "reasoning" && last?.type === "reasoning" && last.signature === undefined) {
      joined[joined.length - 1] = { ...part, text: last.text + part.text };
    } else joined.push(part);
  }
  return joined;
}

function split(role: "user" | "assistant", content: NeutralPart[], path: string): NeutralMessage[] {
  const results = content.filter((part) => part.type === "tool-result");
  const rest = content.filter((part) => part.type !== "tool-result");
  return [
    ...(results.length > 0 ? [{ role: "tool" as const, content: results, path }] : []),
    // Chats of Google's SDK keep an empty turn where the model gave nothing.
    ...(rest.length > 0 ? [{ role, content: rest, path }] : []),
  ];
}
