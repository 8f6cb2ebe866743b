import { type NeutralMessage, type NeutralRequest, type TranslationLoss, UntranslatableError } from "../neutral.ts";
import {
  isObject,
  type JsonObject,
  noteUnknown,
  optionalCount,
  optionalString,
  requireObject,
  requireString,
} from "../shared/json.ts";

/** The least budget that Anthropic takes. */
const LEAST_BUDGET = 1024;

const MOST_BUDGET = 24_576;

/** What an effort is worth in thinking tokens to models that take a budget, and back. */
const BUDGETS: readonly (readonly [effort: string, tokens: number])[] = [
  ["low", 2_048],
  ["medium", 8_192],
  ["high", MOST_BUDGET],
];

const LEAST_TOP_P = 0.95;

const EFFORTS: ReadonlySet<string> = new Set(["low", "medium", "high", "xhigh", "max"]);

const KNOWN: ReadonlySet<string> = new Set(["type", "budget_tokens"]);
const KNOWN_OUTPUT: ReadonlySet<string> = new Set(["effort", "format"]);

/**
 * How hard a Messages body asks the model to think, in the neutral words. `path` is the pointer of the object that holds
 * `thinking` and `output_config`.
 */
export function parseEffort(body: JsonObject, losses: TranslationLoss[], path = ""): string | undefined {
  const output = isObject(body.output_config) ? body.output_config : {};
  noteUnknown(output, KNOWN_OUTPUT, `${path}/output_config`, losses);
  const effort = optionalString(output.effort, `${path}/output_config/effort`);
  const isGiven = body.thinking !== undefined && body.thinking !== null;
  const thinking = isGiven ? requireObject(body.thinking, `${path}/thinking`) : {};
  noteUnknown(thinking, KNOWN, `${path}/thinking`, losses);
  const type = thinking.type === undefined ? "disabled" : requireString(thinking.type, `${path}/thinking/type`);
  if (type === "disabled") {
    if (effort !== undefined) {
      const reason = "an effort without thinking only shortens the words, and other providers have no word for that";
      losses.push({ path: `${path}/output_config/effort`, reason });
    }
    return undefined;
  }
  if (effort !== undefined) return effort;
  const budgetPath = `${path}/thinking/budget_tokens`;
  const budget = optionalCount(thinking.budget_tokens, budgetPath, 1);
  if (budget === undefined) return "high";
  losses.push({ path: budgetPath, reason: "a thinking budget is sent as the nearest effort" });
  return BUDGETS.find(([, tokens]) => budget <= tokens)?.[0] ?? "high";
}

/** Models that decide themselves how much to think, and take an effort. Those before them take a budget of tokens. */
function isAdaptive(model: string): boolean {
  const version = /claude-(?:opus|sonnet|haiku)-(\d{1,2})(?:[-.](\d{1,2}))?(?!\d)/.exec(model);
  // The old names have their version in front of the family; the families that came later all adapt.
  if (!version) return !/claude-(?:\d|instant|v\d)/.test(model);
  const [major, minor] = [Number(version[1]), Number(version[2] ?? 0)];
  return major > 4 || (major === 4 && minor >= 6);
}

/** What a neutral effort becomes: members to add to a Messages body. */
export function writeThinking(
  request: NeutralRequest,
  options: { model: string; maxOutputTokens: number },
  losses: TranslationLoss[],
): { thinking?: Record<string, unknown>; effort?: string } {
  const { reasoningEffort: asked, paths } = request;
  if (asked === undefined) return {};
  const lose = (reason: string): void => void losses.push({ path: paths.reasoningEffort, reason });
  if (asked === "none") return { thinking: { type: "disabled" } };
  if (asked === "minimal") lose("minimal is sent as low, the lowest effort of Anthropic");
  const effort = asked === "minimal" ? "low" : asked;
  if (!EFFORTS.has(effort)) {
    const path = paths.reasoningEffort;
    throw new UntranslatableError(path, `${path} is ${effort}, which Anthropic does not know.`);
  }
  const isFree = isAdaptive(options.model);
  const obstacle = obstacleTo(request) ?? (isFree ? undefined : obstacleToBudget(request, options.maxOutputTokens));
  if (obstacle !== undefined) {
    lose(`${options.model} is not asked to think: ${obstacle}`);
    return {};
  }
  if (isFree) return { thinking: { type: "adaptive" }, effort };
  const wanted = BUDGETS.find(([name]) => name === effort)?.[1] ?? MOST_BUDGET;
  return { thinking: { type: "enabled", budget_tokens: Math.min(wanted, options.maxOutputTokens - 1) } };
}

/** Why a model would refuse to think about this request. Source: Anthropic's rules of thinking. */
function obstacleTo({ toolChoice, temperature, topP }: NeutralRequest): string | undefined {
  if (toolChoice?.kind === "required" || toolChoice?.kind === "tool") return "it can not be forced to use a tool then";
  if (temperature !== undefined && temperature !== 1) return "its temperature must be 1 then";
  return topP !== undefined && topP < LEAST_TOP_P ? `its top_p must be at least ${LEAST_TOP_P} then` : undefined;
}

/** Why one with a budget would. */
function obstacleToBudget({ messages }: NeutralRequest, maxOutputTokens: number): string | undefined {
  if (maxOutputTokens <= LEAST_BUDGET) return `its budget needs more than ${LEAST_BUDGET} output tokens`;
  return callsWithoutThought(messages) ? "the history has tool calls without the thoughts before them" : undefined;
}

/** Whether the turn under way has a tool call that no signed thought came with. */
function callsWithoutThought(messages: readonly NeutralMessage[]): boolean {
  const from = messages.findLastIndex(({ role }) => role === "user");
  return messages.slice(from + 1).some(({ content }) => {
    const hasCall = content.some((part) => part.type === "tool-call");
    return hasCall && !content.some(isThought);
  });
}

function isThought(part: NeutralMessage["content"][number]): boolean {
  return part.type === "redacted-reasoning" || (part.type === "reasoning" && part.signature !== undefined);
}
