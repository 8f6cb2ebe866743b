import { brokenAnswer } from "../failure.ts";
import type { NeutralEvent, Usage } from "../neutral.ts";
import { isObject, parseJson } from "../shared/json.ts";
import { CONTENT, END, endUnit, failureUnit, PREAMBLE } from "../shared/signals.ts";
import { type SseEvent, SseSplitter } from "../shared/sse-splitter.ts";
import { maximumUsage } from "../shared/usage.ts";
import type { StreamReaderOptions, StreamSignal, StreamUnit, UpstreamStreamReader } from "../stream.ts";
import { ChoiceTracker } from "./choice-tracker.ts";
import { ChunkEvents } from "./chunk-events.ts";
import { classifyError } from "./classify-error.ts";
import { ContentTemplate } from "./content-template.ts";
import { readUsage } from "./usage.ts";

/** One event larger than this is no chunk of an answer; without a bound a broken provider could fill the memory. */
const LARGEST_EVENT = 32 * 1024 * 1024;

const DONE = Buffer.from("data: [DONE]\n\n");
/** Where the event before it lacks its blank line. */
const DONE_BEHIND_REST = Buffer.from("\n\ndata: [DONE]\n\n");

/** After so many templates in a row that fitted nothing the chunks of a stream are taken to differ. */
const MOST_FRUITLESS = 8;

/** Makes a reader of Chat Completions chunks in server-sent events. */
export function createStreamReader(options: StreamReaderOptions = { events: true }): UpstreamStreamReader {
  return new ChatStreamReader(options);
}

class ChatStreamReader implements UpstreamStreamReader {
  readonly #splitter = new SseSplitter();
  readonly #choices = new ChoiceTracker();
  /** Undefined where nobody wants neutral events. */
  readonly #events: ChunkEvents | undefined;
  #usage: Usage | undefined;
  #state: "reading" | "ended" | "failed" = "reading";
  #template: ContentTemplate | undefined;
  #fruitless = 0;

  constructor(options: StreamReaderOptions) {
    this.#events = options.events ? new ChunkEvents() : undefined;
  }

