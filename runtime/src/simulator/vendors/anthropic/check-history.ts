/** The rules of Anthropic's about what stands where in a conversation. */
import { InvalidPromptError } from "../../prompt.ts";
import { isObject, type JsonObject, listOf, membersOf } from "../json-body.ts";

/** The most marks for caching in one request. */
const MOST_MARKS = 4;

/** Throws InvalidPromptError. */
export function checkHistory(body: JsonObject, messages: readonly JsonObject[], hasTools: boolean): void {
  const marks = countMarks([body.system, body.messages, body.tools]);
  if (marks > MOST_MARKS) {
    const words = `A maximum of ${MOST_MARKS} blocks with cache_control may be provided. Found ${marks}.`;
    throw new InvalidPromptError(words);
  }
  let open: unknown[] = [];
  for (const [index, message] of messages.entries()) {
    const blocks = listOf(message.content).map(membersOf);
    for (const [place, block] of blocks.entries()) {
      checkText(block, `messages.${index}.content.${place}`);
      checkThinking(block, `messages.${index}.content.${place}`);
    }
    const results = blocks.filter(({ type }) => type === "tool_result").map((block) => block.tool_use_id);
    checkResults(open, results, index);
    const calls = blocks.filter(({ type }) => type === "tool_use");
    if (calls.length > 0 && !hasTools)
      throw new InvalidPromptError("Requests which include `tool_use` or `tool_result` blocks must define tools");
    for (const call of calls) {
      if (!isObject(call.input))
        throw new InvalidPromptError(`messages.${index}.content: tool_use.input: Input should be a valid dictionary`);
    }
    open = calls.map((call) => call.id);
  }
  const last = messages.at(-1);
  const tail = last?.role === "assistant" ? endOf(last.content) : "";
  if (tail !== tail.trimEnd())
    throw new InvalidPromptError("messages: final assistant content cannot end with trailing whitespace");
}

function endOf(content: unknown): string {
  if (typeof content === "string") return content;
  const { text } = membersOf(listOf(content).at(-1));
  return typeof text === "string" ? text : "";
}

function checkText(block: JsonObject, path: string): void {
  if (block.type === "text" && block.text === "")
    throw new InvalidPromptError(`${path}: text content blocks must be non-empty`);
}

function checkThinking(block: JsonObject, path: string): void {
  if (block.type === "thinking" && (typeof block.signature !== "string" || block.signature === ""))
    throw new InvalidPromptError(`${path}: Invalid \`signature\` in \`thinking\` block`);
}

/** Every call has its result in the next message, and every result its call in the one before. */
function checkResults(calls: readonly unknown[], results: readonly unknown[], index: number): void {
  const missing = calls.find((id) => !results.includes(id));
  if (missing !== undefined) {
    throw new InvalidPromptError(
      `messages.${index - 1}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${missing}.`,
    );
  }
  const unasked = results.find((id) => !calls.includes(id));
  if (unasked !== undefined) {
    throw new InvalidPromptError(
      `messages.${index}.content: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${unasked}.`,
    );
  }
}

function countMarks(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + countMarks(item), 0);
  if (!isObject(value)) return 0;
  return (isObject(value.cache_control) ? 1 : 0) + countMarks(value.content);
}
