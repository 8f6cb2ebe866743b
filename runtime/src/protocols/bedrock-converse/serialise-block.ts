import { type NeutralPart, type TranslationLoss, UntranslatableError } from "../neutral.ts";
import { isObject, parseJson } from "../shared/json.ts";
import { ToolIds } from "../shared/tool-ids.ts";
import { writeCachePoint } from "./cache-point.ts";
import { DocumentNames } from "./document-names.ts";
import { DOCUMENT_FORMAT_NAMES, documentFormat, IMAGE_FORMAT_NAMES, imageFormat } from "./media-types.ts";

export type Block = Record<string, unknown>;

/** What a tool result without any output says: Bedrock refuses an empty text, and a result needs content. */
const NO_OUTPUT = "(no output)";

/** Writes parts of one request as content blocks; keeps ids and names unique over the whole request. */
export class BlockWriter {
  readonly #ids = new ToolIds();
  readonly #names = new DocumentNames();
  readonly #losses: TranslationLoss[];

  constructor(losses: TranslationLoss[]) {
    this.#losses = losses;
  }

  /** The block of a part, or undefined for one that Bedrock refuses and nobody misses: an empty text. */
  write(part: NeutralPart, path: string): Block | undefined {
    switch (part.type) {
      case "text":
      case "refusal":
        return part.text.trim() === "" ? undefined : { text: part.text };
      case "image":
        return { image: { format: format(part, "image", path), source: { bytes: part.data } } };
      case "document": {
        const name = this.#names.next(part.name);
        return { document: { format: format(part, "document", path), name, source: { bytes: part.data } } };
      }
      case "cache-point":
        return writeCachePoint(part.lifetime);
      case "tool-call": {
        const input = parseArguments(part.arguments, path);
        return { toolUse: { toolUseId: this.#ids.map(part.id), name: part.name, input } };
      }
      case "tool-result":
        return this.#toolResult(part, path);
      case "redacted-reasoning":
        return { reasoningContent: { redactedContent: part.data } };
      case "reasoning":
        return this.#reasoning(part, path);
    }
  }

  #toolResult(part: Extract<NeutralPart, { type: "tool-result" }>, path: string): Block {
    const content = part.content
      .filter((inner) => inner.type !== "cache-point")
      .map((inner) => this.write(inner, path))
      .filter((block) => block !== undefined);
    return {
      toolResult: {
        toolUseId: this.#ids.map(part.id),
        content: content.length > 0 ? content : [{ text: NO_OUTPUT }],
        ...(part.isError ? { status: "error" } : {}),
      },
    };
  }

  /** Claude takes its own reasoning back only with the signature that came with it. */
  #reasoning(part: Extract<NeutralPart, { type: "reasoning" }>, path: string): Block | undefined {
    if (part.signature !== undefined) {
      return { reasoningContent: { reasoningText: { text: part.text, signature: part.signature } } };
    }
    this.#losses.push({ path, reason: "reasoning without a signature is not sent" });
    return undefined;
  }
}

function format(part: { mediaType: string }, kind: "image" | "document", path: string): string {
  const found = kind === "image" ? imageFormat(part.mediaType) : documentFormat(part.mediaType);
  if (found !== undefined) return found;
  const names = kind === "image" ? IMAGE_FORMAT_NAMES : DOCUMENT_FORMAT_NAMES;
  const message = `${path} holds a ${kind} of type ${part.mediaType}. Bedrock takes ${names.join(", ")}.`;
  throw new UntranslatableError(path, message);
}

/** Arguments are a text in OpenAI's protocol and an object here; no arguments are an empty text there. */
function parseArguments(text: string, path: string): unknown {
  const value = text.trim() === "" ? {} : parseJson(text);
  if (isObject(value)) return value;
  const message = `${path} holds a tool call whose arguments are not a JSON object, which Bedrock needs.`;
  throw new UntranslatableError(path, message);
}
