import { MalformedRequestError, type NeutralMessage, type NeutralPart, type TranslationLoss } from "../neutral.ts";
import { type JsonObject, requireArray, requireObject, requireString } from "../shared/json.ts";
import { parseBlock } from "./parse-block.ts";

/** Reads `system` and `messages`. Tool results, which Bedrock keeps in a user's message, become one of their own. */
export function parseMessages(body: JsonObject, losses: TranslationLoss[]): NeutralMessage[] {
  const messages: NeutralMessage[] = [];
  if (body.system !== undefined && body.system !== null) {
    const content = parseBlocks(body.system, "/system", losses);
    if (content.length > 0) messages.push({ role: "system", content, path: "/system" });
  }
  for (const [index, item] of requireArray(body.messages, "/messages").entries()) {
    const path = `/messages/${index}`;
    const message = requireObject(item, path);
    const role = requireString(message.role, `${path}/role`);
    if (role !== "user" && role !== "assistant") {
      throw new MalformedRequestError(`${path}/role`, `${path}/role must be user or assistant, not ${role}.`);
    }
    messages.push(...split(role, parseBlocks(message.content, `${path}/content`, losses), path));
  }
  return messages;
}

function parseBlocks(value: unknown, path: string, losses: TranslationLoss[]): NeutralPart[] {
  return requireArray(value, path).flatMap((item, index) => {
    const place = `${path}/${index}`;
    return parseBlock(requireObject(item, place), place, losses);
  });
}

function split(role: "user" | "assistant", content: NeutralPart[], path: string): NeutralMessage[] {
  const results = content.filter((part) => part.type === "tool-result");
  if (role === "assistant" || results.length === 0) return [{ role, content, path }];
  const rest = content.filter((part) => part.type !== "tool-result");
  const hasRest = rest.some((part) => part.type !== "cache-point");
  const tool: NeutralMessage = { role: "tool", content: hasRest ? results : [...results, ...rest], path };
  return hasRest ? [tool, { role, content: rest, path }] : [tool];
}
