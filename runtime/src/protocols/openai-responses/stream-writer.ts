import type { NeutralEvent, StopReason, Usage } from "../neutral.ts";
import { errorObject } from "../openai-chat/error-body.ts";
import { maximumUsage, UNKNOWN_USAGE } from "../shared/usage.ts";
import type { CallerStreamWriter, StreamError, StreamWriterOptions } from "../stream.ts";
import { OutputEvents } from "./output-events.ts";
import { responseObject } from "./response-object.ts";

/** Writes the typed events of a Responses stream as OpenAI sends them. */
export function createStreamWriter(options: StreamWriterOptions): CallerStreamWriter {
  return new ResponsesStreamWriter(options);
}

class ResponsesStreamWriter implements CallerStreamWriter {
  readonly #options: StreamWriterOptions;
  readonly #output: OutputEvents;
  #text = "";
  #sequence = 0;
  #started = false;
  #stop: StopReason = "stop";
  #usage: Usage = UNKNOWN_USAGE;

  constructor(options: StreamWriterOptions) {
    this.#options = options;
    this.#output = new OutputEvents(options.id, (type, fields) => this.#emit(type, fields));
  }

  write(events: readonly NeutralEvent[]): Uint8Array {
    for (const event of events) this.#event(event);
    return this.#taken();
  }

  fail(error: StreamError): Uint8Array {
    const { message, code, type } = errorObject(error);
    // The documented form and the one that OpenAI sends: clients look for the one or the other.
    this.#emit("error", { ...errorObject(error), error: { type, code, message, param: null } }, "error");
    return this.#taken();
  }

  #event(event: NeutralEvent): void {
    switch (event.type) {
      case "start":
        this.#start();
        return;
      case "stop":
        this.#stop = event.reason;
        return;
      case "usage":
        this.#usage = maximumUsage(this.#usage, event.usage);
        return;
      case "end":
        this.#start();
        this.#output.finish(this.#stop === "length" ? "incomplete" : "completed");
        this.#end();
        return;
      default:
        this.#start();
        this.#output.event(event);
    }
  }

  #start(): void {
    if (this.#started) return;
    this.#started = true;
    const response = responseObject(this.#options, { output: [], stopReason: undefined, usage: UNKNOWN_USAGE });
    this.#emit("response.created", { response });
    this.#emit("response.in_progress", { response });
  }

  #end(): void {
    const state = { output: this.#output.items, stopReason: this.#stop, usage: this.#usage };
    const response = responseObject(this.#options, state);
    this.#emit(response.status === "incomplete" ? "response.incomplete" : "response.completed", { response });
  }

  #emit(type: string, fields: Record<string, unknown>, name = type): void {
    const event = { ...fields, type, sequence_number: this.#sequence };
    this.#sequence += 1;
    this.#text += `event: ${name}\ndata: ${JSON.stringify(event)}\n\n`;
  }

  #taken(): Uint8Array {
    const bytes = Buffer.from(this.#text);
    this.#text = "";
    return bytes;
  }
}
