/** Reads an OpenAI chat completion request, and refuses what OpenAI refuses. */
import { InvalidPromptError, type Prompt, type PromptMessage, type PromptTool } from "../../prompt.ts";
import { isObject, type JsonObject, listOf, membersOf, parseBody } from "../json-body.ts";
import type { ChatCall, WireRequest } from "../vendor.ts";

const ROLES: Readonly<Record<string, PromptMessage["role"]>> = {
  system: "system",
  developer: "system",
  user: "user",
  assistant: "assistant",
  tool: "tool",
  function: "tool",
};
/** Models that take `max_completion_tokens` only. */
const REASONING_MODEL = /^(?:o\d|gpt-5)/;
const MOST_CHOICES = 128;

export interface OpenaiReading {
  /** Azure has the model in its path. */
  modelInPath: string | undefined;
  /** False refuses `stream_options`. */
  streamUsage: boolean;
}

/** Throws InvalidPromptError. */
export function readOpenaiCall(request: WireRequest, { modelInPath, streamUsage }: OpenaiReading): ChatCall {
  const body = parseBody(
    request.body,
    "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP library correctly. The OpenAI API expects a JSON payload, but what was sent was not valid JSON. If you have trouble figuring out how to fix this, please contact us through our help center at help.openai.com.)",
  );
  const model = modelInPath ?? body.model;
  if (typeof model !== "string" || model === "") throw new InvalidPromptError("you must provide a model parameter");
  const stream = body.stream === true;
  if (body.stream_options !== undefined && body.stream_options !== null) {
    if (!streamUsage) {
      throw new InvalidPromptError("Unrecognized request argument supplied: stream_options", "stream_options");
    }
    if (!stream) {
      throw new InvalidPromptError(
        "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
        "stream_options",
      );
    }
  }
  const includeUsage = membersOf(body.stream_options).include_usage === true;
  const prompt = readPrompt(body, model);
  return { stream, includeUsage, prompt, begun: isToGoOn(body) ? prompt.messages.at(-1)?.text : undefined };
}

/** Whether a host that imitates OpenAI is told to go on from the last message, in one of their ways. */
function isToGoOn(body: JsonObject): boolean {
  const last = membersOf(listOf(body.messages).at(-1));
  if (last.role !== "assistant") return false;
  return last.prefix === true || last.partial === true || body.continue_final_message === true;
}

function readPrompt(body: JsonObject, model: string): Prompt {
  const messages = listOf(body.messages);
  if (!Array.isArray(body.messages)) {
    throw new InvalidPromptError("Missing required parameter: 'messages'.", "messages", "missing_required_parameter");
  }
  if (messages.length === 0) {
    throw new InvalidPromptError(
      "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.",
      "messages",
      "empty_array",
    );
  }
  return {
    model,
    messages: messages.map(readMessage),
    tools: listOf(body.tools).map(readTool),
    toolChoice: readToolChoice(body.tool_choice),
    parallelToolCalls: body.parallel_tool_calls !== false,
    format: readFormat(body.response_format),
    maxTokens: readMaxTokens(body, model),
    stop: typeof body.stop === "string" ? [body.stop] : listOf(body.stop).filter((word) => typeof word === "string"),
    choices: readWhole(body, "n", MOST_CHOICES) ?? 1,
  };
}

function readMessage(value: unknown, index: number): PromptMessage {
  const message = membersOf(value);
  const role = typeof message.role === "string" ? ROLES[message.role] : undefined;
  if (role === undefined) {
    throw new InvalidPromptError(
      `Invalid value: '${String(message.role)}'. Supported values are: 'system', 'assistant', 'user', 'function', 'tool', and 'developer'.`,
      `messages[${index}].role`,
      "invalid_value",
    );
  }
  if (role === "tool" && message.role === "tool" && typeof message.tool_call_id !== "string") {
    const param = `messages[${index}].tool_call_id`;
    throw new InvalidPromptError(`Missing required parameter: '${param}'.`, param, "missing_required_parameter");
  }
  const parts = Array.isArray(message.content) ? message.content.map(membersOf) : [];
  const texts =
    typeof message.content === "string" ? [message.content] : parts.map((part) => part.text ?? part.refusal);
  const calls = listOf(message.tool_calls).map((call) => JSON.stringify(membersOf(call).function ?? {}));
  if (role !== "assistant" && typeof message.content !== "string" && !Array.isArray(message.content)) {
    throw new InvalidPromptError(
      `Invalid value for 'content': expected a string, got ${message.content === null ? "null" : typeof message.content}.`,
      `messages.[${index}].content`,
    );
  }
  return {
    role,
    text: [...texts.filter((text) => typeof text === "string"), ...calls].join("\n"),
    images: parts.filter((part) => part.type === "image_url").length,
  };
}

function readTool(value: unknown, index: number): PromptTool {
  const definition = membersOf(membersOf(value).function);
  if (typeof definition.name !== "string") {
    const param = `tools[${index}].function.name`;
    throw new InvalidPromptError(`Missing required parameter: '${param}'.`, param, "missing_required_parameter");
  }
  const description = typeof definition.description === "string" ? definition.description : "";
  return { name: definition.name, description, schema: definition.parameters ?? { type: "object", properties: {} } };
}

function readToolChoice(value: unknown): Prompt["toolChoice"] {
  if (value === "none" || value === "required") return { kind: value };
  const name = membersOf(membersOf(value).function).name;
  return typeof name === "string" ? { kind: "tool", name } : { kind: "auto" };
}

function readFormat(value: unknown): Prompt["format"] {
  const format = membersOf(value);
  if (format.type === "json_object") return { kind: "json" };
  if (format.type !== "json_schema") return { kind: "text" };
  const definition = membersOf(format.json_schema);
  if (!isObject(definition.schema)) {
    const param = "response_format.json_schema.schema";
    throw new InvalidPromptError(`Missing required parameter: '${param}'.`, param, "missing_required_parameter");
  }
  return { kind: "schema", schema: definition.schema };
}

function readMaxTokens(body: JsonObject, model: string): number | undefined {
  if (body.max_tokens !== undefined && body.max_tokens !== null && REASONING_MODEL.test(model)) {
    throw new InvalidPromptError(
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      "max_tokens",
      "unsupported_parameter",
    );
  }
  return (
    readWhole(body, "max_completion_tokens", Number.MAX_SAFE_INTEGER) ??
    readWhole(body, "max_tokens", Number.MAX_SAFE_INTEGER)
  );
}

function readWhole(body: JsonObject, name: string, most: number): number | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "number" || !Number.isInteger(value)) {
    throw new InvalidPromptError(
      `Invalid type for '${name}': expected an integer, but got ${typeof value === "number" ? "a decimal number" : `a ${typeof value}`} instead.`,
      name,
      "invalid_type",
    );
  }
  if (value < 1) {
    throw new InvalidPromptError(
      `Invalid '${name}': integer below minimum value. Expected a value >= 1, but got ${value} instead.`,
      name,
      "integer_below_min_value",
    );
  }
  if (value > most) {
    throw new InvalidPromptError(
      `Invalid '${name}': integer above maximum value. Expected a value <= ${most}, but got ${value} instead.`,
      name,
      "integer_above_max_value",
    );
  }
  return value;
}
