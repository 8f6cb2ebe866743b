import {
  type NeutralRequest,
  type NeutralTool,
  type SerialisedRequest,
  type TranslationLoss,
  UntranslatableError,
} from "../neutral.ts";
import { uniqueLosses } from "../shared/losses.ts";
import { serialiseMessages } from "./serialise-messages.ts";
import { strictFor } from "./strict-schema.ts";

export interface OpenAIRequestOptions {
  /** The provider's name of the model. */
  model: string;
  /** Always sent. */
  maxOutputTokens: number;
  /** Reasoning models refuse `max_tokens`; many hosts that imitate OpenAI know no other. */
  outputLimitName: "max_completion_tokens" | "max_tokens";
  /** Whether to ask for usage at the end of a stream; some hosts refuse the question. */
  streamUsage: boolean;
  /** Whether assistant messages may carry `reasoning_content`: OpenAI and Azure refuse unknown members. */
  reasoning: "send" | "drop";
}

/** OpenAI's limit of stop sequences. */
const MOST_STOPS = 4;

/** Writes a neutral request as a Chat Completions body. Throws UntranslatableError for what that can not say. */
export function serialiseRequest(request: NeutralRequest, options: OpenAIRequestOptions): SerialisedRequest {
  const losses: TranslationLoss[] = [...request.losses];
  if (request.stop.length > MOST_STOPS) {
    const message = `${request.paths.stop} has ${request.stop.length} stop sequences; this provider takes ${MOST_STOPS}.`;
    throw new UntranslatableError(request.paths.stop, message);
  }
  const body: Record<string, unknown> = {
    model: options.model,
    messages: serialiseMessages(request.messages, options.reasoning, losses),
    [options.outputLimitName]: options.maxOutputTokens,
  };
  const optional: Record<string, unknown> = {
    temperature: request.temperature,
    top_p: request.topP,
    stop: request.stop.length > 0 ? request.stop : undefined,
    seed: request.seed,
    presence_penalty: request.presencePenalty,
    frequency_penalty: request.frequencyPenalty,
    reasoning_effort: reasoningEffort(request, losses),
    response_format: responseFormat(request, losses),
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
  if (request.stream) {
    body.stream = true;
    if (options.streamUsage) body.stream_options = { include_usage: true };
  }
  return { body, losses: uniqueLosses(losses) };
}

function serialiseTool(tool: NeutralTool, path: string, losses: TranslationLoss[]): unknown {
  const { name, description, parameters, strict } = tool;
  return {
    type: "function",
    function: {
      name,
      ...(description === undefined ? {} : { description }),
      parameters,
      ...strictFor(strict, parameters, path, losses),
    },
  };
}

function toolChoice(choice: NeutralRequest["toolChoice"]): unknown {
  if (choice === undefined) return undefined;
  return choice.kind === "tool" ? { type: "function", function: { name: choice.name } } : choice.kind;
}

/** `max` is a word of other providers; `xhigh` is OpenAI's highest. */
function reasoningEffort(request: NeutralRequest, losses: TranslationLoss[]): string | undefined {
  if (request.reasoningEffort !== "max") return request.reasoningEffort;
  losses.push({ path: request.paths.reasoningEffort, reason: "max is sent as xhigh, the highest effort here" });
  return "xhigh";
}

function responseFormat({ responseFormat: format, paths }: NeutralRequest, losses: TranslationLoss[]): unknown {
  switch (format?.kind) {
    case undefined:
      return undefined;
    case "text":
      return { type: "text" };
    case "json-object":
      return { type: "json_object" };
    case "json-schema": {
      const { name, schema, strict, description } = format;
      return {
        type: "json_schema",
        json_schema: {
          name,
          ...(description === undefined ? {} : { description }),
          schema,
          ...strictFor(strict, schema, paths.responseFormat, losses),
        },
      };
    }
  }
}
