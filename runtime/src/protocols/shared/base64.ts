/** How many bytes a base64 text stands for, without decoding it. */
export function base64ByteLength(text: string): number {
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  return Math.max(0, Math.floor((text.length * 3) / 4) - padding);
}

/** Whether a text is base64 in the standard alphabet, padded or not. */
export function isBase64(text: string): boolean {
  return text.length > 0 && text.length % 4 !== 1 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
}

/** The parts of a `data:` URL in base64, or undefined where it is none. */
export function parseDataUrl(url: string): { mediaType: string; data: string } | undefined {
  const comma = url.indexOf(",");
  // The header is short: a URL without a comma near its start is not searched to its end by the expression below.
  if (comma < 0 || comma > 200) return undefined;
  const header = /^data:([a-z0-9.+-]+\/[a-z0-9.+-]+)(?:;[a-z0-9=_.-]+)*;base64$/i.exec(url.slice(0, comma));
  if (!header?.[1]) return undefined;
  const data = url.slice(comma + 1);
  return isBase64(data) ? { mediaType: header[1].toLowerCase(), data } : undefined;
}
