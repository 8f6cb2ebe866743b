import { luhn } from "./luhn.ts";

/** First digits and lengths of the card schemes (ISO/IEC 7812 issuer ranges as the schemes publish them). */
const SCHEMES: readonly RegExp[] = [
  /^4(?:\d{12}|\d{15}|\d{18})$/,
  /^(?:5[1-5]\d{2}|222[1-9]|22[3-9]\d|2[3-6]\d{2}|27[01]\d|2720)\d{12}$/,
  /^3[47]\d{13}$/,
  /^3(?:0[0-5]|[689]\d)\d{11,16}$/,
  /^35(?:2[89]|[3-8]\d)\d{12,15}$/,
  /^(?:6011|64[4-9]\d|65\d{2})\d{12,15}$/,
  /^62\d{14,17}$/,
];

const RUN = /\d(?:[ -]?\d){12,}/g;
const SHORTEST = 13;
const LONGEST = 19;

/** As it stands on the card, with any one sign, or two spaces, between the groups. */
const PRINTED = /(?<!\d)(?:\d{4}(\W{1,2}|_)\d{4}\1\d{4}\1\d{4}|\d{4}(\W{1,2}|_)\d{6}\2\d{5})(?!\d)/g;

function isCard(digits: string): boolean {
  return (
    digits.length >= SHORTEST &&
    digits.length <= LONGEST &&
    SCHEMES.some((scheme) => scheme.test(digits)) &&
    luhn(digits)
  );
}

/** Whether a text holds the number of a payment card: of a scheme's range, with its check digit, grouped or not. */
export function hasPaymentCard(text: string): boolean {
  for (const [printed] of text.matchAll(PRINTED)) if (isCard(printed.replaceAll(/\D/g, ""))) return true;
  for (const [run] of text.matchAll(RUN)) {
    const groups = run.split(/[ -]/);
    // Another number may stand before or behind it, so every sequence of groups is looked at.
    for (let first = 0; first < groups.length; first += 1) {
      let digits = "";
      for (let last = first; last < groups.length && digits.length < LONGEST; last += 1) {
        digits += groups[last];
        if (isCard(digits)) return true;
      }
    }
  }
  return false;
}
