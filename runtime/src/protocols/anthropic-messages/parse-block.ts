import { MalformedRequestError, type NeutralPart, type TranslationLoss, UntranslatableError } from "../neutral.ts";
import { isBase64 } from "../shared/base64.ts";
import { parseCacheControl } from "../shared/cache-control.ts";
import {
  isObject,
  type JsonObject,
  noteUnknown,
  optionalBoolean,
  optionalString,
  requireArray,
  requireObject,
  requireString,
} from "../shared/json.ts";

/** Members of each type of block that a translation reads; `type` and `cache_control` aside. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  text: ["text", "citations"],
  image: ["source"],
  document: ["source", "title", "context", "citations"],
  tool_use: ["id", "name", "input", "signature", "caller"],
  tool_result: ["tool_use_id", "content", "is_error"],
  thinking: ["thinking", "signature"],
  redacted_thinking: ["data"],
};

/** A content of a message or a tool result: one text, or blocks. */
export function parseContent(value: unknown, path: string, losses: TranslationLoss[]): NeutralPart[] {
  if (typeof value === "string") return [{ type: "text", text: value }];
  return requireArray(value, path).flatMap((item, index) => {
    const place = `${path}/${index}`;
    return parseBlock(requireObject(item, place), place, losses);
  });
}

/** Reads one content block, with a cache point behind it where it is marked so. */
export function parseBlock(block: JsonObject, path: string, losses: TranslationLoss[]): NeutralPart[] {
  const type = requireString(block.type, `${path}/type`);
  const known = Object.hasOwn(KNOWN, type) ? KNOWN[type] : undefined;
  if (known === undefined) {
    throw new UntranslatableError(`${path}/type`, `${path} is a block of type ${type}, which can not be translated.`);
  }
  noteUnknown(block, new Set(["type", "cache_control", ...known]), path, losses);
  const parts = parseKnown(type, block, path, losses);
  const cache = parseCacheControl(block.cache_control, `${path}/cache_control`);
  return cache ? [...parts, { type: "cache-point", ...cache }] : parts;
}

function parseKnown(type: string, block: JsonObject, path: string, losses: TranslationLoss[]): NeutralPart[] {
  switch (type) {
    case "text":
      if (Array.isArray(block.citations) && block.citations.length > 0)
        losses.push({ path: `${path}/citations`, reason: "the cited text is sent without its citations" });
      return [{ type: "text", text: requireString(block.text, `${path}/text`) }];
    case "image":
      return [parseImage(block, path)];
    case "document":
      return parseDocument(block, path, losses);
    case "tool_use":
      return [parseToolUse(block, path)];
    case "tool_result":
      return parseToolResult(block, path, losses);
    case "redacted_thinking":
      return [{ type: "redacted-reasoning", data: requireString(block.data, `${path}/data`) }];
    default: {
      const text = requireString(block.thinking, `${path}/thinking`);
      return [
        { type: "reasoning", text, signature: optionalString(block.signature, `${path}/signature`) || undefined },
      ];
    }
  }
}

function parseImage(block: JsonObject, path: string): NeutralPart {
  const source = requireObject(block.source, `${path}/source`);
  const mediaType = () => requireString(source.media_type, `${path}/source/media_type`);
  return { type: "image", data: sourceBytes(source, `${path}/source`), mediaType: mediaType() };
}

/** The bytes of a source in base64. */
function sourceBytes(source: JsonObject, path: string): string {
  if (source.type !== "base64") {
    // Fetching it here would let a caller make the gateway read addresses that only the gateway can reach.
    const what = source.type === "file" ? "a file that only the first provider has" : "an address, or of another type";
    const remedy = "Send its bytes instead, with type base64.";
    throw new UntranslatableError(path, `${path} is ${what}, which the other provider does not read. ${remedy}`);
  }
  const data = requireString(source.data, `${path}/data`);
  if (!isBase64(data)) throw new MalformedRequestError(`${path}/data`, `${path}/data is not base64.`);
  return data;
}

function parseDocument(block: JsonObject, path: string, losses: TranslationLoss[]): NeutralPart[] {
  if (isObject(block.citations) && block.citations.enabled === true) {
    const place = `${path}/citations`;
    throw new UntranslatableError(place, `${place} can not be said in another provider's protocol.`);
  }
  const name = optionalString(block.title, `${path}/title`) ?? "document";
  if (optionalString(block.context, `${path}/context`) !== undefined)
    losses.push({ path: `${path}/context`, reason: "other protocols have no notes on documents" });
  const source = requireObject(block.source, `${path}/source`);
  if (source.type === "content") {
    losses.push({ path: `${path}/source`, reason: "a document of blocks is sent as its blocks" });
    return parseContent(source.content, `${path}/source/content`, losses);
  }
  if (source.type === "text") {
    const text = requireString(source.data, `${path}/source/data`);
    return [{ type: "document", mediaType: "text/plain", data: Buffer.from(text).toString("base64"), name }];
  }
  const data = sourceBytes(source, `${path}/source`);
  const mediaType = optionalString(source.media_type, `${path}/source/media_type`) ?? "application/pdf";
  return [{ type: "document", mediaType, data, name }];
}

function parseToolUse(block: JsonObject, path: string): NeutralPart {
  const id = requireString(block.id, `${path}/id`);
  if (id === "") throw new MalformedRequestError(`${path}/id`, `${path}/id must not be empty.`);
  const name = requireString(block.name, `${path}/name`);
  const signature = optionalString(block.signature, `${path}/signature`);
  const input = JSON.stringify(block.input ?? {});
  return { type: "tool-call", id, name, arguments: input, ...(signature ? { signature } : {}) };
}

/** A tool's result, and behind it the cache points that stood within: a prefix ends with the whole result. */
function parseToolResult(block: JsonObject, path: string, losses: TranslationLoss[]): NeutralPart[] {
  const id = requireString(block.tool_use_id, `${path}/tool_use_id`);
  const value = block.content ?? [];
  const parts = value === "" ? [] : parseContent(value, `${path}/content`, losses);
  const content = parts.filter((part) => part.type !== "cache-point");
  const isError = optionalBoolean(block.is_error, `${path}/is_error`) ?? false;
  return [
    { type: "tool-result", id, content, isError },
    ...parts.filter((part) => part.type === "cache-point").slice(-1),
  ];
}
