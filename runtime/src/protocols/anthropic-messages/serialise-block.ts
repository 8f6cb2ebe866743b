import { type NeutralPart, type TranslationLoss, UntranslatableError } from "../neutral.ts";
import { writeCacheControl } from "../shared/cache-control.ts";
import { isObject, parseJson } from "../shared/json.ts";
import type { ToolIds } from "../shared/tool-ids.ts";

export type Block = Record<string, unknown>;

const IMAGES: ReadonlySet<string> = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);

/** What the parts of one request share. */
interface BlockContext {
  ids: ToolIds;
  losses: TranslationLoss[];
}

/** The name of a type of image, as Anthropic writes it; undefined for what it does not take. */
function imageType(mediaType: string): string | undefined {
  const name = mediaType === "image/jpg" ? "image/jpeg" : mediaType;
  return IMAGES.has(name) ? name : undefined;
}

/** Writes parts as content blocks, each cache point as a mark on the block in front of it. */
export function serialiseContent(parts: readonly NeutralPart[], path: string, context: BlockContext): Block[] {
  const blocks: Block[] = [];
  for (const part of parts) {
    const last = blocks.at(-1);
    if (part.type === "cache-point") {
      // Thoughts are cached with what follows them, and take no mark.
      if (last && last.type !== "thinking" && last.type !== "redacted_thinking")
        last.cache_control = writeCacheControl(part.lifetime);
      continue;
    }
    const block = serialisePart(part, path, context);
    if (block) blocks.push(block);
  }
  return blocks;
}

/** The block of a part, or undefined for one that Anthropic refuses and nobody misses: an empty text. */
function serialisePart(
  part: Exclude<NeutralPart, { type: "cache-point" }>,
  path: string,
  context: BlockContext,
): Block | undefined {
  switch (part.type) {
    case "text":
    case "refusal":
      return part.text.trim() === "" ? undefined : { type: "text", text: part.text };
    case "image": {
      const media_type = imageType(part.mediaType);
      if (media_type === undefined) {
        const names = [...IMAGES].join(", ");
        const message = `${path} holds an image of type ${part.mediaType}. Anthropic takes ${names}.`;
        throw new UntranslatableError(path, message);
      }
      return { type: "image", source: { type: "base64", media_type, data: part.data } };
    }
    case "document":
      return serialiseDocument(part, path);
    case "tool-call":
      return {
        type: "tool_use",
        id: context.ids.map(part.id),
        name: part.name,
        input: parseArguments(part.arguments, path),
      };
    case "tool-result": {
      const content = serialiseContent(part.content, path, context);
      return {
        type: "tool_result",
        tool_use_id: context.ids.map(part.id),
        ...(content.length > 0 ? { content } : {}),
        ...(part.isError ? { is_error: true } : {}),
      };
    }
    case "redacted-reasoning":
      return { type: "redacted_thinking", data: part.data };
    case "reasoning":
      if (part.signature !== undefined) return { type: "thinking", thinking: part.text, signature: part.signature };
      context.losses.push({ path, reason: "reasoning without a signature is not sent" });
      return undefined;
  }
}

function serialiseDocument(part: Extract<NeutralPart, { type: "document" }>, path: string): Block {
  const title = part.name === "document" ? {} : { title: part.name };
  if (part.mediaType === "application/pdf") {
    return { type: "document", source: { type: "base64", media_type: part.mediaType, data: part.data }, ...title };
  }
  if (part.mediaType.startsWith("text/")) {
    const data = Buffer.from(part.data, "base64").toString("utf8");
    return { type: "document", source: { type: "text", media_type: "text/plain", data }, ...title };
  }
  const message = `${path} holds a document of type ${part.mediaType}. Anthropic takes PDF and plain text.`;
  throw new UntranslatableError(path, message);
}

/** Arguments are a text in OpenAI's protocol and an object here; no arguments are an empty text there. */
function parseArguments(text: string, path: string): unknown {
  const value = text.trim() === "" ? {} : parseJson(text);
  if (isObject(value)) return value;
  const message = `${path} holds a tool call whose arguments are not a JSON object, which Anthropic needs.`;
  throw new UntranslatableError(path, message);
}
