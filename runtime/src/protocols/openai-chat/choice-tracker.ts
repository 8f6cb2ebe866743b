import type { StopReason } from "../neutral.ts";
import { isObject, type JsonObject } from "../shared/json.ts";
import { readFinishReason } from "./stop-reason.ts";

/** Follows the choices of a stream: which have content in a chunk, and whether all that began have ended. */
export class ChoiceTracker {
  /** Whether the chunk read last holds content. */
  hasContent = false;
  readonly #open = new Set<number>();
  readonly #ended = new Set<number>();
  #calls = false;

  /** Whether every choice that began has its finish_reason. */
  get complete(): boolean {
    return this.#ended.size > 0 && this.#open.size === 0;
  }

  /** Reads a chunk; returns why a choice ended, where one did. */
  read(chunk: JsonObject): StopReason | undefined {
    this.hasContent = false;
    let stop: StopReason | undefined;
    if (!Array.isArray(chunk.choices)) return stop;
    for (const choice of chunk.choices) {
      if (!isObject(choice)) continue;
      const index = typeof choice.index === "number" ? choice.index : 0;
      if (isObject(choice.delta) && hasContent(choice.delta)) {
        this.hasContent = true;
        this.#calls ||= Array.isArray(choice.delta.tool_calls);
      }
      if (typeof choice.finish_reason === "string" && choice.finish_reason !== "") {
        this.#open.delete(index);
        this.#ended.add(index);
        stop = readFinishReason(choice.finish_reason);
        // A forced call ends with `stop` in OpenAI's protocol; others end every call with their word for calls.
        if (stop === "stop" && this.#calls) stop = "tool-calls";
      } else if (!this.#ended.has(index)) {
        this.#open.add(index);
      }
    }
    return stop;
  }
}

const TEXTS = ["content", "reasoning_content", "reasoning", "refusal"] as const;
const LISTS = ["content", "tool_calls", "reasoning_details", "annotations"] as const;

/** Whether a delta holds more than a role and empty texts. */
function hasContent(delta: JsonObject): boolean {
  for (const name of TEXTS) {
    const value = delta[name];
    if (typeof value === "string" && value !== "") return true;
  }
  for (const name of LISTS) {
    const value = delta[name];
    if (Array.isArray(value) && value.length > 0) return true;
  }
  return isObject(delta.function_call) || isObject(delta.audio);
}
