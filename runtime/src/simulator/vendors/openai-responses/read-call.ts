/** Reads an OpenAI Responses request, and refuses what OpenAI refuses. */
import { InvalidPromptError, type Prompt, type PromptMessage, type PromptTool } from "../../prompt.ts";
import { isObject, type JsonObject, listOf, membersOf, parseBody } from "../json-body.ts";
import type { ChatCall, WireRequest } from "../vendor.ts";

const ROLES: Readonly<Record<string, PromptMessage["role"]>> = {
  system: "system",
  developer: "system",
  user: "user",
  assistant: "assistant",
};
/** OpenAI takes no smaller limit. */
const LEAST_OUTPUT = 16;

/** Throws InvalidPromptError. */
export function readResponsesCall(request: WireRequest): ChatCall {
  const body = parseBody(request.body, "We could not parse the JSON body of your request.");
  const { model } = body;
  if (typeof model !== "string" || model === "") {
    throw new InvalidPromptError("Missing required parameter: 'model'.", "model", "missing_required_parameter");
  }
  if (body.messages !== undefined) {
    throw new InvalidPromptError(
      "Unsupported parameter: 'messages'. In the Responses API, this parameter has moved to 'input'. Try again with the new parameter.",
      "messages",
      "unsupported_parameter",
    );
  }
  if (typeof body.previous_response_id === "string") {
    throw new InvalidPromptError(
      `Previous response with id '${body.previous_response_id}' not found.`,
      "previous_response_id",
      "previous_response_not_found",
    );
  }
  return { stream: body.stream === true, includeUsage: true, prompt: readPrompt(body, model) };
}

function readPrompt(body: JsonObject, model: string): Prompt {
  const instructions = typeof body.instructions === "string" ? body.instructions : "";
  return {
    model,
    messages: [
      ...(instructions === "" ? [] : [{ role: "system" as const, text: instructions, images: 0 }]),
      ...readInput(body.input),
    ],
    tools: listOf(body.tools).map(readTool),
    toolChoice: readToolChoice(body.tool_choice),
    parallelToolCalls: body.parallel_tool_calls !== false,
    format: readFormat(membersOf(body.text).format),
    maxTokens: readLimit(body.max_output_tokens),
    stop: [],
    choices: 1,
  };
}

function readInput(input: unknown): PromptMessage[] {
  if (typeof input === "string") return [{ role: "user", text: input, images: 0 }];
  if (!Array.isArray(input)) {
    throw new InvalidPromptError("Missing required parameter: 'input'.", "input", "missing_required_parameter");
  }
  const calls = new Set<unknown>();
  return input.flatMap((value, index) => {
    const item = membersOf(value);
    if (item.type === "function_call") calls.add(item.call_id);
    if (item.type === "function_call_output" && !calls.has(item.call_id)) {
      const words = `No tool call found for function call output with call_id ${String(item.call_id)}.`;
      throw new InvalidPromptError(words, "input");
    }
    return readItem(item, index);
  });
}

function readItem(item: JsonObject, index: number): PromptMessage[] {
  switch (item.type ?? "message") {
    case "message":
      return [readMessage(item, index)];
    case "function_call":
      return [{ role: "assistant", text: JSON.stringify({ name: item.name, arguments: item.arguments }), images: 0 }];
    case "function_call_output":
      return [{ role: "tool", text: textOf(item.output), images: 0 }];
    case "reasoning":
      return readReasoning(item);
    case "item_reference":
      throw new InvalidPromptError(
        `Item with id '${String(item.id)}' not found. Items are not persisted when \`store\` is set to false.`,
        "input",
      );
    default:
      throw new InvalidPromptError(`Invalid value: '${String(item.type)}'.`, `input[${index}].type`, "invalid_value");
  }
}

/** Only what OpenAI encrypted itself is taken back. Here that begins with the letters that its own begins with. */
function readReasoning(item: JsonObject): PromptMessage[] {
  const encrypted = item.encrypted_content;
  if (typeof encrypted === "string" && !encrypted.startsWith("gAAAA")) {
    const words = "The encrypted content for item could not be verified.";
    throw new InvalidPromptError(words, null, "invalid_encrypted_content");
  }
  return [];
}

function readMessage(item: JsonObject, index: number): PromptMessage {
  const role = typeof item.role === "string" ? ROLES[item.role] : undefined;
  if (role === undefined) {
    throw new InvalidPromptError(
      `Invalid value: '${String(item.role)}'. Supported values are: 'assistant', 'system', 'developer', and 'user'.`,
      `input[${index}].role`,
      "invalid_value",
    );
  }
  const parts = listOf(item.content).map(membersOf);
  const allowed = role === "assistant" ? ["output_text", "refusal"] : ["input_text", "input_image", "input_file"];
  const wrong = parts.findIndex(({ type }) => !allowed.includes(String(type)));
  if (wrong >= 0) {
    throw new InvalidPromptError(
      `Invalid value: '${String(parts[wrong]?.type)}'. Supported values are: ${allowed.map((type) => `'${type}'`).join(", ")}.`,
      `input[${index}].content[${wrong}]`,
      "invalid_value",
    );
  }
  return { role, text: textOf(item.content), images: parts.filter(({ type }) => type === "input_image").length };
}

function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  const parts = listOf(content).map(membersOf);
  return parts
    .map((part) => part.text ?? part.refusal)
    .filter((text) => typeof text === "string")
    .join("\n");
}

function readTool(value: unknown, index: number): PromptTool {
  const tool = membersOf(value);
  if (typeof tool.name !== "string") {
    const param = `tools[${index}].name`;
    throw new InvalidPromptError(`Missing required parameter: '${param}'.`, param, "missing_required_parameter");
  }
  const description = typeof tool.description === "string" ? tool.description : "";
  return { name: tool.name, description, schema: tool.parameters ?? { type: "object", properties: {} } };
}

function readToolChoice(value: unknown): Prompt["toolChoice"] {
  if (value === "none" || value === "required") return { kind: value };
  const { name } = membersOf(value);
  return typeof name === "string" ? { kind: "tool", name } : { kind: "auto" };
}

function readFormat(value: unknown): Prompt["format"] {
  const format = membersOf(value);
  if (format.type === "json_object") return { kind: "json" };
  if (format.type !== "json_schema") return { kind: "text" };
  if (!isObject(format.schema)) {
    const param = "text.format.schema";
    throw new InvalidPromptError(`Missing required parameter: '${param}'.`, param, "missing_required_parameter");
  }
  return { kind: "schema", schema: format.schema };
}

function readLimit(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "number" && Number.isInteger(value) && value >= LEAST_OUTPUT) return value;
  throw new InvalidPromptError(
    `Invalid 'max_output_tokens': integer below minimum value. Expected a value >= ${LEAST_OUTPUT}, but got ${String(value)} instead.`,
    "max_output_tokens",
    "integer_below_min_value",
  );
}
