import { type NeutralMessage, type NeutralPart, type TranslationLoss, UntranslatableError } from "../neutral.ts";

type Message = Record<string, unknown>;

/** Writes neutral messages as Chat Completions messages; several tool results of one turn become one message each. */
export function serialiseMessages(
  messages: readonly NeutralMessage[],
  reasoning: "send" | "drop",
  losses: TranslationLoss[],
): Message[] {
  return messages.flatMap((message): Message[] => {
    if (message.content.some((part) => part.type === "cache-point")) {
      losses.push({ path: message.path, reason: "this provider caches prompts by itself: cache points are not sent" });
    }
    const parts = message.content.filter((part) => part.type !== "cache-point");
    switch (message.role) {
      case "system":
        return [{ role: "system", content: textOf(parts, message.path) }];
      case "tool":
        return parts.map((part) => toolMessage(part, message.path, losses));
      case "user":
        return [{ role: "user", content: userContent(parts, message.path) }];
      default:
        return [assistantMessage(parts, message.path, reasoning, losses)];
    }
  });
}

function refuse(part: NeutralPart, path: string): UntranslatableError {
  return new UntranslatableError(
    path,
    `${path} holds a part of type ${part.type}, which this provider does not take there.`,
  );
}

function textOf(parts: readonly NeutralPart[], path: string): string | { type: "text"; text: string }[] {
  const texts = parts.map((part) => {
    if (part.type !== "text") throw refuse(part, path);
    return { type: "text" as const, text: part.text };
  });
  const [only] = texts;
  return texts.length === 1 && only ? only.text : texts;
}

function userContent(parts: readonly NeutralPart[], path: string): unknown {
  if (parts.every((part) => part.type === "text")) return textOf(parts, path);
  return parts.map((part) => {
    if (part.type === "text") return { type: "text", text: part.text };
    if (part.type === "image") {
      return { type: "image_url", image_url: { url: `data:${part.mediaType};base64,${part.data}` } };
    }
    if (part.type === "document") return filePart(part, path);
    throw refuse(part, path);
  });
}

function filePart(part: { mediaType: string; data: string; name: string }, path: string): unknown {
  if (part.mediaType !== "application/pdf") {
    const remedy = "This provider takes PDF only: send the text of the document instead.";
    throw new UntranslatableError(path, `${path} holds a document of type ${part.mediaType}. ${remedy}`);
  }
  const filename = /\.pdf$/i.test(part.name) ? part.name : `${part.name}.pdf`;
  return { type: "file", file: { filename, file_data: `data:${part.mediaType};base64,${part.data}` } };
}

function toolMessage(part: NeutralPart, path: string, losses: TranslationLoss[]): Message {
  if (part.type !== "tool-result") throw refuse(part, path);
  if (part.isError) {
    losses.push({ path, reason: "a failed tool is told by its words alone: this provider has no mark for it" });
  }
  const content = part.content.filter((inner) => inner.type !== "cache-point");
  return { role: "tool", tool_call_id: part.id, content: content.length === 0 ? "" : textOf(content, path) };
}

function assistantMessage(
  parts: readonly NeutralPart[],
  path: string,
  reasoning: "send" | "drop",
  losses: TranslationLoss[],
): Message {
  const texts: string[] = [];
  const thoughts: string[] = [];
  const refusals: string[] = [];
  const calls: unknown[] = [];
  for (const part of parts) {
    if (part.type === "text") texts.push(part.text);
    else if (part.type === "refusal") refusals.push(part.text);
    else if (part.type === "reasoning" && reasoning === "send") thoughts.push(part.text);
    else if (part.type === "reasoning" || part.type === "redacted-reasoning") {
      losses.push({ path, reason: "reasoning of another provider's model is not sent" });
    } else if (part.type === "tool-call") {
      const { id, name } = part;
      calls.push({ id, type: "function", function: { name, arguments: part.arguments || "{}" } });
    } else throw refuse(part, path);
  }
  const hasMore = calls.length > 0 || refusals.length > 0;
  return {
    role: "assistant",
    content: texts.length === 0 && hasMore ? null : texts.join(""),
    ...(refusals.length > 0 ? { refusal: refusals.join("") } : {}),
    ...(thoughts.length > 0 ? { reasoning_content: thoughts.join("") } : {}),
    ...(calls.length > 0 ? { tool_calls: calls } : {}),
  };
}
