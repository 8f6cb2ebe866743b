import { MalformedRequestError, type NeutralPart, UntranslatableError } from "../neutral.ts";
import { parseDataUrl } from "../shared/base64.ts";
import { type JsonObject, optionalString, requireObject, requireString } from "../shared/json.ts";
import { parseCacheControl } from "./parse-cache-control.ts";

/** Reads one content part, with a cache point behind it where it is marked so. */
export function parsePart(item: unknown, path: string): NeutralPart[] {
  const part = requireObject(item, path);
  const content = parseContentPart(part, path);
  const cache = parseCacheControl(part.cache_control, `${path}/cache_control`);
  return cache ? [content, { type: "cache-point", ...cache }] : [content];
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
