/** What of a string is text, in the form in which detectors know it. */

/** The shortest string that is taken for encoded data without saying so, and the shortest line of such data. */
const SHORTEST_DATA = 512;
const SHORTEST_LINE = 60;

const DATA_URL = /^data:[\w.+-]{1,100}\/[\w.+-]{1,100}(?:;[\w.+-]{1,100}=[^;,]{0,100}){0,4};base64,/;
const NOT_BASE64 = /[^A-Za-z0-9+/=_\r\n-]/g;

/**
 * Whether a string is data of a file, a picture or a sound, which is no text: a data URL in base64, or base64 alone.
 * Nothing else may stand in it, or a text could hide behind a few letters of data; lines of numbers are no data.
 */
export function isEncoded(text: string): boolean {
  const head = text.startsWith("data:") ? DATA_URL.exec(text)?.[0].length : undefined;
  if (head === undefined && !looksLikeBase64(text)) return false;
  NOT_BASE64.lastIndex = head ?? 0;
  return !NOT_BASE64.test(text);
}

function looksLikeBase64(text: string): boolean {
  if (text.length < SHORTEST_DATA) return false;
  const start = text.slice(0, SHORTEST_DATA);
  const [line = ""] = start.split(/[\r\n]/, 1);
  return line.length >= SHORTEST_LINE && /[a-z]/.test(start) && /[A-Z]/.test(start);
}

const BEYOND_ASCII = /[^\0-\x7f]/;
/** Soft hyphens, joiners, marks of direction: what nobody sees. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
const DASH = /[\u2010-\u2015\u2212\u2043\ufe58\ufe63]/g;
const SPACE = /[^\S\t\n\v\f\r ]/g;
const DIGIT = /\p{Nd}/u;
const OTHER_DIGITS = /(?![0-9])\p{Nd}/gu;

/** A digit of any script as one of ASCII: Unicode keeps the ten of a script together, in their order. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (DIGIT.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String((code - zero) % 10);
}

/** A text with the spaces, dashes and digits of ASCII in the place of all their relatives, and without what nobody sees. */
export function plainText(text: string): string {
  if (!BEYOND_ASCII.test(text)) return text;
  return text
    .normalize("NFKC")
    .replaceAll(INVISIBLE, "")
    .replaceAll(DASH, "-")
    .replaceAll(SPACE, " ")
    .replaceAll(OTHER_DIGITS, asciiDigit);
}
