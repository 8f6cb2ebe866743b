import {
  MalformedRequestError,
  type NeutralMessage,
  type NeutralPart,
  type TranslationLoss,
  UntranslatableError,
} from "../neutral.ts";
import { parseCacheControl } from "../shared/cache-control.ts";
import { type JsonObject, noteUnknown, requireArray, requireObject, requireString } from "../shared/json.ts";
import { parseAssistantContent } from "./parse-assistant.ts";
import { parsePart } from "./parse-part.ts";

const ROLES: ReadonlySet<string> = new Set(["system", "developer", "user", "assistant", "tool"]);

/** Members of messages that are read here or with the assistant's messages. A name is listed with its own reason. */
const KNOWN: ReadonlySet<string> = new Set([
  "role",
  "content",
  "name",
  "cache_control",
  "tool_call_id",
  "tool_calls",
  "function_call",
  "audio",
  "refusal",
  "reasoning",
  "reasoning_content",
  "reasoning_details",
]);

/** Reads the messages, one neutral message each. `developer` is OpenAI's newer word for `system`. */
export function parseMessages(messages: readonly unknown[], losses: TranslationLoss[]): NeutralMessage[] {
  return messages.map((item, index) => parseMessage(item, `/messages/${index}`, losses));
}

function parseMessage(item: unknown, path: string, losses: TranslationLoss[]): NeutralMessage {
  const message = requireObject(item, path);
  const role = requireString(message.role, `${path}/role`);
  if (role === "function") {
    throw new UntranslatableError(`${path}/role`, `${path} has the deprecated role function. Use tool instead.`);
  }
  if (!ROLES.has(role)) {
    const message = `${path}/role must be system, developer, user, assistant or tool, not ${role}.`;
    throw new MalformedRequestError(`${path}/role`, message);
  }
  if (message.name !== undefined && message.name !== null) {
    losses.push({ path: `${path}/name`, reason: "other protocols have no names of participants" });
  }
  noteUnknown(message, KNOWN, path, losses);
  const content =
    role === "assistant" ? parseAssistantContent(message, path, losses) : parseContent(message, path, losses);
  const cache = parseCacheControl(message.cache_control, `${path}/cache_control`);
  if (cache) content.push({ type: "cache-point", ...cache });
  if (role === "tool") return { role, path, content: toolResult(message, path, content) };
  return { role: role === "user" || role === "assistant" ? role : "system", content, path };
}

function parseContent(message: JsonObject, path: string, losses: TranslationLoss[]): NeutralPart[] {
  const { content } = message;
  if (typeof content === "string") return [{ type: "text", text: content }];
  if (content === undefined || content === null) {
    throw new MalformedRequestError(`${path}/content`, `${path}/content must be a string or an array of parts.`);
  }
  return requireArray(content, `${path}/content`).flatMap((part, index) =>
    parsePart(part, `${path}/content/${index}`, losses),
  );
}

/** A tool's result, and behind it the cache points that stood within: a prefix ends with the whole result. */
function toolResult(message: JsonObject, path: string, parts: NeutralPart[]): NeutralPart[] {
  const id = requireString(message.tool_call_id, `${path}/tool_call_id`);
  const content = parts.filter((part) => part.type !== "cache-point");
  const cachePoints = parts.filter((part) => part.type === "cache-point").slice(-1);
  return [{ type: "tool-result", id, content, isError: false }, ...cachePoints];
}
