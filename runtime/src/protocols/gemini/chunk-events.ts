import type { NeutralEvent } from "../neutral.ts";
import { isObject, type JsonObject } from "../shared/json.ts";
import { CallEvents } from "./call-events.ts";
import { candidatesOf, partsOf, textOf } from "./candidate.ts";
import { member } from "./member.ts";

/** Makes neutral events of streamed chunks. Only the first candidate counts: translations ask for one. */
export class ChunkEvents {
  readonly #calls = new CallEvents();
  #started = false;

  read(chunk: JsonObject): NeutralEvent[] {
    const events: NeutralEvent[] = [];
    this.#calls.answerId(member(chunk, "responseId"));
    if (!this.#started) {
      this.#started = true;
      events.push({ type: "start", id: textOf(chunk, "responseId"), model: textOf(chunk, "modelVersion") });
    }
    const candidate = candidatesOf(chunk).find((item) => (item.index ?? 0) === 0);
    for (const part of candidate ? partsOf(candidate) : []) this.#part(part, events);
    return events;
  }

  /** Ends what is open. */
  finish(): NeutralEvent[] {
    const events: NeutralEvent[] = [];
    this.#calls.finish(events);
    return events;
  }

  #part(part: JsonObject, events: NeutralEvent[]): void {
    const call = member(part, "functionCall");
    if (isObject(call)) this.#calls.read(call, member(part, "thoughtSignature"), events);
    const text = textOf(part, "text");
    if (text === undefined) return;
    this.#calls.finish(events);
    // The signature of a thought or a text is of use to Gemini only, and other providers refuse it.
    if (part.thought === true) events.push({ type: "reasoning", text, signature: undefined });
    else events.push({ type: "text", text });
  }
}
