import { MalformedRequestError, type NeutralPart, type TranslationLoss, UntranslatableError } from "../neutral.ts";
import { parseDataUrl } from "../shared/base64.ts";
import { type JsonObject, noteUnknown, optionalString, requireObject, requireString } from "../shared/json.ts";

const KNOWN: ReadonlySet<string> = new Set([
  "type",
  "text",
  "refusal",
  "image_url",
  "file_id",
  "file_data",
  "file_url",
  "filename",
  "detail",
  "input_audio",
  // What answers have beside their text, and clients send back.
  "annotations",
  "logprobs",
]);

/** Reads one part of a message's or a result's content. */
export function parsePart(item: unknown, path: string, losses: TranslationLoss[]): NeutralPart {
  const part = requireObject(item, path);
  noteUnknown(part, KNOWN, path, losses);
  const type = requireString(part.type, `${path}/type`);
  switch (type) {
    case "input_text":
    case "output_text":
    case "text":
      return { type: "text", text: requireString(part.text, `${path}/text`) };
    case "refusal":
      return { type: "refusal", text: requireString(part.refusal, `${path}/refusal`) };
    case "input_image":
      return parseImage(part, path, losses);
    case "input_file":
      return parseFile(part, path);
    default:
      throw new UntranslatableError(`${path}/type`, `${path} is of type ${type}, which can not be translated.`);
  }
}

function parseImage(part: JsonObject, path: string, losses: TranslationLoss[]): NeutralPart {
  const url = optionalString(part.image_url, `${path}/image_url`);
  if (url === undefined) {
    const remedy = "Send the image itself, as data:image/png;base64,…";
    throw new UntranslatableError(path, `${path} names an image that only the first provider has. ${remedy}`);
  }
  if (!url.startsWith("data:")) {
    // Fetching it here would let a caller make the gateway read addresses that only the gateway can reach.
    const remedy = "Send the image itself, as data:image/png;base64,…";
    const message = `${path}/image_url is an address, which the other provider does not fetch. ${remedy}`;
    throw new UntranslatableError(`${path}/image_url`, message);
  }
  const data = parseDataUrl(url);
  if (!data) throw new MalformedRequestError(`${path}/image_url`, `${path}/image_url is not a data URL in base64.`);
  if (part.detail !== undefined && part.detail !== null && part.detail !== "auto") {
    losses.push({ path: `${path}/detail`, reason: "other providers choose the resolution of images themselves" });
  }
  return { type: "image", ...data };
}

function parseFile(part: JsonObject, path: string): NeutralPart {
  const text = optionalString(part.file_data, `${path}/file_data`);
  if (text === undefined) {
    const remedy = "Send the file itself in file_data.";
    throw new UntranslatableError(path, `${path} names a file that only the first provider can get. ${remedy}`);
  }
  const data = parseDataUrl(text);
  if (!data) throw new MalformedRequestError(`${path}/file_data`, `${path}/file_data is not a data URL in base64.`);
  return { type: "document", ...data, name: optionalString(part.filename, `${path}/filename`) ?? "document" };
}
