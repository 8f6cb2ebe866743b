import type { NeutralEvent } from "../neutral.ts";
import { isObject, type JsonObject } from "../shared/json.ts";

interface Call {
  index: number;
  /** Arguments that came whole with the start of the block; the pieces that follow replace them. */
  whole: string;
  hasPieces: boolean;
}

/**
 * Makes neutral events of a stream's content blocks. Anthropic numbers all blocks; the neutral form numbers the tool
 * calls. Blocks of tools that Anthropic runs itself have no place in it: only its own callers can ask for them.
 */
export class BlockEvents {
  /** By the number of an open block. */
  readonly #calls = new Map<number, Call>();
  #count = 0;

  start(number: number, block: JsonObject): NeutralEvent[] {
    switch (block.type) {
      case "text":
        return typeof block.text === "string" && block.text !== "" ? [{ type: "text", text: block.text }] : [];
      case "thinking":
        return reasoning(block.thinking, block.signature);
      case "redacted_thinking":
        return typeof block.data === "string" ? [{ type: "redacted-reasoning", data: block.data }] : [];
      case "tool_use": {
        const index = this.#count;
        this.#count += 1;
        const hasInput = isObject(block.input) && Object.keys(block.input).length > 0;
        this.#calls.set(number, { index, whole: hasInput ? JSON.stringify(block.input) : "", hasPieces: false });
        const id = typeof block.id === "string" && block.id !== "" ? block.id : `toolu_${index}`;
        return [{ type: "tool-call-start", index, id, name: typeof block.name === "string" ? block.name : "" }];
      }
      default:
        return [];
    }
  }

  delta(number: number, delta: JsonObject): NeutralEvent[] {
    switch (delta.type) {
      case "text_delta":
        return typeof delta.text === "string" && delta.text !== "" ? [{ type: "text", text: delta.text }] : [];
      case "thinking_delta":
        return reasoning(delta.thinking, undefined);
      case "signature_delta":
        return reasoning("", delta.signature);
      case "input_json_delta": {
        const call = this.#calls.get(number);
        if (!call || typeof delta.partial_json !== "string" || delta.partial_json === "") return [];
        call.hasPieces = true;
        return [{ type: "tool-call-arguments", index: call.index, text: delta.partial_json }];
      }
      default:
        return [];
    }
  }

  stop(number: number): NeutralEvent[] {
    const call = this.#calls.get(number);
    if (!call) return [];
    this.#calls.delete(number);
    const { index, whole, hasPieces } = call;
    const rest: NeutralEvent[] = whole === "" || hasPieces ? [] : [{ type: "tool-call-arguments", index, text: whole }];
    return [...rest, { type: "tool-call-end", index }];
  }

  /** Ends the calls whose block nobody ended. */
  finish(): NeutralEvent[] {
    return [...this.#calls.keys()].flatMap((number) => this.stop(number));
  }
}

function reasoning(thinking: unknown, signature: unknown): NeutralEvent[] {
  const text = typeof thinking === "string" ? thinking : "";
  const signed = typeof signature === "string" && signature !== "" ? signature : undefined;
  return text === "" && signed === undefined ? [] : [{ type: "reasoning", text, signature: signed }];
}
