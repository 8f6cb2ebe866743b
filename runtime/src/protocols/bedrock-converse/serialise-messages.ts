import { type NeutralMessage, type NeutralRequest, type TranslationLoss, UntranslatableError } from "../neutral.ts";
import { type Block, BlockWriter } from "./serialise-block.ts";

interface Message {
  role: "user" | "assistant";
  content: Block[];
}

/**
 * Writes neutral messages as `system` and `messages`. Bedrock wants turns to alternate and to begin with the user, the
 * results of one turn's tools in one message, and no empty text; system messages stand apart from the turns.
 */
export function serialiseMessages(
  request: NeutralRequest,
  losses: TranslationLoss[],
): { system: Block[]; messages: Message[] } {
  const writer = new BlockWriter(losses);
  const system: Block[] = [];
  const messages: Message[] = [];
  for (const message of request.messages) {
    const blocks = message.content
      .map((part) => writer.write(part, message.path))
      .filter((block) => block !== undefined);
    if (message.role === "system") {
      checkSystem(message);
      if (messages.length > 0 && blocks.length > 0) {
        const reason = "a system message within the conversation is sent with those in front of it";
        losses.push({ path: message.path, reason });
      }
      system.push(...blocks);
      continue;
    }
    if (blocks.every((block) => "cachePoint" in block)) continue;
    const role = message.role === "assistant" ? "assistant" : "user";
    const last = messages.at(-1);
    if (last?.role === role) last.content.push(...blocks);
    else messages.push({ role, content: blocks });
  }
  checkBeginning(messages, request);
  trimEnd(messages.at(-1));
  // A cache point with nothing in front of it to cache is refused.
  return { system: system.every((block) => "cachePoint" in block) ? [] : system, messages };
}

function checkSystem(message: NeutralMessage): void {
  const other = message.content.find((part) => part.type !== "text" && part.type !== "cache-point");
  if (other)
    throw new UntranslatableError(
      message.path,
      `${message.path} is a system message with a part of type ${other.type}.`,
    );
}

function checkBeginning(messages: readonly Message[], request: NeutralRequest): void {
  const path = request.paths.messages;
  if (messages.length === 0) {
    throw new UntranslatableError(path, `${path} has no message with content but system messages; Bedrock needs one.`);
  }
  if (messages[0]?.role === "assistant") {
    const first = request.messages.find((message) => message.role === "assistant")?.path ?? path;
    throw new UntranslatableError(first, "A conversation on Bedrock must start with a user's message.");
  }
}

/** The beginning of an answer that the model is to continue may not end in white space. */
function trimEnd(last: Message | undefined): void {
  const block = last?.role === "assistant" ? last.content.at(-1) : undefined;
  if (block && typeof block.text === "string") block.text = block.text.trimEnd();
}
