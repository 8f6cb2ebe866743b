/** Settings of promptfoo around its tests. */
import { isMap, type Losses } from "./losses.ts";

/** Only how promptfoo shows and keeps what it does. */
const ABOUT_ITSELF = new Set(["showProgressBar", "cache", "generateSuggestions"]);

/** Whether assertions look at something made of the answer. */
export function transforms(options: unknown): boolean {
  return isMap(options) && (options.transform !== undefined || options.postprocess !== undefined);
}

/** The options of a test, of which `where` is the place: none has a counterpart, and the judge has another place. */
export function optionsOf(options: unknown, where: string, losses: Losses): void {
  if (!isMap(options)) return;
  for (const key of Object.keys(options)) {
    if (key !== "provider") losses.add(`${where}.${key}`, "has no counterpart");
    else if (!losses.hasJudge) losses.add(`${where}.${key}`, "names who judges: name a deployment with --judge");
  }
}

/** `repeat` is trials, `maxConcurrency` concurrency; the rest is lost. */
export function evaluationOf(options: unknown, losses: Losses): { trials?: number; concurrency?: number } {
  const found: { trials?: number; concurrency?: number } = {};
  if (!isMap(options)) return found;
  for (const [key, value] of Object.entries(options)) {
    const count = typeof value === "number" && Number.isInteger(value) && value >= 1 ? value : undefined;
    if (key === "repeat" && count !== undefined) found.trials = count;
    else if (key === "maxConcurrency" && count !== undefined) found.concurrency = count;
    else if (!ABOUT_ITSELF.has(key)) losses.add(`evaluateOptions.${key}`, "has no counterpart");
  }
  return found;
}
