import { brokenAnswer, type ProviderFailure } from "../failure.ts";
import type { NeutralEvent, Usage } from "../neutral.ts";
import { isObject, type JsonObject, parseJson } from "../shared/json.ts";
import { CONTENT, END, endUnit, failureUnit, PREAMBLE } from "../shared/signals.ts";
import { maximumUsage } from "../shared/usage.ts";
import type { StreamReaderOptions, StreamSignal, StreamUnit, UpstreamStreamReader } from "../stream.ts";
import { BlockEvents } from "./block-events.ts";
import { classifyError } from "./classify-error.ts";
import { CorruptFrameError, type Frame, FrameReader } from "./event-stream.ts";
import { BROKEN_OUTPUT, readStopReason } from "./stop-reason.ts";
import { readUsage } from "./usage.ts";

/** Makes a reader of ConverseStream. */
export function createStreamReader(options: StreamReaderOptions = { events: true }): UpstreamStreamReader {
  return new ConverseStreamReader(options);
}

class ConverseStreamReader implements UpstreamStreamReader {
  readonly #frames = new FrameReader();
  /** Undefined where nobody wants neutral events. */
  readonly #blocks: BlockEvents | undefined;
  #usage: Usage | undefined;
  #stopped = false;
  #metadata = false;
  #state: "reading" | "ended" | "failed" = "reading";

  constructor(options: StreamReaderOptions) {
    this.#blocks = options.events ? new BlockEvents() : undefined;
  }

  push(chunk: Uint8Array): StreamUnit[] {
    const units: StreamUnit[] = [];
    if (this.#state === "failed") return units;
    this.#frames.append(chunk);
    try {
      for (let frame = this.#frames.next(); frame; frame = this.#frames.next()) {
        units.push(this.#read(frame));
        if (this.#hasFailed()) return units;
      }
    } catch (error) {
      if (!(error instanceof CorruptFrameError)) throw error;
      units.push(this.#fail(brokenAnswer("stream.corrupt", `The provider's stream is corrupt: ${error.message}.`)));
    }
    return units;
  }

  finish(): StreamUnit[] {
    if (this.#state !== "reading") return [];
    if (this.#frames.waiting > 0) return [this.#fail(cut("in the middle of a frame"))];
    if (!this.#stopped) return [this.#fail(cut("before its messageStop event"))];
    this.#state = "ended";
    return [endUnit(this.#blocks ? [{ type: "end" }] : [])];
  }

  #read(frame: Frame): StreamUnit {
    const payload = frame.payload.byteLength === 0 ? {} : parseJson(Buffer.from(frame.payload).toString("utf8"));
    if (frame.messageType !== "event") {
      const body = frame.errorMessage === undefined ? payload : { message: frame.errorMessage };
      return this.#fail(classifyError(frame.name, body, undefined, undefined));
    }
    if (!isObject(payload)) {
      return this.#fail(brokenAnswer("stream.malformed", `The provider's ${frame.name} event is not a JSON object.`));
    }
    const reason =
      frame.name === "messageStop" && typeof payload.stopReason === "string" ? payload.stopReason : undefined;
    if (reason !== undefined && BROKEN_OUTPUT.has(reason)) {
      return this.#fail(brokenAnswer("stream.malformed", `The model's output was unusable: ${reason}.`));
    }
    return this.#event(frame, payload, reason);
  }

  #event(frame: Frame, payload: JsonObject, reason: string | undefined): StreamUnit {
    // Nothing counts after the end.
    if (this.#state === "ended") return { bytes: frame.bytes, events: [], signals: [PREAMBLE], usageOnly: false };
    const signals: StreamSignal[] = [];
    const events: NeutralEvent[] = this.#blocks?.read(frame.name, payload) ?? [];
    if (hasContent(frame.name, payload)) signals.push(CONTENT);
    if (frame.name === "messageStop") {
      this.#stopped = true;
      const stop = readStopReason(reason ?? "end_turn");
      signals.push({ type: "stop", reason: stop });
      if (this.#blocks) events.push({ type: "stop", reason: stop });
    }
    if (frame.name === "metadata") {
      this.#metadata = true;
      const usage = readUsage(payload.usage);
      if (usage) {
        this.#usage = this.#usage ? maximumUsage(this.#usage, usage) : usage;
        signals.push({ type: "usage", usage: this.#usage });
        if (this.#blocks) events.push({ type: "usage", usage: this.#usage });
      }
    }
    // The metadata comes last, but not everywhere.
    if (this.#stopped && this.#metadata) {
      this.#state = "ended";
      signals.push(END);
      if (this.#blocks) events.push({ type: "end" });
    }
    if (signals.length === 0) signals.push(PREAMBLE);
    return { bytes: frame.bytes, events, signals, usageOnly: false };
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

/** Whether an event holds a part of the answer: any delta that is not empty, or the beginning of a tool call. */
function hasContent(name: string, payload: JsonObject): boolean {
  if (name === "contentBlockStart") return isObject(payload.start) && Object.keys(payload.start).length > 0;
  if (name !== "contentBlockDelta" || !isObject(payload.delta)) return false;
  return Object.values(payload.delta).some((value) => {
    if (typeof value === "string") return value !== "";
    if (!isObject(value)) return Array.isArray(value);
    const members = Object.values(value);
    return members.length === 0 ? false : members.some((member) => member !== "" && member !== null);
  });
}
