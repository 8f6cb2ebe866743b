/** Reads a Bedrock Converse request, and refuses what Bedrock refuses. */
import { InvalidPromptError, type Prompt, type PromptMessage, type PromptTool } from "../../prompt.ts";
import { isObject, type JsonObject, listOf, membersOf, parseBody } from "../json-body.ts";
import type { ChatCall, WireRequest } from "../vendor.ts";

/** Throws InvalidPromptError. */
export function readConverseCall(request: WireRequest, model: string, stream: boolean): ChatCall {
  const body = parseBody(request.body, "The request body is not valid JSON.");
  const messages = listOf(body.messages).map(readMessage);
  checkConversation(messages);
  const toolConfig = body.toolConfig;
  if (!isObject(toolConfig) && messages.some((message) => message.hasTools)) {
    throw new InvalidPromptError(
      "The toolConfig field must be defined when using toolUse and toolResult content blocks.",
    );
  }
  const inference = membersOf(body.inferenceConfig);
  const prompt: Prompt = {
    model,
    messages: [...readSystem(body.system), ...messages],
    tools: readTools(toolConfig),
    toolChoice: readToolChoice(membersOf(toolConfig).toolChoice),
    parallelToolCalls: true,
    format: readFormat(body),
    maxTokens: readMaxTokens(inference.maxTokens),
    stop: listOf(inference.stopSequences).filter((word) => typeof word === "string"),
    choices: 1,
  };
  return { prompt, stream, includeUsage: true };
}

interface ConverseMessage extends PromptMessage {
  hasTools: boolean;
}

function readSystem(value: unknown): PromptMessage[] {
  const blocks = listOf(value).map(membersOf);
  for (const [index, block] of blocks.entries()) checkText(block, `system.${index}`);
  const text = blocks.map((block) => block.text).filter((part) => typeof part === "string");
  return text.length > 0 ? [{ role: "system", text: text.join("\n"), images: 0 }] : [];
}

function readMessage(value: unknown, index: number): ConverseMessage {
  const message = membersOf(value);
  const { role } = message;
  if (role !== "user" && role !== "assistant") {
    throw new InvalidPromptError(
      `1 validation error detected: Value '${String(role)}' at 'messages.${index + 1}.member.role' failed to satisfy constraint: Member must satisfy enum value set: [user, assistant]`,
    );
  }
  const blocks = listOf(message.content).map(membersOf);
  if (blocks.length === 0) {
    throw new InvalidPromptError(
      `The content field in the Message object at messages.${index} is empty. Add a ContentBlock object to the content field and try again.`,
    );
  }
  for (const [place, block] of blocks.entries()) checkText(block, `messages.${index}.content.${place}`);
  const results = blocks.filter((block) => isObject(block.toolResult));
  return {
    role: results.length > 0 ? "tool" : role,
    text: blocks.map(blockText).join("\n"),
    images: blocks.filter((block) => "image" in block || "document" in block).length,
    hasTools: results.length > 0 || blocks.some((block) => "toolUse" in block),
  };
}

function checkText(block: JsonObject, path: string): void {
  if (typeof block.text === "string" && block.text.trim() === "") {
    throw new InvalidPromptError(
      `The text field in the ContentBlock object at ${path} is blank. Add text to the text field, and try again.`,
    );
  }
}

function blockText(block: JsonObject): string {
  if (typeof block.text === "string") return block.text;
  if (isObject(block.toolUse)) return JSON.stringify({ name: block.toolUse.name, arguments: block.toolUse.input });
  const result = membersOf(block.toolResult);
  return listOf(result.content)
    .map(membersOf)
    .map((part) =>
      typeof part.text === "string" ? part.text : part.json === undefined ? "" : JSON.stringify(part.json),
    )
    .join("\n");
}

function checkConversation(messages: readonly ConverseMessage[]): void {
  if (messages.length === 0 || messages[0]?.role === "assistant") {
    throw new InvalidPromptError(
      "A conversation must start with a user message. Try again with a conversation that starts with a user message.",
    );
  }
  for (const [index, message] of messages.entries()) {
    const before = messages[index - 1];
    if (before !== undefined && (before.role === "assistant") === (message.role === "assistant")) {
      throw new InvalidPromptError(
        "A conversation must alternate between user and assistant roles. Make sure the conversation alternates between user and assistant roles and try again.",
      );
    }
  }
}

function readTools(value: unknown): PromptTool[] {
  if (value === undefined || value === null) return [];
  const tools = listOf(membersOf(value).tools)
    .map(membersOf)
    .filter((tool) => !("cachePoint" in tool));
  if (tools.length === 0) {
    throw new InvalidPromptError(
      "1 validation error detected: Value at 'toolConfig.tools' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
  }
  return tools.map((tool) => {
    const specification = membersOf(tool.toolSpec);
    const { name, description } = specification;
    if (typeof name !== "string" || !/^[a-zA-Z0-9_-]{1,64}$/.test(name)) {
      throw new InvalidPromptError(
        `1 validation error detected: Value '${String(name)}' at 'toolConfig.tools.1.member.toolSpec.name' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_-]+`,
      );
    }
    const schema = membersOf(specification.inputSchema).json;
    if (membersOf(schema).type !== "object") {
      throw new InvalidPromptError(
        `The value at toolConfig.tools.0.toolSpec.inputSchema.json.type must be one of the following: object.`,
      );
    }
    return { name, description: typeof description === "string" ? description : "", schema };
  });
}

function readToolChoice(value: unknown): Prompt["toolChoice"] {
  const choice = membersOf(value);
  if (isObject(choice.any)) return { kind: "required" };
  const name = membersOf(choice.tool).name;
  return typeof name === "string" ? { kind: "tool", name } : { kind: "auto" };
}

/** `outputConfig.textFormat.structure.jsonSchema.schema` is JSON Schema as text. */
function readFormat(body: JsonObject): Prompt["format"] {
  const textFormat = membersOf(membersOf(body.outputConfig).textFormat);
  if (textFormat.type !== "json_schema") return { kind: "text" };
  const { schema } = membersOf(membersOf(textFormat.structure).jsonSchema);
  try {
    return { kind: "schema", schema: JSON.parse(String(schema)) };
  } catch {
    throw new InvalidPromptError("The schema in outputConfig.textFormat.structure.jsonSchema is not valid JSON.");
  }
}

function readMaxTokens(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "number" && Number.isInteger(value) && value >= 1) return value;
  throw new InvalidPromptError(
    `1 validation error detected: Value '${String(value)}' at 'inferenceConfig.maxTokens' failed to satisfy constraint: Member must have value greater than or equal to 1`,
  );
}
