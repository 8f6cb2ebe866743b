import { brokenAnswer, type ProviderFailure } from "../failure.ts";
import type { NeutralEvent, Usage } from "../neutral.ts";
import { isObject, type JsonObject, parseJson } from "../shared/json.ts";
import { CONTENT, END, failureUnit, PREAMBLE } from "../shared/signals.ts";
import { type SseEvent, SseSplitter } from "../shared/sse-splitter.ts";
import { maximumUsage } from "../shared/usage.ts";
import type { StreamReaderOptions, StreamSignal, StreamUnit, UpstreamStreamReader } from "../stream.ts";
import { BlockEvents } from "./block-events.ts";
import { classifyError } from "./classify-error.ts";
import { sseEvent } from "./sse-event.ts";
import { readRefusal, readStopReason } from "./stop-reason.ts";
import { readUsage } from "./usage.ts";

/** One event larger than this is no piece of an answer; without a bound a broken provider could fill the memory. */
const LARGEST_EVENT = 32 * 1024 * 1024;

/** Makes a reader of the events of a streamed message. */
export function createStreamReader(options: StreamReaderOptions = { events: true }): UpstreamStreamReader {
  return new MessageStreamReader(options);
}

class MessageStreamReader implements UpstreamStreamReader {
  readonly #splitter = new SseSplitter();
  /** Undefined where nobody wants neutral events. */
  readonly #blocks: BlockEvents | undefined;
  #usage: Usage | undefined;
  /** The id of the message that began; an empty one where it has none. */
  #message: string | undefined;
  #stopped = false;
  #state: "reading" | "ended" | "failed" = "reading";

  constructor(options: StreamReaderOptions) {
    this.#blocks = options.events ? new BlockEvents() : undefined;
  }

