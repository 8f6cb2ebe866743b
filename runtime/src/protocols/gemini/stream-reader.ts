import { brokenAnswer, type ProviderFailure } from "../failure.ts";
import type { StopReason, Usage } from "../neutral.ts";
import { isObject, type JsonObject, parseJson } from "../shared/json.ts";
import { CONTENT, END, endUnit, failureUnit, PREAMBLE } from "../shared/signals.ts";
import { type SseEvent, SseSplitter } from "../shared/sse-splitter.ts";
import { maximumUsage } from "../shared/usage.ts";
import type { StreamReaderOptions, StreamSignal, StreamUnit, UpstreamStreamReader } from "../stream.ts";
import { blockReasonOf, candidatesOf, finishReasonOf, partsOf } from "./candidate.ts";
import { ChunkEvents } from "./chunk-events.ts";
import { classifyError } from "./classify-error.ts";
import { member } from "./member.ts";
import { BROKEN_OUTPUT, readFinishReason } from "./stop-reason.ts";
import { readUsage } from "./usage.ts";

/** One event larger than this is no chunk of an answer; without a bound a broken provider could fill the memory. */
const LARGEST_EVENT = 32 * 1024 * 1024;

/** Makes a reader of streamGenerateContent's chunks in server-sent events. */
export function createStreamReader(options: StreamReaderOptions = { events: true }): UpstreamStreamReader {
  return new GeminiStreamReader(options);
}

/**
 * Gemini's stream has no last word: it is complete where it ends after every candidate has its finish reason. Some
 * models give one in every chunk, so a chunk that could be the last is kept until the next one comes or none does.
 */
class GeminiStreamReader implements UpstreamStreamReader {
  readonly #splitter = new SseSplitter();
  /** Undefined where nobody wants neutral events. */
  readonly #events: ChunkEvents | undefined;
  /** What could be the end of the stream. */
  #kept: StreamUnit[] = [];
  readonly #open = new Set<number>();
  readonly #ended = new Set<number>();
  #reason: string | undefined;
  #isBlocked = false;
  #hasCalls = false;
  #usage: Usage | undefined;
  #state: "reading" | "ended" | "failed" = "reading";

  constructor(options: StreamReaderOptions) {
    this.#events = options.events ? new ChunkEvents() : undefined;
  }

  push(chunk: Uint8Array): StreamUnit[] {
    const units: StreamUnit[] = [];
    if (this.#state !== "reading") return units;
    for (const event of this.#splitter.push(chunk)) {
      this.#add(units, event);
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
    if (this.#state !== "reading") return units;
    const rest = this.#splitter.finish();
    if (rest) {
      // What is no whole JSON was cut in the middle.
      if (rest.data !== undefined && parseJson(rest.data) === undefined) {
        return [this.#fail(cut("in the middle of an event"))];
      }
      this.#add(units, rest);
      if (this.#hasFailed()) return units;
    }
    if (!this.#isComplete()) return [...units, this.#fail(cut("before its finishReason"))];
    this.#state = "ended";
    return [...units, ...this.#end()];
  }

  #add(units: StreamUnit[], event: SseEvent): void {
    const isEmpty = event.data === undefined || event.data === "";
    const unit = isEmpty ? unitOf(event.bytes, [PREAMBLE]) : this.#read(event.bytes, event.data ?? "");
    if (!(isEmpty && this.#kept.length > 0)) {
      units.push(...this.#kept);
      this.#kept = [];
    }
    if (this.#hasFailed()) units.push(unit);
    else if (this.#isComplete()) this.#kept.push(unit);
    else units.push(unit);
  }

  #read(bytes: Uint8Array, data: string): StreamUnit {
    const chunk = parseJson(data);
    if (!isObject(chunk)) {
      return this.#fail(brokenAnswer("stream.malformed", "The provider sent an event that is not a JSON object."));
    }
    if (isObject(chunk.error)) return this.#fail(classifyError(chunk, undefined, undefined));
    const signals: StreamSignal[] = [];
    const broken = this.#candidates(chunk, signals);
    if (broken !== undefined) {
      return this.#fail(brokenAnswer("stream.malformed", `The model's output was unusable: ${broken}.`));
    }
    const usage = readUsage(member(chunk, "usageMetadata"));
    if (usage) {
      this.#usage = this.#usage ? maximumUsage(this.#usage, usage) : usage;
      signals.push({ type: "usage", usage: this.#usage });
    }
    if (signals.length === 0) signals.push(PREAMBLE);
    const unit = unitOf(bytes, signals);
    if (this.#events) unit.events = this.#events.read(chunk);
    return unit;
  }

  /** Looks at what the chunk says of each candidate; returns a finish reason that makes the output unusable. */
  #candidates(chunk: JsonObject, signals: StreamSignal[]): string | undefined {
    if (blockReasonOf(chunk) !== undefined) this.#isBlocked = true;
    let hasContent = false;
    for (const candidate of candidatesOf(chunk)) {
      const index = typeof candidate.index === "number" ? candidate.index : 0;
      const parts = partsOf(candidate);
      hasContent ||= parts.some(isContent);
      this.#hasCalls ||= parts.some((part) => isObject(member(part, "functionCall")));
      const reason = finishReasonOf(candidate);
      if (reason === undefined) {
        if (!this.#ended.has(index)) this.#open.add(index);
        continue;
      }
      if (BROKEN_OUTPUT.has(reason)) return reason;
      this.#open.delete(index);
      this.#ended.add(index);
      this.#reason = reason;
    }
    if (hasContent) signals.push(CONTENT);
    return undefined;
  }

  #isComplete(): boolean {
    return this.#open.size === 0 && (this.#ended.size > 0 || this.#isBlocked);
  }

  /** The chunks that turned out to be the last, with the end. */
  #end(): StreamUnit[] {
    const reason = this.#stopReason();
    const last = this.#kept.at(-1) ?? endUnit([]);
    last.signals = [...last.signals, { type: "stop", reason }, END];
    if (this.#events) {
      last.events.push(...this.#events.finish(), { type: "stop", reason });
      if (this.#usage) last.events.push({ type: "usage", usage: this.#usage });
      last.events.push({ type: "end" });
    }
    return this.#kept.length > 0 ? this.#kept : [last];
  }

  #stopReason(): StopReason {
    if (this.#ended.size === 0) return "content-filter";
    const stop = readFinishReason(this.#reason ?? "STOP");
    return stop === "stop" && this.#hasCalls ? "tool-calls" : stop;
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

function unitOf(bytes: Uint8Array, signals: StreamSignal[]): StreamUnit {
  return { bytes, events: [], signals, usageOnly: false };
}

/** Whether a part holds more than an empty text and a signature. */
function isContent(part: JsonObject): boolean {
  return Object.keys(part).some((name) => {
    if (name === "thought" || name === "thoughtSignature" || name === "thought_signature") return false;
    const value = part[name];
    return value !== "" && value !== null && value !== undefined;
  });
}
