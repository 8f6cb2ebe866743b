import { type NeutralMessage, type NeutralPart, type TranslationLoss, UntranslatableError } from "../neutral.ts";

type Item = Record<string, unknown>;

/** Writes neutral messages as items: what an assistant said becomes several, a call and a result one each. */
export function serialiseItems(messages: readonly NeutralMessage[], losses: TranslationLoss[]): Item[] {
  return messages.flatMap((message): Item[] => {
    const { role, path } = message;
    if (message.content.some((part) => part.type === "cache-point")) {
      losses.push({ path, reason: "this provider caches prompts by itself: cache points are not sent" });
    }
    const parts = message.content.filter((part) => part.type !== "cache-point");
    if (role === "assistant") return assistantItems(parts, path, losses);
    if (role === "tool") return parts.map((part) => resultItem(part, path, losses));
    return [{ role, content: parts.map((part) => inputPart(part, path)) }];
  });
}

function refuse(part: NeutralPart, path: string): UntranslatableError {
  const message = `${path} holds a part of type ${part.type}, which this provider does not take there.`;
  return new UntranslatableError(path, message);
}

function inputPart(part: NeutralPart, path: string): Item {
  switch (part.type) {
    case "text":
      return { type: "input_text", text: part.text };
    case "image":
      return { type: "input_image", detail: "auto", image_url: `data:${part.mediaType};base64,${part.data}` };
    case "document": {
      if (part.mediaType !== "application/pdf") {
        const remedy = "This provider takes PDF only: send the text of the document instead.";
        throw new UntranslatableError(path, `${path} holds a document of type ${part.mediaType}. ${remedy}`);
      }
      const filename = /\.pdf$/i.test(part.name) ? part.name : `${part.name}.pdf`;
      return { type: "input_file", filename, file_data: `data:${part.mediaType};base64,${part.data}` };
    }
    default:
      throw refuse(part, path);
  }
}

function resultItem(part: NeutralPart, path: string, losses: TranslationLoss[]): Item {
  if (part.type !== "tool-result") throw refuse(part, path);
  if (part.isError) {
    losses.push({ path, reason: "a failed tool is told by its words alone: this provider has no mark for it" });
  }
  const content = part.content.filter((inner) => inner.type !== "cache-point");
  const [first] = content;
  const isText = content.length === 1 && first?.type === "text";
  const output = content.length === 0 ? "" : isText ? first.text : content.map((inner) => inputPart(inner, path));
  return { type: "function_call_output", call_id: part.id, output };
}

function assistantItems(parts: readonly NeutralPart[], path: string, losses: TranslationLoss[]): Item[] {
  const items: Item[] = [];
  let said: Item[] | undefined;
  for (const part of parts) {
    if (part.type === "text" || part.type === "refusal") {
      if (!said) {
        said = [];
        items.push({ role: "assistant", content: said });
      }
      const { text } = part;
      said.push(part.type === "text" ? { type: "output_text", text } : { type: "refusal", refusal: text });
    } else if (part.type === "tool-call") {
      said = undefined;
      items.push({ type: "function_call", call_id: part.id, name: part.name, arguments: part.arguments || "{}" });
    } else if (part.type === "reasoning" || part.type === "redacted-reasoning") {
      losses.push({ path, reason: "reasoning of another provider's model is not sent" });
    } else throw refuse(part, path);
  }
  return items;
}
