import { MalformedRequestError, type NeutralMessage, type NeutralPart, type TranslationLoss } from "../neutral.ts";
import { type JsonObject, noteUnknown, requireArray, requireObject, requireString } from "../shared/json.ts";
import { parseContent } from "./parse-block.ts";

const KNOWN: ReadonlySet<string> = new Set(["role", "content"]);

/** Reads `system` and `messages`. Tool results, which stand in a user's message, become a message of their own. */
export function parseMessages(body: JsonObject, losses: TranslationLoss[]): NeutralMessage[] {
  const messages: NeutralMessage[] = [];
  if (body.system !== undefined && body.system !== null) {
    const content = parseContent(body.system, "/system", losses);
    if (content.length > 0) messages.push({ role: "system", content, path: "/system" });
  }
  for (const [index, item] of requireArray(body.messages, "/messages").entries()) {
    const path = `/messages/${index}`;
    const message = requireObject(item, path);
    const role = requireString(message.role, `${path}/role`);
    if (role !== "user" && role !== "assistant" && role !== "system") {
      const words = `${path}/role must be user, assistant or system, not ${role}.`;
      throw new MalformedRequestError(`${path}/role`, words);
    }
    noteUnknown(message, KNOWN, path, losses);
    messages.push(...split(role, parseContent(message.content, `${path}/content`, losses), path));
  }
  return messages;
}

function split(role: "user" | "assistant" | "system", content: NeutralPart[], path: string): NeutralMessage[] {
  if (role !== "user" || !content.some((part) => part.type === "tool-result")) return [{ role, content, path }];
  // A cache point behind a result belongs to it; all else is what the user says besides.
  const results: NeutralPart[] = [];
  const rest: NeutralPart[] = [];
  for (const [index, part] of content.entries()) {
    const before = content[index - 1]?.type;
    const isOfResult = part.type === "tool-result" || (part.type === "cache-point" && before === "tool-result");
    (isOfResult ? results : rest).push(part);
  }
  const tool: NeutralMessage = { role: "tool", content: results, path };
  return rest.some((part) => part.type !== "cache-point") ? [tool, { role, content: rest, path }] : [tool];
}
