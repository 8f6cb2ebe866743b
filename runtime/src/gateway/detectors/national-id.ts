/** Numbers of persons in several countries, each known by its form and its check digits. */
import { luhn, remainder } from "./luhn.ts";

interface Kind {
  form: RegExp;
  /** Whether what has the form is one. */
  check: (text: string) => boolean;
}

const onlyDigits = (text: string): string => text.replaceAll(/\D/g, "");

function weighted(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, place) => sum + weight * Number(digits[place]), 0);
}

/** Sweden's personnummer and samordningsnummer (whose day counts 60 more). */
function swedish(text: string): boolean {
  const digits = onlyDigits(text).slice(-10);
  const month = Number(digits.slice(2, 4));
  const day = Number(digits.slice(4, 6)) % 60;
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 && luhn(digits);
}

/** Germany's tax identification number: ISO 7064 MOD 11,10; of its first ten digits one stands two or three times. */
function german(text: string): boolean {
  const digits = onlyDigits(text);
  const counts = [..."0123456789"].map((digit) => digits.slice(0, 10).split(digit).length - 1);
  const repeated = counts.filter((count) => count > 1);
  if (repeated.length !== 1 || (repeated[0] ?? 0) > 3) return false;
  let product = 10;
  for (const digit of digits.slice(0, 10)) {
    const sum = (Number(digit) + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return (11 - product) % 10 === Number(digits[10]);
}

/** France's NIR: 97 less the remainder of the first thirteen; Corsica's 2A and 2B count as 19 and 18. */
function french(text: string): boolean {
  const characters = text.replaceAll(/[ .]/g, "").toUpperCase().replace("2A", "19").replace("2B", "18");
  return 97 - remainder(characters.slice(0, 13), 97) === Number(characters.slice(13));
}

const SPANISH = "TRWAGMYFPDXBNJZSQVHLCKE";

/** Spain's DNI and NIE: a letter for the remainder modulo 23. */
function spanish(text: string): boolean {
  const characters = text.replaceAll("-", "").toUpperCase();
  const digits = characters.slice(0, -1).replace(/^[XYZ]/, (letter) => String("XYZ".indexOf(letter)));
  return SPANISH[remainder(digits, 23)] === characters.at(-1);
}

/** What a character of Italy's codice fiscale counts in an odd place, from 0 or A on. */
const ITALIAN_ODD = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

/** Italy's codice fiscale: a letter for the sum modulo 26. */
function italian(text: string): boolean {
  const value = (character: string): number =>
    /\d/.test(character) ? Number(character) : character.charCodeAt(0) - 65;
  const characters = text.toUpperCase();
  let sum = 0;
  for (let place = 0; place < 15; place += 1) {
    const one = value(characters[place] ?? "");
    sum += place % 2 === 0 ? (ITALIAN_ODD[one] ?? 0) : one;
  }
  return sum % 26 === value(characters[15] ?? "");
}

const FINNISH = "0123456789ABCDEFHJKLMNPRSTUVWXY";

/** Finland's henkilötunnus: a character for the remainder modulo 31. */
function finnish(text: string): boolean {
  return FINNISH[remainder(text.slice(0, 6) + text.slice(7, 10), 31)] === text.at(-1)?.toUpperCase();
}

/** Poland's PESEL, whose month counts the century too. */
function polish(digits: string): boolean {
  const month = Number(digits.slice(2, 4)) % 20;
  const day = Number(digits.slice(4, 6));
  if (month < 1 || month > 12 || day < 1 || day > 31) return false;
  return (10 - (weighted(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10 === Number(digits[10]);
}

const KINDS: readonly Kind[] = [
  { form: /(?<!\d)(?:(?:19|20)\d{6}[-+]?\d{4}|\d{6}[-+]\d{4})(?!\d)/g, check: swedish },
  { form: /(?<!\d)[1-9]\d(?: ?\d{3}){3}(?!\d)/g, check: (text) => german(text) || polish(onlyDigits(text)) },
  { form: /(?<!\d)0\d{10}(?!\d)/g, check: polish },
  {
    form: /(?<!\d)[12] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}(?!\d)/gi,
    check: french,
  },
  { form: /\b(?:\d{8}|[XYZ]\d{7})-?[A-Z]\b/gi, check: spanish },
  { form: /\b[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]\b/gi, check: italian },
  { form: /(?<!\d)\d{6}[-+A-FU-Y]\d{3}[0-9A-Y]\b/gi, check: finnish },
  { form: /(?<![\d-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])/g, check: () => true },
  {
    form: /\b(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b/g,
    check: () => true,
  },
];

/** Whether a text holds the number of a person in Sweden, Germany, Poland, France, Spain, Italy, Finland, the US or the UK. */
export function hasNationalId(text: string): boolean {
  return KINDS.some(({ form, check }) => {
    for (const [match] of text.matchAll(form)) if (check(match)) return true;
    return false;
  });
}