  push(chunk: Uint8Array): StreamUnit[] {
    const units: StreamUnit[] = [];
    if (this.#state === "failed") return units;
    for (const event of this.#splitter.push(chunk)) {
      units.push(this.#read(event));
      if (this.#hasFailed()) return units;
    }
    if (this.#splitter.waiting > LARGEST_EVENT) {
      units.push(
        this.#fail(brokenAnswer("stream.malformed", `An event of the stream is larger than ${LARGEST_EVENT} bytes.`)),
      );
    }
    return units;
  }

  finish(): StreamUnit[] {
    const units: StreamUnit[] = [];
    if (this.#state === "failed") return units;
    const rest = this.#splitter.finish();
    if (rest) {
      // Some servers leave out the last blank line. What is no whole JSON was cut in the middle.
      const isWhole = rest.data === undefined || parseJson(rest.data) !== undefined;
      if (this.#state === "reading" && !isWhole) return [this.#fail(cut("in the middle of an event"))];
      units.push(this.#read(rest));
    }
    if (this.#state !== "reading") return units;
    if (this.#stopped) units.push(this.#missingEnd());
    else units.push(this.#fail(cut("before its stop_reason")));
    return units;
  }

  #read(event: SseEvent): StreamUnit {
    const { bytes, data } = event;
    if (this.#state === "ended" || data === undefined || data === "") return unitOf(bytes, [PREAMBLE]);
    const payload = parseJson(data);
    if (!isObject(payload)) {
      return this.#fail(brokenAnswer("stream.malformed", "The provider sent an event that is not a JSON object."));
    }
    const type = typeof payload.type === "string" ? payload.type : event.name;
    const number = typeof payload.index === "number" ? payload.index : 0;
    switch (type) {
      case "error":
        return this.#fail(classifyError(payload, undefined, undefined));
      case "message_start":
        return this.#start(bytes, isObject(payload.message) ? payload.message : {});
      case "content_block_start": {
        const block = isObject(payload.content_block) ? payload.content_block : {};
        return this.#content(bytes, beginsContent(block), this.#blocks?.start(number, block));
      }
      case "content_block_delta": {
        const delta = isObject(payload.delta) ? payload.delta : {};
        return this.#content(bytes, hasContent(delta), this.#blocks?.delta(number, delta));
      }
      case "content_block_stop":
        return this.#content(bytes, false, this.#blocks?.stop(number));
      case "message_delta":
        return this.#delta(bytes, payload);
      case "message_stop":
        return this.#end(bytes);
      default:
        return unitOf(bytes, [PREAMBLE]);
    }
  }

  /** A start that is repeated is dropped, since clients take it for an error; another message's is one. */
  #start(bytes: Uint8Array, message: JsonObject): StreamUnit {
    const id = typeof message.id === "string" ? message.id : "";
    if (this.#message !== undefined) {
      if (this.#message === id) return unitOf(new Uint8Array(0), [PREAMBLE]);
      const words = "The provider began another message before the one under way had ended.";
      return this.#fail(brokenAnswer("stream.malformed", words));
    }
    this.#message = id;
    const signals: StreamSignal[] = [];
    const events: NeutralEvent[] = [];
    if (this.#blocks) {
      const model = typeof message.model === "string" ? message.model : undefined;
      events.push({ type: "start", id: id === "" ? undefined : id, model });
    }
    // Calls that code of the provider's own makes come whole with the start.
    const blocks = Array.isArray(message.content) ? message.content.filter(isObject) : [];
    for (const [index, block] of blocks.entries()) {
      signals.push(CONTENT);
      if (this.#blocks) events.push(...this.#blocks.start(index, block), ...this.#blocks.stop(index));
    }
    const usage = readUsage(message.usage);
    // The output counted here is what was there when the stream began: taken for the whole, a cut answer would cost it.
    // An input of 0 says that whoever translated this stream did not know it yet.
    if (usage?.input) this.#noteUsage({ ...usage, output: undefined, reasoning: undefined }, signals);
    return unitOf(bytes, signals.length === 0 ? [PREAMBLE] : signals, events);
  }

  #content(bytes: Uint8Array, isContent: boolean, events: NeutralEvent[] | undefined): StreamUnit {
    return unitOf(bytes, [isContent ? CONTENT : PREAMBLE], events);
  }

  #delta(bytes: Uint8Array, payload: JsonObject): StreamUnit {
    const signals: StreamSignal[] = [];
    const events: NeutralEvent[] = [];
    const delta = isObject(payload.delta) ? payload.delta : {};
    const reason = delta.stop_reason;
    if (typeof reason === "string" && !this.#stopped) {
      this.#stopped = true;
      const stop = readStopReason(reason);
      signals.push({ type: "stop", reason: stop });
      const refusal = readRefusal(delta.stop_details);
      if (this.#blocks && refusal !== undefined) events.push({ type: "refusal", text: refusal });
      if (this.#blocks) events.push(...this.#blocks.finish(), { type: "stop", reason: stop });
    }
    const usage = readUsage(payload.usage);
    if (usage) {
      const known = this.#noteUsage(usage, signals);
      if (this.#blocks) events.push({ type: "usage", usage: known });
    }
    return unitOf(bytes, signals.length === 0 ? [PREAMBLE] : signals, events);
  }

  #noteUsage(usage: Usage, signals: StreamSignal[]): Usage {
    this.#usage = this.#usage ? maximumUsage(this.#usage, usage) : usage;
    signals.push({ type: "usage", usage: this.#usage });
    return this.#usage;
  }

  #end(bytes: Uint8Array): StreamUnit {
    this.#state = "ended";
    const events: NeutralEvent[] = [];
    if (this.#blocks) {
      if (!this.#stopped) events.push(...this.#blocks.finish(), { type: "stop", reason: "stop" });
      events.push({ type: "end" });
    }
    return unitOf(bytes, [END], events);
  }

  /** An answer that gave its reason for ending and then ended is whole: it gets the last event, which it lacks. */
  #missingEnd(): StreamUnit {
    return this.#end(sseEvent("message_stop", { type: "message_stop" }));
  }

  #hasFailed(): boolean {
    return this.#state === "failed";
  }

  #fail(failure: ProviderFailure): StreamUnit {
    this.#state = "failed";
    return failureUnit(failure);
  }
}

function cut(where: string): ProviderFailure {
  return brokenAnswer("stream.cut", `The provider's stream was cut ${where}.`);
}

function unitOf(bytes: Uint8Array, signals: StreamSignal[], events: NeutralEvent[] = []): StreamUnit {
  return { bytes, events, signals, usageOnly: false };
}

/** Whether the start of a block is content: text and thinking begin empty, all others are there from their start. */
function beginsContent(block: JsonObject): boolean {
  if (block.type === "text") return typeof block.text === "string" && block.text !== "";
  if (block.type === "thinking") return typeof block.thinking === "string" && block.thinking !== "";
  return true;
}

/** Whether a delta holds anything besides its type. */
function hasContent(delta: JsonObject): boolean {
  for (const name in delta) {
    if (name !== "type" && delta[name] !== "" && delta[name] !== null) return true;
  }
  return false;
}
