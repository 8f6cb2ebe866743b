/** Longer ones do not fit beside others into what clients accept of headers. */
const LONGEST = 1024;

/**
 * A text as a header may carry it: what is not printable ASCII is written as percent-encoded UTF-8, since node:http
 * throws on it, and a text that is too long is cut.
 */
export function headerValue(text: string): string {
  const safe = /^[\x20-\x7e]*$/.test(text)
    ? text
    : text.replace(/[^\x20-\x7e]/gu, (character) =>
        Buffer.from(character).reduce((all, byte) => `${all}%${byte.toString(16).toUpperCase().padStart(2, "0")}`, ""),
      );
  return safe.length > LONGEST ? `${safe.slice(0, LONGEST)}...` : safe;
}
