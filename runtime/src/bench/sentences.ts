/** Differences in words. */
import { formatUsd, microUsd } from "../documents/money.ts";
import type { Difference } from "./types.ts";

/** What a pair is, see `PairedValues`. */
export interface SentenceContext {
  unit: "case" | "trial";
  cases: number;
}

type Untold = Omit<Difference, "sentence">;

interface Words {
  name: string;
  lower: string;
  higher: string;
}

const WORDS: Readonly<Record<Difference["metric"], Words>> = {
  quality: { name: "quality", lower: "passes less often than", higher: "passes more often than" },
  score: { name: "score", lower: "scores lower than", higher: "scores higher than" },
  cost: { name: "cost", lower: "costs less than", higher: "costs more than" },
  ttft: { name: "first token", lower: "begins to answer sooner than", higher: "begins to answer later than" },
  total: { name: "whole answer", lower: "answers wholly sooner than", higher: "answers wholly later than" },
};

export const nameOf = (metric: Difference["metric"]): string => WORDS[metric].name;

/** One sentence with the estimate, its interval and the number of pairs. */
export function sentenceOf(difference: Untold, context: SentenceContext): string {
  const { metric, arm, baseline, verdict, adjustedPValue } = difference;
  const { name, lower, higher } = WORDS[metric];
  const pairs = countPairs(difference.n, context);
  if (verdict === "too-few") return `${arm} against ${baseline}, ${name}: too few to say (${pairs}).`;
  const least = difference.smallestDetectable;
  const limit = least === undefined ? "" : `, smallest detectable ${sizeOf(metric, least)}`;
  const size = `${amountOf(difference)}, 95 % interval ${intervalOf(difference)}, p ${showP(adjustedPValue)}, ${pairs}`;
  if (verdict === "no-difference-shown") {
    const said = difference.tooNoisy ? "too noisy to say" : "no difference shown";
    return `${arm} against ${baseline}, ${name}: ${said} (${size}${limit}).`;
  }
  return `${arm} ${verdict === "lower" ? lower : higher} ${baseline} (${size}).`;
}

/** An amount with its unit, without a sign. */
export function sizeOf(metric: Difference["metric"], amount: number): string {
  if (metric === "quality" || metric === "score") return `${points(amount)} points`;
  return metric === "cost" ? `${dollars(amount)} USD` : `${milliseconds(amount)} ms`;
}

/** The same in few words, for the sentence that sums up an arm. */
export function fragmentOf(difference: Difference): string {
  const { metric, verdict, estimate, interval, baselineMedian: usual } = difference;
  const { name } = WORDS[metric];
  if (verdict === "too-few") return `${name}: too few to say`;
  if (difference.tooNoisy) {
    const least = difference.smallestDetectable;
    return `${name}: too noisy to say${least === undefined ? "" : ` (smallest detectable ${sizeOf(metric, least)})`}`;
  }
  if (verdict === "no-difference-shown" || estimate === undefined || interval === undefined) {
    return `${name}: no difference shown`;
  }
  const size = Math.abs(estimate);
  const range = `95 % interval ${rangeOf(metric, interval, usual)}`;
  const less = verdict === "lower";
  switch (metric) {
    case "quality":
      return `passes ${points(size)} points ${less ? "less" : "more"} often (${range})`;
    case "score":
      return `scores ${points(size)} points ${less ? "lower" : "higher"} (${range})`;
    case "cost":
      return `costs ${part(size, usual) ?? `${dollars(size)} USD`} ${less ? "less" : "more"} (${range})`;
    case "ttft":
      return `first token ${milliseconds(size)} ms ${less ? "sooner" : "later"} (${range})`;
    case "total":
      return `whole answer ${milliseconds(size)} ms ${less ? "sooner" : "later"} (${range})`;
  }
}

function countPairs(n: number, { unit, cases }: SentenceContext): string {
  if (unit === "case") return `n = ${n} ${n === 1 ? "case" : "cases"}`;
  return `n = ${n} trials of ${cases} ${cases === 1 ? "case" : "cases"}, so it holds for ${cases === 1 ? "this case" : "these cases"} only`;
}

function amountOf({ metric, estimate = 0, baselineMedian: usual }: Untold): string {
  const sign = estimate > 0 ? "+" : "";
  if (metric === "quality" || metric === "score") return `${sign}${points(estimate)} points`;
  const ofUsual = usual === undefined || usual <= 0 ? "" : `, ${sign}${percent(estimate / usual)} %`;
  if (metric === "cost") return `${sign}${dollars(estimate)} USD an answer${ofUsual}`;
  return `${sign}${milliseconds(estimate)} ms${ofUsual}`;
}

function intervalOf({ metric, interval }: Untold): string {
  const [low, high] = interval ?? [0, 0];
  const show = metric === "quality" || metric === "score" ? points : metric === "cost" ? dollars : milliseconds;
  return `${show(low)} to ${show(high)}`;
}

/** The interval of a difference that is shown, without its sign, the smaller end first. */
function rangeOf(metric: Difference["metric"], interval: [number, number], usual: number | undefined): string {
  const ends = interval.map(Math.abs).sort((a, b) => a - b);
  if (metric === "quality" || metric === "score") return ends.map(points).join(" to ");
  if (metric !== "cost") return ends.map(milliseconds).join(" to ");
  const known = usual !== undefined && usual > 0;
  return ends.map((end) => (known ? percent(end / usual) : dollars(end))).join(" to ");
}

const percent = (value: number) => round(value * 100, 1);
const points = (value: number) => round(value * 100, 1);
const milliseconds = (value: number) => round(value, Math.abs(value) < 10 ? 1 : 0);
const dollars = (value: number) => formatUsd(microUsd(Math.round(value)));
const part = (value: number, usual: number | undefined) =>
  usual === undefined || usual <= 0 ? undefined : `${percent(value / usual)} %`;

function round(value: number, decimals: number): string {
  const rounded = Number(value.toFixed(decimals));
  return String(rounded === 0 ? 0 : rounded);
}

function showP(value: number | undefined): string {
  if (value === undefined) return "unknown";
  return value < 0.001 ? "< 0.001" : `= ${value.toFixed(3)}`;
}
