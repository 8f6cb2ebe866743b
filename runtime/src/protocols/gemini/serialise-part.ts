import { type NeutralMessage, type NeutralPart, type TranslationLoss, UntranslatableError } from "../neutral.ts";
import { isObject, parseJson } from "../shared/json.ts";
import { NO_SIGNATURE } from "./signature.ts";

export type Part = Record<string, unknown>;

/** Source: Google's lists of media types for images and documents. */
const IMAGES: ReadonlySet<string> = new Set(["image/png", "image/jpeg", "image/webp", "image/heic", "image/heif"]);
const DOCUMENTS: ReadonlySet<string> = new Set(["application/pdf", "application/json", "text/rtf", "application/rtf"]);

/** How models and hosts of Gemini's protocol differ in what they take. */
export interface PartDialect {
  /** Whether the model refuses calls without a signature, as those from Gemini 3 on do. */
  checksSignatures: boolean;
  /** Whether calls and their answers may have ids; without, they are paired by name and order. */
  callIds: boolean;
}

/** Writes parts of one request; knows the names of the functions whose calls have been written. */
export class PartWriter {
  readonly #losses: TranslationLoss[];
  readonly #dialect: PartDialect;
  readonly #names = new Map<string, string>();

  constructor(losses: TranslationLoss[], dialect: PartDialect) {
    this.#losses = losses;
    this.#dialect = dialect;
  }

  /** The parts of a message; none for what Gemini refuses and nobody misses, such as an empty text. */
  write(message: NeutralMessage): Part[] {
    const parts = message.content.flatMap((part) => this.#part(part, message.path));
    // One signature, usually at the first call of a turn, is that of all.
    const calls = parts.filter((part) => part.functionCall !== undefined);
    const isSigned = calls.some((part) => part.thoughtSignature !== undefined);
    if (calls[0] && !isSigned && this.#dialect.checksSignatures) calls[0].thoughtSignature = NO_SIGNATURE;
    return parts;
  }

  #part(part: NeutralPart, path: string): Part[] {
    switch (part.type) {
      case "text":
      case "refusal":
        return part.text === "" ? [] : [{ text: part.text }];
      case "image":
        return [inlineData(part, IMAGES.has(part.mediaType), path)];
      case "document":
        if (part.name !== "document") this.#losses.push({ path, reason: "the name of a file: Gemini takes none" });
        return [inlineData(part, DOCUMENTS.has(part.mediaType) || part.mediaType.startsWith("text/"), path)];
      case "tool-call":
        return [this.#call(part, path)];
      case "tool-result":
        return [this.#result(part, path)];
      case "cache-point":
        this.#losses.push({ path, reason: "this provider caches prompts by itself: cache points are not sent" });
        return [];
      case "reasoning":
      case "redacted-reasoning":
        this.#losses.push({ path, reason: "reasoning of another provider's model is not sent" });
        return [];
    }
  }

  #call(part: Extract<NeutralPart, { type: "tool-call" }>, path: string): Part {
    const { id, name, signature } = part;
    this.#names.set(id, name);
    const args = part.arguments.trim() === "" ? {} : parseJson(part.arguments);
    if (!isObject(args)) {
      const message = `${path} holds a tool call whose arguments are not a JSON object, which Gemini needs.`;
      throw new UntranslatableError(path, message);
    }
    return {
      functionCall: { ...this.#id(id), name, args },
      ...(signature === undefined ? {} : { thoughtSignature: signature }),
    };
  }

  #result(part: Extract<NeutralPart, { type: "tool-result" }>, path: string): Part {
    const name = this.#names.get(part.id);
    if (name === undefined) {
      const message = `${path} answers the call ${part.id}, which the conversation does not have; Gemini needs its name.`;
      throw new UntranslatableError(path, message);
    }
    const text = part.content.map((inner) => resultText(inner, path)).join("");
    return { functionResponse: { ...this.#id(part.id), name, response: resultObject(text, part.isError) } };
  }

  #id(id: string): { id?: string } {
    return this.#dialect.callIds ? { id } : {};
  }
}

function resultText(part: NeutralPart, path: string): string {
  if (part.type === "text") return part.text;
  if (part.type === "cache-point") return "";
  throw new UntranslatableError(path, `${path} holds a tool result with a part of type ${part.type}.`);
}

/** Google's convention: a result stands under `output`, a failure under `error`; an object may stand for itself. */
function resultObject(text: string, isError: boolean): unknown {
  if (isError) return { error: text };
  const value = parseJson(text);
  return isObject(value) ? value : { output: text };
}

function inlineData(part: { mediaType: string; data: string }, isTaken: boolean, path: string): Part {
  const { mediaType, data } = part;
  if (isTaken) return { inlineData: { mimeType: mediaType, data } };
  throw new UntranslatableError(path, `${path} holds a file of type ${mediaType}, which Gemini does not take.`);
}
