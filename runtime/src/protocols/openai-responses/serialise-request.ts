import {
  type NeutralRequest,
  type NeutralTool,
  type SerialisedRequest,
  type TranslationLoss,
  UntranslatableError,
} from "../neutral.ts";
import { strictFor } from "../openai-chat/strict-schema.ts";
import { uniqueLosses } from "../shared/losses.ts";
import { serialiseItems } from "./serialise-items.ts";

interface ResponsesRequestOptions {
  /** The provider's name of the model. */
  model: string;
  /** Always sent. */
  maxOutputTokens: number;
}

/** OpenAI takes no smaller limit. */
const LEAST_OUTPUT = 16;

/** Writes a neutral request as a Responses body. Throws UntranslatableError for what that can not say. */
export function serialiseRequest(request: NeutralRequest, options: ResponsesRequestOptions): SerialisedRequest {
  const losses: TranslationLoss[] = [...request.losses];
  refuseUnsayable(request, options.maxOutputTokens);
  if (request.seed !== undefined) {
    losses.push({ path: request.paths.seed, reason: "a seed is a best effort only, and this protocol has none" });
  }
  const body: Record<string, unknown> = {
    model: options.model,
    input: serialiseItems(request.messages, losses),
    max_output_tokens: options.maxOutputTokens,
    // Without it OpenAI keeps every answer.
    store: false,
  };
  const optional: Record<string, unknown> = {
    temperature: request.temperature,
    top_p: request.topP,
    reasoning: reasoning(request, losses),
    text: textFormat(request, losses),
  };
  if (request.tools.length > 0) {
    optional.tools = request.tools.map((tool) => serialiseTool(tool, request.paths.tools, losses));
    optional.tool_choice = toolChoice(request.toolChoice);
    optional.parallel_tool_calls = request.parallelToolCalls;
    if (request.tools.some((tool) => tool.cachePoint)) {
      losses.push({ path: request.paths.tools, reason: "this provider caches prompts by itself" });
    }
  }
  for (const [name, value] of Object.entries(optional)) if (value !== undefined) body[name] = value;
  if (request.stream) body.stream = true;
  return { body, losses: uniqueLosses(losses) };
}

function refuseUnsayable(request: NeutralRequest, maxOutputTokens: number): void {
  const { paths, stop, presencePenalty, frequencyPenalty } = request;
  const unsayable: [isThere: boolean, path: string][] = [
    [stop.length > 0, paths.stop],
    [(presencePenalty ?? 0) !== 0, paths.presencePenalty],
    [(frequencyPenalty ?? 0) !== 0, paths.frequencyPenalty],
  ];
  for (const [isThere, path] of unsayable) {
    if (isThere) throw new UntranslatableError(path, `${path} can not be said in OpenAI's Responses. Leave it out.`);
  }
  if (maxOutputTokens < LEAST_OUTPUT) {
    const message = `OpenAI's Responses takes no limit below ${LEAST_OUTPUT} output tokens, and ${maxOutputTokens} are allowed.`;
    throw new UntranslatableError("", message);
  }
}

/** Functions are strict here unless they say otherwise; elsewhere it is the other way round. */
function serialiseTool(tool: NeutralTool, path: string, losses: TranslationLoss[]): unknown {
  const { name, description, parameters } = tool;
  const { strict = false } = strictFor(tool.strict, parameters, path, losses);
  return { type: "function", name, ...(description === undefined ? {} : { description }), parameters, strict };
}

function toolChoice(choice: NeutralRequest["toolChoice"]): unknown {
  if (choice === undefined) return undefined;
  return choice.kind === "tool" ? { type: "function", name: choice.name } : choice.kind;
}

/** `max` is a word of other providers; `xhigh` is OpenAI's highest. */
function reasoning({ reasoningEffort, paths }: NeutralRequest, losses: TranslationLoss[]): unknown {
  if (reasoningEffort === undefined) return undefined;
  if (reasoningEffort !== "max") return { effort: reasoningEffort };
  losses.push({ path: paths.reasoningEffort, reason: "max is sent as xhigh, the highest effort here" });
  return { effort: "xhigh" };
}

function textFormat({ responseFormat: format, paths }: NeutralRequest, losses: TranslationLoss[]): unknown {
  switch (format?.kind) {
    case "json-object":
      return { format: { type: "json_object" } };
    case "json-schema": {
      const { name, schema, strict, description } = format;
      const described = description === undefined ? {} : { description };
      const held = strictFor(strict, schema, paths.responseFormat, losses);
      return { format: { type: "json_schema", name, ...described, schema, ...held } };
    }
    default:
      return undefined;
  }
}
