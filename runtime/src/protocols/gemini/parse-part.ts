import { MalformedRequestError, type NeutralPart, type TranslationLoss, UntranslatableError } from "../neutral.ts";
import { isBase64 } from "../shared/base64.ts";
import { isObject, type JsonObject, optionalString, requireObject, requireString } from "../shared/json.ts";
import type { CallIds } from "./call-ids.ts";
import { camelCase, memberAt, noteUnknownMembers } from "./member.ts";
import { NO_SIGNATURE, readForeign } from "./signature.ts";

const KNOWN: ReadonlySet<string> = new Set([
  "text",
  "thought",
  "thoughtSignature",
  "inlineData",
  "functionCall",
  "functionResponse",
]);
const KNOWN_OF_CALL: ReadonlySet<string> = new Set(["id", "name", "args"]);
const KNOWN_OF_RESPONSE: ReadonlySet<string> = new Set(["id", "name", "response", "parts"]);
/** Kinds of parts that only Google can read. */
const GOOGLES_OWN = ["fileData", "executableCode", "codeExecutionResult", "toolCall", "toolResponse"];

export interface PartContext {
  ids: CallIds;
  losses: TranslationLoss[];
  /** JSON pointer of the content that the part stands in. */
  content: string;
}

/** Reads one part: text, a thought, a picture, a file, a call or its answer. */
export function parsePart(part: JsonObject, path: string, context: PartContext): NeutralPart[] {
  for (const name of GOOGLES_OWN) {
    const own = memberAt(part, name, path);
    if (own.value === undefined || own.value === null) continue;
    const remedy = name === "fileData" ? " Send the file itself in inlineData." : "";
    throw new UntranslatableError(own.path, `${own.path} can not be said in another provider's protocol.${remedy}`);
  }
  noteUnknownMembers(part, KNOWN, path, context.losses);
  const inline = memberAt(part, "inlineData", path);
  if (isGiven(inline.value)) return [parseInlineData(requireObject(inline.value, inline.path), inline.path)];
  const signature = memberAt(part, "thoughtSignature", path);
  const given = optionalString(signature.value, signature.path);
  const signed = given === NO_SIGNATURE ? undefined : given;
  const call = memberAt(part, "functionCall", path);
  if (isGiven(call.value)) return [parseCall(requireObject(call.value, call.path), call.path, signed, context)];
  const response = memberAt(part, "functionResponse", path);
  if (isGiven(response.value))
    return [parseResponse(requireObject(response.value, response.path), response.path, context)];
  return parseText(part, path, signed, context);
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function parseText(part: JsonObject, path: string, signature: string | undefined, context: PartContext): NeutralPart[] {
  const text = optionalString(part.text, `${path}/text`);
  if (part.thought === true) {
    // A thought without words is one that its provider keeps to itself: only what it wants back is here. Gemini's own
    // signature is of use to Gemini only, and other providers refuse it.
    const foreign = readForeign(signature);
    if (text === undefined && foreign !== undefined) return [{ type: "redacted-reasoning", data: foreign }];
    return [{ type: "reasoning", text: text ?? "", signature: foreign }];
  }
  if (signature !== undefined) {
    context.losses.push({ path: context.content, reason: "the signature of a text is Gemini's alone" });
  }
  if (text !== undefined) return text === "" ? [] : [{ type: "text", text }];
  const [name] = Object.keys(part).filter((key) => !["thoughtSignature", "thought"].includes(camelCase(key)));
  if (name === undefined && signature !== undefined) return [];
  if (name === undefined) throw new MalformedRequestError(path, `${path} is an empty part.`);
  throw new UntranslatableError(path, `${path} is a part of type ${name}, which can not be translated.`);
}

function parseInlineData(blob: JsonObject, path: string): NeutralPart {
  const type = memberAt(blob, "mimeType", path);
  const mediaType = requireString(type.value, type.path).toLowerCase();
  if (/^(?:audio|video)\//.test(mediaType)) {
    throw new UntranslatableError(
      path,
      `${path} is ${mediaType}, which can not be said in another provider's protocol.`,
    );
  }
  // Protocol buffers in JSON may have either alphabet.
  const data = requireString(blob.data, `${path}/data`).replaceAll("-", "+").replaceAll("_", "/");
  if (!isBase64(data)) throw new MalformedRequestError(`${path}/data`, `${path}/data is not base64.`);
  if (mediaType.startsWith("image/")) return { type: "image", mediaType, data };
  const name = memberAt(blob, "displayName", path);
  return { type: "document", mediaType, data, name: optionalString(name.value, name.path) ?? "document" };
}

function parseCall(call: JsonObject, path: string, signature: string | undefined, context: PartContext): NeutralPart {
  noteUnknownMembers(call, KNOWN_OF_CALL, path, context.losses);
  const name = requireString(call.name, `${path}/name`);
  const id = context.ids.call(optionalString(call.id, `${path}/id`) || undefined, name);
  const given = isGiven(call.args) ? requireObject(call.args, `${path}/args`) : {};
  return {
    type: "tool-call",
    id,
    name,
    arguments: JSON.stringify(given),
    ...(signature === undefined ? {} : { signature }),
  };
}

function parseResponse(response: JsonObject, path: string, context: PartContext): NeutralPart {
  if (Array.isArray(response.parts) && response.parts.length > 0) {
    const remedy = "Send them in a part of their own.";
    throw new UntranslatableError(`${path}/parts`, `${path}/parts are files within a function's answer. ${remedy}`);
  }
  noteUnknownMembers(response, KNOWN_OF_RESPONSE, path, context.losses);
  const name = requireString(response.name, `${path}/name`);
  const id = context.ids.answer(optionalString(response.id, `${path}/id`) || undefined, name, path);
  const { text, isError } = resultText(response.response ?? {});
  return { type: "tool-result", id, content: text === "" ? [] : [{ type: "text", text }], isError };
}

/** By Google's convention a result stands under `output` and a failure under `error`; else all of it is the result. */
function resultText(response: unknown): { text: string; isError: boolean } {
  const names = isObject(response) ? Object.keys(response) : [];
  if (isObject(response) && names.length === 1) {
    const { output, error } = response;
    if (output !== undefined) return { text: asText(output), isError: false };
    if (error !== undefined) return { text: asText(error), isError: true };
  }
  return { text: JSON.stringify(response), isError: false };
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
