import { brokenAnswer, type ProviderFailure } from "../failure.ts";
import type { NeutralEvent, StopReason, Usage } from "../neutral.ts";
import { classifyError } from "../openai-chat/classify-error.ts";
import { isObject, type JsonObject, parseJson } from "../shared/json.ts";
import { CONTENT, END, failureUnit, PREAMBLE } from "../shared/signals.ts";
import { type SseEvent, SseSplitter } from "../shared/sse-splitter.ts";
import type { StreamReaderOptions, StreamSignal, StreamUnit, UpstreamStreamReader } from "../stream.ts";
import { ItemEvents } from "./item-events.ts";
import { isCallersCall, readStopReason } from "./status.ts";
import { readUsage } from "./usage.ts";

/** One event larger than this is none of an answer's; without a bound a broken provider could fill the memory. */
const LARGEST_EVENT = 32 * 1024 * 1024;

/** Events without content: the caller need not see them before it is sure that an answer comes. */
const PREAMBLES: ReadonlySet<unknown> = new Set([
  "response.created",
  "response.queued",
  "response.in_progress",
  "response.content_part.added",
  "response.reasoning_summary_part.added",
]);

/** Makes a reader of the events of a Responses stream. */
export function createStreamReader(options: StreamReaderOptions = { events: true }): UpstreamStreamReader {
  return new ResponsesStreamReader(options);
}

class ResponsesStreamReader implements UpstreamStreamReader {
  readonly #splitter = new SseSplitter();
  /** Undefined where nobody wants neutral events. */
  readonly #events: ItemEvents | undefined;
  #started = false;
  #hasCalls = false;
  #state: "reading" | "ended" | "failed" = "reading";

  constructor(options: StreamReaderOptions) {
    this.#events = options.events ? new ItemEvents() : undefined;
  }

  push(chunk: Uint8Array): StreamUnit[] {
    const units: StreamUnit[] = [];
    if (this.#state === "failed") return units;
    for (const event of this.#splitter.push(chunk)) {
      units.push(this.#read(event));
      if (this.#hasFailed()) return units;
    }
    if (this.#splitter.waiting > LARGEST_EVENT) {
      const message = `An event of the stream is larger than ${LARGEST_EVENT} bytes.`;
      units.push(this.#fail(brokenAnswer("stream.malformed", message)));
    }
    return units;
  }

  finish(): StreamUnit[] {
    const units: StreamUnit[] = [];
    if (this.#state === "failed") return units;
    const rest = this.#splitter.finish();
    // Many servers leave out the last blank line. What is no whole JSON was cut in the middle.
    if (rest && (this.#state === "ended" || rest.data === undefined || parseJson(rest.data) !== undefined)) {
      units.push(this.#read(rest));
    }
    if (this.#state === "reading") {
      units.push(this.#fail(brokenAnswer("stream.cut", "The provider's stream was cut before its end.")));
    }
    return units;
  }

  #read({ bytes, data, name }: SseEvent): StreamUnit {
    // Some hosts end with the word that ends the streams of Chat Completions.
    if (this.#state === "ended" || data === undefined || data === "" || data.startsWith("[DONE]")) {
      return unitOf(bytes, [PREAMBLE]);
    }
    const event = parseJson(data);
    if (!isObject(event)) {
      return this.#fail(brokenAnswer("stream.malformed", "The provider sent an event that is not a JSON object."));
    }
    const response = isObject(event.response) ? event.response : {};
    switch (event.type ?? name) {
      case "response.completed":
      case "response.incomplete":
        return this.#end(bytes, response);
      case "response.failed":
      case "response.cancelled":
        return this.#fail(classifyError({ error: response.error ?? {} }, undefined, undefined));
      case "error":
        return this.#fail(classifyError(isObject(event.error) ? event : { error: event }, undefined, undefined));
      default:
        // Hosts and proxies that fail may forget which protocol they speak.
        if (isObject(event.error)) return this.#fail(classifyError(event, undefined, undefined));
        return this.#piece(bytes, event, response);
    }
  }

  #piece(bytes: Uint8Array, event: JsonObject, response: JsonObject): StreamUnit {
    const item = isObject(event.item) ? event.item : {};
    if (isCallersCall(item)) this.#hasCalls = true;
    const unit = unitOf(bytes, [isContent(event, item) ? CONTENT : PREAMBLE]);
    if (this.#events) unit.events = [...this.#start(response), ...this.#events.read(event)];
    return unit;
  }

  #start({ id, model }: JsonObject): NeutralEvent[] {
    if (this.#started) return [];
    this.#started = true;
    const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
    return [{ type: "start", id: text(id), model: text(model) }];
  }

  #end(bytes: Uint8Array, response: JsonObject): StreamUnit {
    const output = Array.isArray(response.output) ? response.output : [];
    const hasCalls = this.#hasCalls || output.some((item) => isObject(item) && isCallersCall(item));
    const reason: StopReason = readStopReason(response, hasCalls) ?? "stop";
    const usage: Usage | undefined = readUsage(response.usage);
    this.#state = "ended";
    const signals: StreamSignal[] = [{ type: "stop", reason }];
    if (usage) signals.push({ type: "usage", usage });
    signals.push(END);
    const unit = unitOf(bytes, signals);
    if (this.#events) {
      const told: NeutralEvent[] = usage ? [{ type: "usage", usage }] : [];
      unit.events = [...this.#start(response), { type: "stop", reason }, ...told, { type: "end" }];
    }
    return unit;
  }

  #hasFailed(): boolean {
    return this.#state === "failed";
  }

  #fail(failure: ProviderFailure): StreamUnit {
    this.#state = "failed";
    return failureUnit(failure);
  }
}

/** An item that only begins has nothing in it yet, unless it is a call: that has its name. */
function isContent({ type }: JsonObject, item: JsonObject): boolean {
  if (typeof type !== "string" || !type.startsWith("response.") || PREAMBLES.has(type)) return false;
  return type !== "response.output_item.added" || (item.type !== "message" && item.type !== "reasoning");
}

function unitOf(bytes: Uint8Array, signals: StreamSignal[]): StreamUnit {
  return { bytes, events: [], signals, usageOnly: false };
}
