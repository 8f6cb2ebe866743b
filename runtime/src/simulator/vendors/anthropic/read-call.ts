/** Reads a request for Messages, and refuses what Anthropic refuses. */
import { InvalidPromptError, type Prompt, type PromptMessage, type PromptTool } from "../../prompt.ts";
import { type JsonObject, listOf, membersOf, parseBody } from "../json-body.ts";
import type { ChatCall, WireRequest } from "../vendor.ts";
import { checkHistory } from "./check-history.ts";

const MEMBERS: ReadonlySet<string> = new Set([
  "model",
  "messages",
  "max_tokens",
  "system",
  "temperature",
  "top_p",
  "top_k",
  "stop_sequences",
  "stream",
  "tools",
  "tool_choice",
  "thinking",
  "output_config",
  "metadata",
  "service_tier",
  "cache_control",
  "context_management",
]);

/** What the two operations need: a count of tokens has no limit of output. */
interface MessagesReading {
  needsLimit: boolean;
}

/** Throws InvalidPromptError. */
export function readMessagesCall(request: WireRequest, { needsLimit }: MessagesReading): ChatCall {
  if (request.headers["anthropic-version"] === undefined)
    throw new InvalidPromptError("anthropic-version: header is required");
  const body = parseBody(request.body, "The request body is not valid JSON");
  const unknown = Object.keys(body).find((name) => !MEMBERS.has(name));
  if (unknown !== undefined) throw new InvalidPromptError(`${unknown}: Extra inputs are not permitted`);
  if (typeof body.model !== "string" || body.model === "") throw new InvalidPromptError("model: Field required");
  const maxTokens = readLimit(body, needsLimit);
  if (typeof body.temperature === "number" && (body.temperature < 0 || body.temperature > 1))
    throw new InvalidPromptError("temperature: range: 0..1");
  checkThinking(body);
  return { stream: body.stream === true, includeUsage: true, prompt: readPrompt(body, body.model, maxTokens) };
}

/** What can not be asked of a model that thinks. */
function checkThinking(body: JsonObject): void {
  const { type } = membersOf(body.thinking);
  if (type === undefined || type === "disabled") return;
  if (body.temperature !== undefined && body.temperature !== 1) {
    const words = "`temperature` may only be set to 1 when thinking is enabled or in adaptive mode.";
    throw new InvalidPromptError(words);
  }
  const choice = membersOf(body.tool_choice).type;
  if (choice === "any" || choice === "tool")
    throw new InvalidPromptError("Thinking may not be enabled when tool_choice forces tool use.");
}

function readLimit(body: JsonObject, needed: boolean): number | undefined {
  const value = body.max_tokens;
  if (value === undefined && !needed) return undefined;
  if (value === undefined) throw new InvalidPromptError("max_tokens: Field required");
  if (!needed) throw new InvalidPromptError("max_tokens: Extra inputs are not permitted");
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0)
    throw new InvalidPromptError("max_tokens: Input should be a valid integer");
  const { budget_tokens: budget } = membersOf(body.thinking);
  if (typeof budget === "number" && budget >= value)
    throw new InvalidPromptError("`max_tokens` must be greater than `thinking.budget_tokens`.");
  return value;
}

function readPrompt(body: JsonObject, model: string, maxTokens: number | undefined): Prompt {
  const messages = listOf(body.messages).map(membersOf);
  if (messages.length === 0) throw new InvalidPromptError("messages: at least one message is required");
  const tools = listOf(body.tools).map(readTool);
  checkHistory(body, messages, tools.length > 0);
  const system = textOf(body.system);
  const choice = membersOf(body.tool_choice);
  const format = membersOf(membersOf(body.output_config).format);
  return {
    model,
    messages: [
      ...(system === "" ? [] : [{ role: "system" as const, text: system, images: 0 }]),
      ...messages.map(readMessage),
    ],
    tools,
    toolChoice: readChoice(choice),
    parallelToolCalls: choice.disable_parallel_tool_use !== true,
    format: format.type === "json_schema" ? { kind: "schema", schema: format.schema } : { kind: "text" },
    maxTokens,
    stop: listOf(body.stop_sequences).filter((word) => typeof word === "string"),
    choices: 1,
  };
}

function readMessage(message: JsonObject, index: number): PromptMessage {
  const { role } = message;
  if (role !== "user" && role !== "assistant" && role !== "system")
    throw new InvalidPromptError(`messages.${index}.role: Input should be 'user', 'assistant' or 'system'`);
  const blocks = listOf(message.content).map(membersOf);
  const isResult = blocks.some((block) => block.type === "tool_result");
  return {
    role: isResult ? "tool" : role,
    text: textOf(message.content),
    images: blocks.filter((block) => block.type === "image").length,
  };
}

/** The words of a content: texts, calls as JSON, and what is within results. */
function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  return listOf(content)
    .map(membersOf)
    .map((block) => {
      if (typeof block.text === "string") return block.text;
      if (block.type === "tool_use") return JSON.stringify({ name: block.name, input: block.input });
      return block.type === "tool_result" ? textOf(block.content) : "";
    })
    .filter((text) => text !== "")
    .join("\n");
}

function readTool(value: unknown, index: number): PromptTool {
  const tool = membersOf(value);
  if (typeof tool.name !== "string") throw new InvalidPromptError(`tools.${index}.custom.name: Field required`);
  if (tool.input_schema === undefined && (tool.type === undefined || tool.type === "custom"))
    throw new InvalidPromptError(`tools.${index}.custom.input_schema: Field required`);
  const description = typeof tool.description === "string" ? tool.description : "";
  return { name: tool.name, description, schema: tool.input_schema ?? { type: "object", properties: {} } };
}

function readChoice(choice: JsonObject): Prompt["toolChoice"] {
  if (choice.type === "none") return { kind: "none" };
  if (choice.type === "any") return { kind: "required" };
  return choice.type === "tool" && typeof choice.name === "string"
    ? { kind: "tool", name: choice.name }
    : { kind: "auto" };
}
