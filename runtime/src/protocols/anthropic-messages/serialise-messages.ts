import { type NeutralMessage, type NeutralRequest, type TranslationLoss, UntranslatableError } from "../neutral.ts";
import { ToolIds } from "../shared/tool-ids.ts";
import { type Block, serialiseContent } from "./serialise-block.ts";

interface Message {
  role: "user" | "assistant";
  content: Block[];
}

/**
 * Writes neutral messages as `system` and `messages`. Anthropic wants the results of one turn's tools together and in
 * front of all else in one user's message, and no empty text; system messages stand apart from the turns.
 */
export function serialiseMessages(
  request: NeutralRequest,
  losses: TranslationLoss[],
): { system: Block[]; messages: Message[] } {
  const context = { ids: new ToolIds(), losses };
  const system: Block[] = [];
  const messages: Message[] = [];
  for (const message of request.messages) {
    if (message.role === "system") checkSystem(message);
    const blocks = serialiseContent(message.content, message.path, context);
    if (blocks.length === 0) continue;
    if (message.role === "system") {
      if (messages.length > 0) {
        const reason = "a system message within the conversation is sent with those in front of it";
        losses.push({ path: message.path, reason });
      }
      system.push(...blocks);
      continue;
    }
    const role = message.role === "assistant" ? "assistant" : "user";
    const last = messages.at(-1);
    if (last?.role === role) last.content.push(...blocks);
    else messages.push({ role, content: blocks });
  }
  if (messages.length === 0) {
    const path = request.paths.messages;
    throw new UntranslatableError(
      path,
      `${path} has no message with content but system messages; Anthropic needs one.`,
    );
  }
  for (const message of messages) putResultsFirst(message);
  trimEnd(messages.at(-1));
  return { system, messages };
}

function checkSystem(message: NeutralMessage): void {
  const other = message.content.find((part) => part.type !== "text" && part.type !== "cache-point");
  if (!other) return;
  const words = `${message.path} is a system message with a part of type ${other.type}.`;
  throw new UntranslatableError(message.path, words);
}

function putResultsFirst(message: Message): void {
  const isResult = (block: Block): boolean => block.type === "tool_result";
  if (!message.content.some(isResult)) return;
  message.content = [...message.content.filter(isResult), ...message.content.filter((block) => !isResult(block))];
}

/** The beginning of an answer that the model is to continue may not end in white space. */
function trimEnd(last: Message | undefined): void {
  const block = last?.role === "assistant" ? last.content.at(-1) : undefined;
  if (block && typeof block.text === "string") block.text = block.text.trimEnd();
}
