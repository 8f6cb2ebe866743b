/** Sums in digits or in words: `What is 17 * 23?`, `12 plus 30`, `15 % of 80`. */
import { pick } from "../randomness.ts";
import type { Skill } from "./skill.ts";
import { wantsBareAnswer } from "./words.ts";

const WORDS: readonly [RegExp, string][] = [
  [/\bplus\b|\badded to\b/gi, "+"],
  [/\bminus\b|\bless\b/gi, "-"],
  [/\b(?:times|multiplied by)\b|×|(?<=\d)\s+x\s+(?=\d)/gi, "*"],
  [/\b(?:divided by|over)\b|÷/gi, "/"],
  [/−/g, "-"],
];
const CUE = /\b(?:what is|what's|calculate|compute|evaluate|work out|how much|result of|solve|sum|add)\b|=/i;
const EXPRESSION = /[-(]*\d[\d.,]*\)*(?:\s*[-+*/]\s*[-(]*\d[\d.,]*\)*)+/;
const PERCENT_OF = /(\d[\d.,]*)\s*(?:%|per ?cent)\s+of\s+(\d[\d.,]*)/i;
const SUM_OF = /\bsum of ((?:\d[\d.]*(?:\s*,\s*|\s+and\s+|\s*,\s*and\s+)?){2,})/i;

export const arithmetic: Skill = ({ instruction, material }) => {
  const text = instruction.includes(material) ? instruction : `${instruction}\n${material}`;
  if (!CUE.test(text)) return undefined;
  const value = solve(text);
  if (value === undefined) return undefined;
  const bare = wantsBareAnswer(instruction);
  const say = (result: number) => (bare ? show(result) : `The answer is ${show(result)}.`);
  return {
    right: say(value),
    wrong: (draw) => {
      if (draw("hedge") < 0.2) return "I am not certain, but it could be somewhere in that range.";
      return say(value + pick([1, -1, 10, -10, 2], draw("slip")));
    },
  };
};

function solve(text: string): number | undefined {
  const percent = PERCENT_OF.exec(text);
  if (percent) return (toNumber(percent[1]) * toNumber(percent[2])) / 100;
  const sum = SUM_OF.exec(text);
  if (sum) return (sum[1]?.match(/\d+(?:\.\d+)?/g) ?? []).reduce((total, digits) => total + Number(digits), 0);
  const symbols = WORDS.reduce((rest, [word, symbol]) => rest.replace(word, symbol), text);
  const expression = EXPRESSION.exec(symbols)?.[0];
  if (expression === undefined || /^\d{4}-\d\d-\d\d/.test(expression)) return undefined;
  return evaluate(expression);
}

const toNumber = (digits: string | undefined) => Number((digits ?? "").replace(/,(?=\d{3})/g, "").replace(/[.,]$/, ""));

const show = (value: number) => String(Math.round(value * 1_000_000) / 1_000_000);

/** Evaluates + - * / with parentheses and the usual precedence; undefined for what is no expression. */
function evaluate(text: string): number | undefined {
  const parts = text.replace(/(\d),(?=\d{3})/g, "$1").match(/\d+(?:\.\d+)?|[-+*/()]/g) ?? [];
  let at = 0;
  const factor = (): number => {
    const part = parts[at];
    at += 1;
    if (part === "-") return -factor();
    if (part === "(") {
      const inner = sum();
      if (parts[at] === ")") at += 1;
      return inner;
    }
    return part === undefined ? Number.NaN : Number(part);
  };
  const product = (): number => {
    let value = factor();
    while (parts[at] === "*" || parts[at] === "/") {
      const times = parts[at] === "*";
      at += 1;
      value = times ? value * factor() : value / factor();
    }
    return value;
  };
  const sum = (): number => {
    let value = product();
    while (parts[at] === "+" || parts[at] === "-") {
      const plus = parts[at] === "+";
      at += 1;
      value = plus ? value + product() : value - product();
    }
    return value;
  };
  const value = sum();
  return Number.isFinite(value) ? value : undefined;
}
