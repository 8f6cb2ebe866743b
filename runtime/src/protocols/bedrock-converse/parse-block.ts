import { MalformedRequestError, type NeutralPart, type TranslationLoss, UntranslatableError } from "../neutral.ts";
import { isBase64 } from "../shared/base64.ts";
import {
  isObject,
  type JsonObject,
  optionalString,
  requireArray,
  requireObject,
  requireString,
} from "../shared/json.ts";
import { parseCachePoint } from "./cache-point.ts";
import { DOCUMENT_FORMAT_NAMES, documentMediaType, IMAGE_FORMAT_NAMES, imageMediaType } from "./media-types.ts";

/** Reads one content block: a union that is told by its only member. */
export function parseBlock(block: JsonObject, path: string, losses: TranslationLoss[]): NeutralPart[] {
  if (block.text !== undefined) return [{ type: "text", text: requireString(block.text, `${path}/text`) }];
  if (block.image !== undefined) return [parseImage(requireObject(block.image, `${path}/image`), `${path}/image`)];
  if (block.document !== undefined) {
    return [parseDocument(requireObject(block.document, `${path}/document`), `${path}/document`, losses)];
  }
  if (block.toolUse !== undefined) {
    const call = requireObject(block.toolUse, `${path}/toolUse`);
    const id = requireString(call.toolUseId, `${path}/toolUse/toolUseId`);
    const name = requireString(call.name, `${path}/toolUse/name`);
    return [{ type: "tool-call", id, name, arguments: JSON.stringify(call.input ?? {}) }];
  }
  if (block.toolResult !== undefined) {
    return [parseToolResult(requireObject(block.toolResult, `${path}/toolResult`), `${path}/toolResult`, losses)];
  }
  if (block.cachePoint !== undefined) {
    return [{ type: "cache-point", ...parseCachePoint(block.cachePoint, `${path}/cachePoint`) }];
  }
  if (block.reasoningContent !== undefined) {
    return parseReasoning(
      requireObject(block.reasoningContent, `${path}/reasoningContent`),
      `${path}/reasoningContent`,
    );
  }
  if (block.citationsContent !== undefined) {
    losses.push({ path: `${path}/citationsContent`, reason: "the cited text is sent without its citations" });
    const cited = requireObject(block.citationsContent, `${path}/citationsContent`).content ?? [];
    return requireArray(cited, `${path}/citationsContent/content`).flatMap((item) =>
      isObject(item) && typeof item.text === "string" ? [{ type: "text" as const, text: item.text }] : [],
    );
  }
  const [name] = Object.keys(block);
  if (name === undefined) throw new MalformedRequestError(path, `${path} is an empty block.`);
  throw new UntranslatableError(path, `${path} is a block of type ${name}, which can not be translated.`);
}

/** The bytes of a source in base64, as the AWS SDKs send them. */
function sourceBytes(holder: JsonObject, path: string): string {
  const source = requireObject(holder.source, `${path}/source`);
  if (source.bytes === undefined) {
    const remedy = "Send its bytes instead.";
    throw new UntranslatableError(
      `${path}/source`,
      `${path}/source is kept at AWS, where no other provider reads. ${remedy}`,
    );
  }
  const bytes = requireString(source.bytes, `${path}/source/bytes`);
  if (!isBase64(bytes)) throw new MalformedRequestError(`${path}/source/bytes`, `${path}/source/bytes is not base64.`);
  return bytes;
}

function parseImage(image: JsonObject, path: string): NeutralPart {
  const format = requireString(image.format, `${path}/format`);
  const mediaType = imageMediaType(format);
  if (mediaType === undefined) {
    const message = `${path}/format must be one of ${IMAGE_FORMAT_NAMES.join(", ")}, not ${format}.`;
    throw new MalformedRequestError(`${path}/format`, message);
  }
  return { type: "image", mediaType, data: sourceBytes(image, path) };
}

function parseDocument(document: JsonObject, path: string, losses: TranslationLoss[]): NeutralPart {
  if (isObject(document.citations) && document.citations.enabled === true) {
    throw new UntranslatableError(
      `${path}/citations`,
      `${path}/citations can not be said in another provider's protocol.`,
    );
  }
  const name = optionalString(document.name, `${path}/name`) ?? "document";
  const context = optionalString(document.context, `${path}/context`);
  if (context !== undefined)
    losses.push({ path: `${path}/context`, reason: "other protocols have no notes on documents" });
  const source = requireObject(document.source, `${path}/source`);
  if (typeof source.text === "string") {
    const data = Buffer.from(source.text).toString("base64");
    return { type: "document", mediaType: "text/plain", data, name };
  }
  const format = optionalString(document.format, `${path}/format`) ?? "txt";
  const mediaType = documentMediaType(format);
  if (mediaType === undefined) {
    const message = `${path}/format must be one of ${DOCUMENT_FORMAT_NAMES.join(", ")}, not ${format}.`;
    throw new MalformedRequestError(`${path}/format`, message);
  }
  return { type: "document", mediaType, data: sourceBytes(document, path), name };
}

function parseToolResult(result: JsonObject, path: string, losses: TranslationLoss[]): NeutralPart {
  const content = requireArray(result.content, `${path}/content`).flatMap((item, index): NeutralPart[] => {
    const place = `${path}/content/${index}`;
    const block = requireObject(item, place);
    if (block.json !== undefined) return [{ type: "text", text: JSON.stringify(block.json) }];
    return parseBlock(block, place, losses);
  });
  const id = requireString(result.toolUseId, `${path}/toolUseId`);
  return { type: "tool-result", id, content, isError: result.status === "error" };
}

function parseReasoning(reasoning: JsonObject, path: string): NeutralPart[] {
  if (reasoning.redactedContent !== undefined) {
    return [{ type: "redacted-reasoning", data: requireString(reasoning.redactedContent, `${path}/redactedContent`) }];
  }
  const place = `${path}/reasoningText`;
  const text = requireObject(reasoning.reasoningText, place);
  return [
    {
      type: "reasoning",
      text: requireString(text.text, `${place}/text`),
      signature: optionalString(text.signature, `${place}/signature`),
    },
  ];
}