  push(chunk: Uint8Array): StreamUnit[] {
    const units: StreamUnit[] = [];
    if (this.#state === "failed") return units;
    const bytes = asBuffer(chunk);
    if (this.#events) this.#readEvents(units, bytes);
    else this.#skim(units, bytes);
    if (!this.#hasFailed() && this.#splitter.waiting > LARGEST_EVENT) {
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
      // Many servers leave out the last blank line. What is no whole JSON was cut in the middle.
      const isWhole = rest.data === undefined || isDone(rest.data) || parseJson(rest.data) !== undefined;
      if (this.#state === "reading" && !isWhole) return [this.#fail(cut("in the middle of an event"))];
      this.#add(units, rest);
    }
    if (this.#state !== "reading") return units;
    // A host that leaves out the last word is not copied: some clients take an answer without it for a cut one.
    if (this.#choices.complete) units.push({ ...endUnit(this.#end()), bytes: rest ? DONE_BEHIND_REST : DONE });
    else units.push(this.#fail(cut("before its finish_reason")));
    return units;
  }

  /** Reads all events that end in these bytes. */
  #readEvents(units: StreamUnit[], bytes: Buffer): void {
    for (const event of this.#splitter.push(bytes)) {
      this.#add(units, event);
      if (this.#hasFailed()) return;
    }
  }

  /** The same, without parsing the chunks that differ from the one before only in their text. */
  #skim(units: StreamUnit[], bytes: Buffer): void {
    const text = bytes.toString("latin1");
    let at = 0;
    while (at < bytes.length) {
      const from = at;
      const last = units.at(-1);
      const known = last && isPlainContent(last) ? last : undefined;
      const signals: StreamSignal[] = known?.signals ?? [];
      if (this.#template && this.#state === "reading" && !this.#splitter.isWithinEvent) {
        for (let end = this.#template.match(text, at); end > 0; end = this.#template.match(text, at)) {
          signals.push(CONTENT);
          at = end;
        }
      }
      if (at > from) {
        this.#fruitless = 0;
        const piece = bytes.subarray(from, at);
        if (known) known.bytes = joined(known.bytes, piece);
        else units.push(unitOf(piece, signals));
        continue;
      }
      const end = text.indexOf("\n\n", at);
      at = end < 0 ? bytes.length : end + 2;
      this.#readEvents(units, bytes.subarray(from, at));
      if (this.#hasFailed()) return;
    }
  }

  /** Keeps what a chunk of plain content looks like, to know the next ones by it. */
  #learn(event: SseEvent): void {
    if (this.#events || this.#fruitless >= MOST_FRUITLESS) return;
    this.#fruitless += 1;
    this.#template = ContentTemplate.of(event.bytes.toString("latin1"));
  }

  #add(units: StreamUnit[], event: SseEvent): void {
    const unit = this.#read(event);
    if (isPlainContent(unit)) this.#learn(event);
    const last = units.at(-1);
    // Neighbouring pieces of content in one network chunk pass through in one write.
    if (!this.#events && last && isPlainContent(unit) && isPlainContent(last)) {
      last.bytes = joined(last.bytes, unit.bytes);
      last.signals.push(CONTENT);
    } else units.push(unit);
  }

  #read(event: SseEvent): StreamUnit {
    const { bytes, data } = event;
    if (this.#state === "ended" || data === undefined || data === "") return unitOf(bytes, [PREAMBLE]);
    if (isDone(data)) return { ...unitOf(bytes, [END]), events: this.#end() };
    const chunk = parseJson(data);
    if (!isObject(chunk)) {
      return this.#fail(brokenAnswer("stream.malformed", "The provider sent an event that is not a JSON object."));
    }
    // Some hosts send `error: null` in every chunk.
    const error = chunk.error !== undefined && chunk.error !== null;
    if (error || chunk.object === "error" || event.name === "error") {
      return this.#fail(classifyError(chunk, undefined, undefined));
    }
    const signals: StreamSignal[] = [];
    const stop = this.#choices.read(chunk);
    if (this.#choices.hasContent) signals.push(CONTENT);
    if (stop !== undefined) signals.push({ type: "stop", reason: stop });
    const usage = readUsage(chunk.usage) ?? readUsage(isObject(chunk.x_groq) ? chunk.x_groq.usage : undefined);
    if (usage) {
      this.#usage = this.#usage ? maximumUsage(this.#usage, usage) : usage;
      signals.push({ type: "usage", usage: this.#usage });
    }
    const unit = unitOf(bytes, signals);
    unit.usageOnly = usage !== undefined && Array.isArray(chunk.choices) && chunk.choices.length === 0;
    if (signals.length === 0) signals.push(PREAMBLE);
    if (this.#events) {
      unit.events = this.#events.read(chunk, stop);
      if (usage && this.#usage) unit.events.push({ type: "usage", usage: this.#usage });
    }
    return unit;
  }

  #end(): NeutralEvent[] {
    this.#state = "ended";
    return this.#events ? [...this.#events.finish(), { type: "end" }] : [];
  }

  #hasFailed(): boolean {
    return this.#state === "failed";
  }

  #fail(failure: Parameters<typeof failureUnit>[0]): StreamUnit {
    this.#state = "failed";
    return failureUnit(failure);
  }
}

/** The word that ends a stream; some hosts put white space behind it. */
function isDone(data: string): boolean {
  return data.startsWith("[DONE]");
}

function cut(where: string): ReturnType<typeof brokenAnswer> {
  return brokenAnswer("stream.cut", `The provider's stream was cut ${where}.`);
}

function unitOf(bytes: Uint8Array, signals: StreamSignal[]): StreamUnit {
  return { bytes, events: [], signals, usageOnly: false };
}

function isPlainContent(unit: StreamUnit): boolean {
  return unit.signals.every((signal) => signal === CONTENT) && unit.signals.length > 0;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Neighbouring views of the same memory as one view. */
function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.buffer === b.buffer && a.byteOffset + a.byteLength === b.byteOffset) {
    return new Uint8Array(a.buffer, a.byteOffset, a.byteLength + b.byteLength);
  }
  return Buffer.concat([a, b]);
}
