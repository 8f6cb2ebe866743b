/** Finds a named piece in a text: an order number, an e-mail address, a date, an amount, a city. */
import type { Draw } from "../randomness.ts";
import type { Skill } from "./skill.ts";
import { wantsBareAnswer } from "./words.ts";

interface Field {
  /** How the piece is called. */
  name: RegExp;
  /** Where it stands: the first group, or all of the match. The first pattern that matches counts. */
  patterns: readonly RegExp[];
}

const reference = (words: string) =>
  new RegExp(
    `\\b(?:${words})s?\\s*(?:number|no\\.?|id|code|reference|ref\\.?)?\\s*(?:is|was)?\\s*[:#]?\\s*#?((?=[A-Z0-9-]*\\d)[A-Z0-9][A-Z0-9-]{2,})`,
    "i",
  );
const ANY_REFERENCE = /\b(?=[A-Z0-9-]*\d)[A-Z]{1,5}-?[0-9][A-Z0-9-]{2,}\b|#(\d{3,})|\b(\d{5,})\b/;
const DATE =
  /\b\d{4}-\d\d-\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\b\d{1,2}(?:st|nd|rd|th)?\s+(?:January|February|March|April|May|June|July|August|September|October|November|December)(?:\s+\d{4})?\b|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\s+\d{1,2}(?:,?\s+\d{4})?\b/i;
const AMOUNT =
  /(?:[$€£]\s?\d[\d,]*(?:\.\d+)?|\b\d[\d,]*(?:\.\d+)?\s?(?:USD|EUR|GBP|SEK|dollars?|euros?|pounds?|kronor|€))/i;

const FIELDS: readonly Field[] = [
  { name: /\b(?:order)s?\b/i, patterns: [reference("order"), ANY_REFERENCE] },
  { name: /\b(?:invoice)s?\b/i, patterns: [reference("invoice"), ANY_REFERENCE] },
  {
    name: /\b(?:tracking|parcel|package)s?\b/i,
    patterns: [reference("tracking"), reference("parcel|package|shipment"), ANY_REFERENCE],
  },
  {
    name: /\b(?:shipment|consignment|container)s?\b/i,
    patterns: [reference("shipment|consignment|container"), ANY_REFERENCE],
  },
  {
    name: /\b(?:ticket|case|account|customer.?(?:id|number)|reference|contract)s?\b/i,
    patterns: [reference("ticket|case|account|customer|reference|contract"), ANY_REFERENCE],
  },
  { name: /\b(?:e-?mail)s?\b/i, patterns: [/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/] },
  { name: /\b(?:phone|telephone)s?\b/i, patterns: [/\+?\d[\d ()-]{6,}\d/] },
  { name: /\b(?:url|link|website)s?\b/i, patterns: [/https?:\/\/[^\s)>"']+/] },
  { name: /\b(?:date|day|when|deadline)s?\b/i, patterns: [DATE, /\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b/i] },
  { name: /\b(?:amount|price|total|cost|sum|money|value)s?\b/i, patterns: [AMOUNT, /\b\d[\d,]*\.\d\d\b/] },
  {
    name: /\b(?:city|location|place|destination|address|where)s?\b/i,
    patterns: [/\b(?:in|at|to|from|for|near)\s+([A-ZÅÄÖ][\p{L}-]+(?:\s[A-ZÅÄÖ][\p{L}-]+)?)/u],
  },
  { name: /\b(?:quantity|count|number of|how many)s?\b/i, patterns: [/\b\d+\b/] },
  {
    name: /\b(?:name|customer|sender|person|who)s?\b/i,
    patterns: [
      /\b(?:[Mm]y name is|I am|I'm|[Tt]his is|[Rr]egards,?|[Ss]incerely,?|[Tt]hanks,?|[Ff]rom)\s+(\p{Lu}[\p{L}-]+(?:\s\p{Lu}[\p{L}-]+)?)/u,
      /\b([A-Z][\p{L}-]+\s[A-Z][\p{L}-]+)\b/u,
    ],
  },
  { name: /\b(?:number|id|code)s?\b/i, patterns: [ANY_REFERENCE, /\b\d+\b/] },
];

const CUE = /\b(?:extract|find|what (?:is|was)|give|return|which|identify|pull out|name the|tell me)\b/i;

export const extraction: Skill = ({ instruction, material }) => {
  if (!CUE.test(instruction)) return undefined;
  const asked = /\b(?:extract|find|give|return|identify|pull out|name|tell me|what (?:is|was)|which)\b([^.\n?]*)/i.exec(
    instruction,
  )?.[1];
  const field = FIELDS.find(({ name }) => name.test(asked ?? ""));
  if (!field) return undefined;
  const found = findIn(field, material);
  const bare = wantsBareAnswer(instruction) || /\bextract\b/i.test(instruction);
  if (found === undefined) return { right: "None found.", wrong: () => "ORD-00000" };
  return {
    right: bare ? found : `It is ${found}.`,
    wrong: (draw) => (draw("hedge") < 0.2 ? "I could not find it in the text." : misread(found, draw)),
  };
};

/** The piece that a name such as `orderNumber` or `customer_email` asks for; undefined where the text has none. */
export function extractField(name: string, text: string): string | undefined {
  const words = name.replace(/([a-z])([A-Z])/g, "$1 $2").replace(/[_-]/g, " ");
  const field = FIELDS.find((candidate) => candidate.name.test(words));
  return field && findIn(field, text);
}

function findIn(field: Field, text: string): string | undefined {
  for (const pattern of field.patterns) {
    const match = pattern.exec(text);
    if (match) return (match.slice(1).find((group) => group !== undefined) ?? match[0]).trim().replace(/[.,;-]+$/, "");
  }
  return undefined;
}

/** The same piece with one character read wrongly. */
export function misread(value: string, draw: Draw): string {
  const digits = [...value.matchAll(/\d/g)];
  const digit = digits[Math.floor(draw("digit") * digits.length)];
  if (!digit) return `${value.slice(0, -1)}${value.endsWith("x") ? "z" : "x"}`;
  const changed = (Number(digit[0]) + 1 + Math.floor(draw("change") * 8)) % 10;
  return `${value.slice(0, digit.index)}${changed}${value.slice(digit.index + 1)}`;
}
