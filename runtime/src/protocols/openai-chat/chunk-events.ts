import type { NeutralEvent, StopReason } from "../neutral.ts";
import { isObject, type JsonObject } from "../shared/json.ts";
import { ToolCallEvents } from "./tool-call-events.ts";

/** Makes neutral events of Chat Completions chunks. Only the first choice counts: translations ask for one. */
export class ChunkEvents {
  readonly #calls = new ToolCallEvents();
  #started = false;
  #stopped = false;

  read(chunk: JsonObject, stop: StopReason | undefined): NeutralEvent[] {
    const events: NeutralEvent[] = [];
    const choice = Array.isArray(chunk.choices)
      ? chunk.choices.find((item) => isObject(item) && (item.index ?? 0) === 0)
      : undefined;
    if (!this.#started && isObject(choice)) {
      this.#started = true;
      const { id, model } = chunk;
      events.push({
        type: "start",
        id: typeof id === "string" ? id : undefined,
        model: typeof model === "string" ? model : undefined,
      });
    }
    if (isObject(choice) && isObject(choice.delta)) this.#delta(choice.delta, events);
    if (stop !== undefined && !this.#stopped) {
      this.#stopped = true;
      events.push(...this.#calls.finish(), { type: "stop", reason: stop });
    }
    return events;
  }

  /** What a stream that ended without a finish_reason still owes. */
  finish(): NeutralEvent[] {
    if (this.#stopped) return [];
    this.#stopped = true;
    const calls = this.#calls.finish();
    return [...calls, { type: "stop", reason: this.#calls.any ? "tool-calls" : "stop" }];
  }

  #delta(delta: JsonObject, events: NeutralEvent[]): void {
    this.#reasoning(delta, events);
    const { content, refusal, tool_calls: calls } = delta;
    if (typeof content === "string" && content !== "") events.push({ type: "text", text: content });
    if (Array.isArray(content)) {
      for (const part of content) {
        if (isObject(part) && typeof part.text === "string" && part.text !== "")
          events.push({ type: "text", text: part.text });
      }
    }
    if (typeof refusal === "string" && refusal !== "") events.push({ type: "refusal", text: refusal });
    if (Array.isArray(calls)) for (const call of calls) if (isObject(call)) this.#calls.read(call, events);
  }

  /** Details win over the plain text, which repeats them. */
  #reasoning(delta: JsonObject, events: NeutralEvent[]): void {
    const { reasoning_details: details, reasoning_content: content, reasoning } = delta;
    if (Array.isArray(details) && details.length > 0) {
      for (const detail of details) {
        if (!isObject(detail)) continue;
        if (typeof detail.data === "string") events.push({ type: "redacted-reasoning", data: detail.data });
        const text = typeof detail.text === "string" ? detail.text : "";
        const signature = typeof detail.signature === "string" ? detail.signature : undefined;
        if (text !== "" || signature !== undefined) events.push({ type: "reasoning", text, signature });
      }
      return;
    }
    const text = typeof content === "string" ? content : reasoning;
    if (typeof text === "string" && text !== "") events.push({ type: "reasoning", text, signature: undefined });
  }
}
