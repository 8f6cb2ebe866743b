import type { NeutralEvent } from "../neutral.ts";
import { isObject, type JsonObject } from "../shared/json.ts";

/** Makes neutral events of ConverseStream's. Bedrock numbers all blocks; the neutral form numbers the tool calls. */
export class BlockEvents {
  /** By the number of a block: the number of its tool call. */
  readonly #calls = new Map<number, number>();

  read(name: string, payload: JsonObject): NeutralEvent[] {
    const block = typeof payload.contentBlockIndex === "number" ? payload.contentBlockIndex : 0;
    switch (name) {
      case "messageStart":
        return [{ type: "start", id: undefined, model: undefined }];
      case "contentBlockStart":
        return this.#start(block, payload.start);
      case "contentBlockDelta":
        return isObject(payload.delta) ? this.#delta(block, payload.delta) : [];
      case "contentBlockStop": {
        const index = this.#calls.get(block);
        return index === undefined ? [] : [{ type: "tool-call-end", index }];
      }
      default:
        return [];
    }
  }

  #start(block: number, start: unknown): NeutralEvent[] {
    const call = isObject(start) && isObject(start.toolUse) ? start.toolUse : undefined;
    if (!call) return [];
    const index = this.#calls.size;
    this.#calls.set(block, index);
    const id = typeof call.toolUseId === "string" ? call.toolUseId : `call_${index}`;
    return [{ type: "tool-call-start", index, id, name: typeof call.name === "string" ? call.name : "" }];
  }

  #delta(block: number, delta: JsonObject): NeutralEvent[] {
    const { text, toolUse, reasoningContent } = delta;
    if (typeof text === "string") return text === "" ? [] : [{ type: "text", text }];
    if (isObject(toolUse)) {
      const index = this.#calls.get(block);
      if (index === undefined || typeof toolUse.input !== "string" || toolUse.input === "") return [];
      return [{ type: "tool-call-arguments", index, text: toolUse.input }];
    }
    if (!isObject(reasoningContent)) return [];
    const { text: thought, signature, redactedContent } = reasoningContent;
    if (typeof redactedContent === "string") return [{ type: "redacted-reasoning", data: redactedContent }];
    if (typeof signature === "string" && signature !== "") return [{ type: "reasoning", text: "", signature }];
    return typeof thought === "string" && thought !== ""
      ? [{ type: "reasoning", text: thought, signature: undefined }]
      : [];
  }
}
