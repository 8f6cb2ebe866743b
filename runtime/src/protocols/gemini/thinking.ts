/** How much a model is to think: Gemini's levels and budgets, and the efforts that other protocols name. */
import { MalformedRequestError, type NeutralRequest, type TranslationLoss, UntranslatableError } from "../neutral.ts";
import { optionalNumber, optionalString, requireObject } from "../shared/json.ts";
import { member, memberAt } from "./member.ts";

const LEVELS: ReadonlySet<string> = new Set(["minimal", "low", "medium", "high"]);

/** Budgets in tokens as Google's own OpenAI-compatible API sets them for an effort. */
const BUDGETS: Readonly<Record<string, number>> = { none: 0, minimal: 1_024, low: 1_024, medium: 8_192, high: 24_576 };

/** The least that Gemini 2.5 Pro takes, in tokens. Source: Google's page on thinking. */
const LEAST_BUDGET = 128;

/** Reads `thinkingConfig`; undefined where the model decides. */
export function parseThinking(value: unknown, path: string, losses: TranslationLoss[]): string | undefined {
  if (value === undefined || value === null) return undefined;
  const config = requireObject(value, path);
  if (member(config, "includeThoughts") === true) {
    losses.push({ path, reason: "whether thoughts are shown is the other provider's choice" });
  }
  const level = memberAt(config, "thinkingLevel", path);
  const named = optionalString(level.value, level.path)?.toLowerCase();
  if (named !== undefined && named !== "thinking_level_unspecified") {
    if (LEVELS.has(named)) return named;
    throw new MalformedRequestError(level.path, `${level.path} must be MINIMAL, LOW, MEDIUM or HIGH.`);
  }
  const budget = memberAt(config, "thinkingBudget", path);
  const tokens = optionalNumber(budget.value, budget.path);
  // Minus one: as much as the model finds right.
  if (tokens === undefined || tokens < 0) return undefined;
  if (tokens === 0) return "none";
  losses.push({ path: budget.path, reason: "a budget for thinking is sent as the nearest effort" });
  return tokens <= 2_048 ? "low" : tokens <= 16_384 ? "medium" : "high";
}

/** Gemini 2 and older ones take a budget, later ones a level. */
function takesBudget(model: string): boolean {
  return /gemini-[12]\b/.test(model);
}

/** Writes `thinkingConfig`, or undefined where nothing was asked for. Throws UntranslatableError. */
export function writeThinking(
  request: NeutralRequest,
  model: string,
  losses: TranslationLoss[],
): Record<string, unknown> | undefined {
  const { reasoningEffort: effort } = request;
  if (effort === undefined) return undefined;
  const path = request.paths.reasoningEffort;
  const known = effort === "xhigh" || effort === "max" ? "high" : effort;
  if (known !== effort) losses.push({ path, reason: `${effort} is sent as high, the highest level of Gemini` });
  if (!Object.hasOwn(BUDGETS, known)) {
    throw new UntranslatableError(path, `${path} is ${effort}, which Gemini does not know.`);
  }
  if (takesBudget(model)) {
    if (known !== "none") return { thinkingBudget: BUDGETS[known], includeThoughts: true };
    if (!alwaysThinks(model)) return { thinkingBudget: 0 };
    losses.push({ path, reason: `none is sent as ${LEAST_BUDGET} tokens, the least that this model thinks` });
    return { thinkingBudget: LEAST_BUDGET };
  }
  const level = known === "none" || known === "minimal" ? lowestLevel(model) : known;
  if (level !== known) losses.push({ path, reason: `${known} is sent as ${level}, the lowest level of this model` });
  return { thinkingLevel: level.toUpperCase(), ...(known === "none" ? {} : { includeThoughts: true }) };
}

/** All models from Gemini 3 on know the level low; some of those named Flash also one below it. */
function lowestLevel(model: string): "minimal" | "low" {
  return /gemini-3(?:\.[0-6])?-flash\b|-flash-lite\b/.test(model) ? "minimal" : "low";
}

/** The models named Pro think at least a little. */
function alwaysThinks(model: string): boolean {
  return /\bpro\b/.test(model);
}
