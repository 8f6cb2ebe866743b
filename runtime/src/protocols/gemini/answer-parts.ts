/** The parts of an answer that is written for a caller of Gemini's protocol. */
import type { NeutralPart, StopReason } from "../neutral.ts";
import { isObject, parseJson } from "../shared/json.ts";
import { markForeign, NO_SIGNATURE } from "./signature.ts";
import { writeFinishReason } from "./stop-reason.ts";

type Part = Record<string, unknown>;

export class AnswerParts {
  #parts: Part[] = [];
  #hasBrokenCall = false;
  #hasCall = false;

  /** Adds a part of an answer; what only requests hold is no part of one. */
  add(part: NeutralPart): void {
    switch (part.type) {
      case "text":
      case "refusal":
        if (part.text !== "") this.#parts.push({ text: part.text });
        return;
      case "reasoning": {
        const { text, signature } = part;
        if (text === "" && signature === undefined) return;
        const signed = signature === undefined ? {} : { thoughtSignature: markForeign(signature) };
        this.#parts.push({ text, thought: true, ...signed });
        return;
      }
      case "redacted-reasoning":
        // Without a text: its provider keeps the thought to itself and wants only this back.
        this.#parts.push({ thought: true, thoughtSignature: markForeign(part.data) });
        return;
      case "tool-call":
        this.#call(part);
        return;
      default:
        return;
    }
  }

  /** The parts since the last time. */
  take(): Part[] {
    const parts = this.#parts;
    this.#parts = [];
    return parts;
  }

  /** Arguments that are no object can not be said; Gemini has a word for answers that hold such a call. */
  finishReason(reason: StopReason): string {
    return this.#hasBrokenCall && reason !== "length" ? "MALFORMED_FUNCTION_CALL" : writeFinishReason(reason);
  }

  #call({ id, name, arguments: text, signature }: Extract<NeutralPart, { type: "tool-call" }>): void {
    const args = text.trim() === "" ? {} : parseJson(text);
    if (!isObject(args)) {
      this.#hasBrokenCall = true;
      return;
    }
    // The next turn may be Gemini's, which refuses a first call that nobody signed.
    const own = signature ?? (this.#hasCall ? undefined : NO_SIGNATURE);
    this.#hasCall = true;
    this.#parts.push({ functionCall: { id, name, args }, ...(own === undefined ? {} : { thoughtSignature: own }) });
  }
}
