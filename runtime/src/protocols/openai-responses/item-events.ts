import type { NeutralEvent } from "../neutral.ts";
import { isObject, type JsonObject } from "../shared/json.ts";
import { readCall } from "./parse-output.ts";

interface Call {
  index: number;
  started: boolean;
  hasArguments: boolean;
}

/** Makes neutral events of the events of a Responses stream, item by item. */
export class ItemEvents {
  /** By place in the output. */
  readonly #calls = new Map<unknown, Call>();
  /** Texts as they were put together, by item and part: what a `done` event adds to them is passed on. */
  readonly #texts = new Map<string, string>();
  #reasoningParts = 0;

  get hasCalls(): boolean {
    return this.#calls.size > 0;
  }

  read(event: JsonObject): NeutralEvent[] {
    switch (event.type) {
      case "response.output_text.delta":
        return this.#text(event, "text", event.delta);
      case "response.output_text.done":
        return this.#rest(event, "text", event.text);
      case "response.refusal.delta":
        return this.#text(event, "refusal", event.delta);
      case "response.refusal.done":
        return this.#rest(event, "refusal", event.refusal);
      case "response.reasoning_summary_part.added":
        return this.#reasoningPart();
      case "response.reasoning_summary_text.delta":
      case "response.reasoning_text.delta":
        return this.#reasoning(event.delta);
      case "response.output_item.added":
        return isObject(event.item) ? this.#start(event.output_index, event.item) : [];
      case "response.function_call_arguments.delta":
        return this.#arguments(event.output_index, event.delta);
      case "response.output_item.done":
        return isObject(event.item) ? this.#done(event.output_index, event.item) : [];
      default:
        return [];
    }
  }

  #text(event: JsonObject, type: "text" | "refusal", text: unknown): NeutralEvent[] {
    if (typeof text !== "string" || text === "") return [];
    const key = keyOf(event);
    this.#texts.set(key, (this.#texts.get(key) ?? "") + text);
    return [{ type, text }];
  }

  /** Some hosts send a text in its `done` event only, or the end of it. */
  #rest(event: JsonObject, type: "text" | "refusal", whole: unknown): NeutralEvent[] {
    const key = keyOf(event);
    const seen = this.#texts.get(key) ?? "";
    this.#texts.delete(key);
    if (typeof whole !== "string" || whole.length <= seen.length || !whole.startsWith(seen)) return [];
    return [{ type, text: whole.slice(seen.length) }];
  }

  /** Summaries come in paragraphs. */
  #reasoningPart(): NeutralEvent[] {
    this.#reasoningParts += 1;
    return this.#reasoningParts > 1 ? this.#reasoning("\n\n") : [];
  }

  #reasoning(text: unknown): NeutralEvent[] {
    return typeof text === "string" && text !== "" ? [{ type: "reasoning", text, signature: undefined }] : [];
  }

  #start(place: unknown, item: JsonObject): NeutralEvent[] {
    if (item.type === "reasoning") this.#reasoningParts = 0;
    const call = readCall(item);
    if (!call || this.#calls.has(place)) return [];
    const index = this.#calls.size;
    this.#calls.set(place, { index, started: true, hasArguments: false });
    return [{ type: "tool-call-start", index, id: call.id, name: call.name }];
  }

  #arguments(place: unknown, text: unknown): NeutralEvent[] {
    const call = this.#calls.get(place);
    if (!call?.started || typeof text !== "string" || text === "") return [];
    call.hasArguments = true;
    return [{ type: "tool-call-arguments", index: call.index, text }];
  }

  #done(place: unknown, item: JsonObject): NeutralEvent[] {
    const events = this.#start(place, item);
    const call = this.#calls.get(place);
    const read = call?.started ? readCall(item) : undefined;
    if (!call || !read) return events;
    call.started = false;
    if (!call.hasArguments && read.arguments !== "") {
      events.push({ type: "tool-call-arguments", index: call.index, text: read.arguments });
    }
    return [...events, { type: "tool-call-end", index: call.index }];
  }
}

function keyOf(event: JsonObject): string {
  return `${String(event.output_index)}/${String(event.content_index)}`;
}
