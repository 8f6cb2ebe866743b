/** Bedrock's words for the formats of images and documents, and the media types that others use. */
const IMAGES: Readonly<Record<string, string>> = {
  png: "image/png",
  jpeg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
};

const DOCUMENTS: Readonly<Record<string, string>> = {
  pdf: "application/pdf",
  csv: "text/csv",
  doc: "application/msword",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  xls: "application/vnd.ms-excel",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  html: "text/html",
  txt: "text/plain",
  md: "text/markdown",
};

function invert(table: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(table).map(([format, mediaType]) => [mediaType, format]));
}

const IMAGE_FORMATS = new Map([...invert(IMAGES), ["image/jpg", "jpeg"]]);
const DOCUMENT_FORMATS = invert(DOCUMENTS);

export const IMAGE_FORMAT_NAMES: readonly string[] = Object.keys(IMAGES);
export const DOCUMENT_FORMAT_NAMES: readonly string[] = Object.keys(DOCUMENTS);

/** Each returns undefined for what Bedrock does not take. */
export function imageFormat(mediaType: string): string | undefined {
  return IMAGE_FORMATS.get(mediaType);
}

export function documentFormat(mediaType: string): string | undefined {
  return DOCUMENT_FORMATS.get(mediaType);
}

export function imageMediaType(format: string): string | undefined {
  return Object.hasOwn(IMAGES, format) ? IMAGES[format] : undefined;
}

export function documentMediaType(format: string): string | undefined {
  return Object.hasOwn(DOCUMENTS, format) ? DOCUMENTS[format] : undefined;
}
