import {
  MalformedRequestError,
  type NeutralMessage,
  type NeutralPart,
  type TranslationLoss,
  UntranslatableError,
} from "../neutral.ts";
import {
  isObject,
  type JsonObject,
  noteUnknown,
  optionalString,
  requireArray,
  requireObject,
  requireString,
} from "../shared/json.ts";
import { readEncrypted } from "./encrypted-content.ts";
import { parsePart } from "./parse-part.ts";

const ROLES: ReadonlySet<string> = new Set(["system", "developer", "user", "assistant"]);

/** Members of items that are read here, or mean nothing outside of the answer that they come from. */
const KNOWN: ReadonlySet<string> = new Set([
  "type",
  "id",
  "status",
  "phase",
  "role",
  "content",
  "call_id",
  "name",
  "arguments",
  "output",
  "summary",
  "encrypted_content",
]);

const FOREIGN = "OpenAI's own reasoning, which nobody else can read";

/**
 * Reads `instructions` and `input` as messages. What an assistant said stands in several items (its reasoning, its text,
 * a call each): neighbours become one message, as other protocols have it.
 */
export function parseItems(body: JsonObject, losses: TranslationLoss[]): NeutralMessage[] {
  const messages: NeutralMessage[] = [];
  const instructions = optionalString(body.instructions, "/instructions");
  if (instructions) {
    messages.push({ role: "system", content: [{ type: "text", text: instructions }], path: "/instructions" });
  }
  const { input } = body;
  if (typeof input === "string") {
    messages.push({ role: "user", content: [{ type: "text", text: input }], path: "/input" });
    return messages;
  }
  let signature: string | undefined;
  for (const [index, value] of requireArray(input, "/input").entries()) {
    const path = `/input/${index}`;
    const item = requireObject(value, path);
    const encrypted = item.type === "reasoning" ? readEncrypted(item.encrypted_content) : undefined;
    if (encrypted?.kind === "call") {
      signature = encrypted.signature;
      continue;
    }
    const message = parseItem(item, path, signature, losses);
    signature = undefined;
    const last = messages.at(-1);
    if (last?.role === "assistant" && message.role === "assistant") last.content.push(...message.content);
    else messages.push(message);
  }
  // Reasoning that nobody can read may leave nothing of what the assistant said.
  return messages.filter(({ role, content }) => role !== "assistant" || content.length > 0);
}

/** `signature` is that of a call, which stood in front of it. */
function parseItem(
  item: JsonObject,
  path: string,
  signature: string | undefined,
  losses: TranslationLoss[],
): NeutralMessage {
  const type = optionalString(item.type, `${path}/type`) ?? "message";
  noteUnknown(item, KNOWN, path, losses);
  switch (type) {
    case "message":
      return parseMessage(item, path, losses);
    case "function_call":
      return { role: "assistant", content: [parseCall(item, path, signature)], path };
    case "function_call_output":
      return { role: "tool", content: [parseResult(item, path, losses)], path };
    case "reasoning":
      return { role: "assistant", content: parseReasoning(item, path, losses), path };
    case "item_reference": {
      const remedy = "Send the item itself; clients do so when they are told `store: false`.";
      throw new UntranslatableError(path, `${path} names an item that only the first provider keeps. ${remedy}`);
    }
    default:
      throw new UntranslatableError(`${path}/type`, `${path} is of type ${type}, which can not be translated.`);
  }
}

function parseMessage(item: JsonObject, path: string, losses: TranslationLoss[]): NeutralMessage {
  const role = requireString(item.role, `${path}/role`);
  if (!ROLES.has(role)) {
    const message = `${path}/role must be system, developer, user or assistant, not ${role}.`;
    throw new MalformedRequestError(`${path}/role`, message);
  }
  const { content } = item;
  const parts: NeutralPart[] =
    typeof content === "string"
      ? [{ type: "text", text: content }]
      : requireArray(content, `${path}/content`).map((part, index) =>
          parsePart(part, `${path}/content/${index}`, losses),
        );
  return { role: role === "user" || role === "assistant" ? role : "system", content: parts, path };
}

function parseCall(item: JsonObject, path: string, signature: string | undefined): NeutralPart {
  const id = requireString(item.call_id, `${path}/call_id`);
  if (id === "") throw new MalformedRequestError(`${path}/call_id`, `${path}/call_id must not be empty.`);
  return {
    type: "tool-call",
    id,
    name: requireString(item.name, `${path}/name`),
    arguments: optionalString(item.arguments, `${path}/arguments`) ?? "",
    ...(signature === undefined ? {} : { signature }),
  };
}

function parseResult(item: JsonObject, path: string, losses: TranslationLoss[]): NeutralPart {
  const { output } = item;
  const content: NeutralPart[] =
    typeof output === "string"
      ? [{ type: "text", text: output }]
      : requireArray(output, `${path}/output`).map((part, index) => parsePart(part, `${path}/output/${index}`, losses));
  return { type: "tool-result", id: requireString(item.call_id, `${path}/call_id`), content, isError: false };
}

function parseReasoning(item: JsonObject, path: string, losses: TranslationLoss[]): NeutralPart[] {
  const encrypted = readEncrypted(item.encrypted_content);
  if (encrypted?.kind === "redacted") return [{ type: "redacted-reasoning", data: encrypted.data }];
  if (encrypted?.kind === "own") losses.push({ path: `${path}/encrypted_content`, reason: FOREIGN });
  const texts = [item.content, item.summary]
    .map((parts) => (Array.isArray(parts) ? parts : []).map((part) => (isObject(part) ? part.text : undefined)))
    .map((found) => found.filter((text) => typeof text === "string" && text !== ""))
    .find((found) => found.length > 0);
  const signature = encrypted?.kind === "signature" ? encrypted.signature : undefined;
  if (!texts && signature === undefined) return [];
  return [{ type: "reasoning", text: texts?.join("\n\n") ?? "", signature }];
}
