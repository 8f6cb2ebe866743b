import { MalformedRequestError, type NeutralPart, type TranslationLoss, UntranslatableError } from "../neutral.ts";
import { parseDataUrl } from "../shared/base64.ts";
import { parseCacheControl } from "../shared/cache-control.ts";
import {
  isObject,
  type JsonObject,
  noteUnknown,
  optionalString,
  requireObject,
  requireString,
} from "../shared/json.ts";

const KNOWN: ReadonlySet<string> = new Set([
  "type",
  "text",
  "refusal",
  "image_url",
  "file",
  "input_audio",
  "cache_control",
]);

/** Reads one content part, with a cache point behind it where it is marked so. */
export function parsePart(item: unknown, path: string, losses: TranslationLoss[]): NeutralPart[] {
  const part = requireObject(item, path);
  noteUnknown(part, KNOWN, path, losses);
  noteDetail(part, path, losses);
  const content = parseContentPart(part, path);
  const cache = parseCacheControl(part.cache_control, `${path}/cache_control`);
  return cache ? [content, { type: "cache-point", ...cache }] : [content];
}

/** How closely to look at an image is a choice that other providers do not offer. `auto` asks for nothing. */
function noteDetail(part: JsonObject, path: string, losses: TranslationLoss[]): void {
  const detail = isObject(part.image_url) ? part.image_url.detail : undefined;
  if (detail === undefined || detail === null || detail === "auto") return;
  losses.push({
    path: `${path}/image_url/detail`,
    reason: "other providers choose the resolution of images themselves",
  });
}

function parseContentPart(part: JsonObject, path: string): NeutralPart {
  const type = requireString(part.type, `${path}/type`);
  switch (type) {
    case "text":
      return { type: "text", text: requireString(part.text, `${path}/text`) };
    case "refusal":
      return { type: "refusal", text: requireString(part.refusal, `${path}/refusal`) };
    case "image_url":
      return parseImage(requireObject(part.image_url, `${path}/image_url`), `${path}/image_url`);
    case "file":
      return parseFile(requireObject(part.file, `${path}/file`), `${path}/file`);
    case "input_audio":
      throw new UntranslatableError(path, `${path} is audio, which can not be said in another provider's protocol.`);
    default:
      throw new UntranslatableError(`${path}/type`, `${path} is of type ${type}, which can not be translated.`);
  }
}

function parseImage(image: JsonObject, path: string): NeutralPart {
  const url = requireString(image.url, `${path}/url`);
  if (!url.startsWith("data:")) {
    // Fetching it here would let a caller make the gateway read addresses that only the gateway can reach.
    const remedy = "Send the image itself, as data:image/png;base64,…";
    throw new UntranslatableError(
      `${path}/url`,
      `${path}/url is an address, which the other provider does not fetch. ${remedy}`,
    );
  }
  const data = parseDataUrl(url);
  if (!data) throw new MalformedRequestError(`${path}/url`, `${path}/url is not a data URL in base64.`);
  return { type: "image", ...data };
}

function parseFile(file: JsonObject, path: string): NeutralPart {
  const text = optionalString(file.file_data, `${path}/file_data`);
  if (text === undefined) {
    const remedy = "Send the file itself in file_data.";
    throw new UntranslatableError(path, `${path} names a file that only the first provider has. ${remedy}`);
  }
  const data = parseDataUrl(text);
  if (!data) throw new MalformedRequestError(`${path}/file_data`, `${path}/file_data is not a data URL in base64.`);
  return { type: "document", ...data, name: optionalString(file.filename, `${path}/filename`) ?? "document" };
}
