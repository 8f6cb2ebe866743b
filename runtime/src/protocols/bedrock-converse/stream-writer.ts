import type { NeutralEvent, Usage } from "../neutral.ts";
import { BlockSequence } from "../shared/block-sequence.ts";
import { maximumUsage, UNKNOWN_USAGE } from "../shared/usage.ts";
import type { CallerStreamWriter, StreamError, StreamWriterOptions } from "../stream.ts";
import { blockEvents } from "./block-payloads.ts";
import { encodeFrame } from "./event-stream.ts";
import { writeStopReason } from "./stop-reason.ts";
import { writeUsage } from "./usage.ts";

/** Writes ConverseStream frames. Ids, model names and the choice of usage have no place in this protocol. */
export function createStreamWriter(_options?: StreamWriterOptions): CallerStreamWriter {
  return new ConverseStreamWriter();
}

class ConverseStreamWriter implements CallerStreamWriter {
  readonly #blocks = new BlockSequence();
  #started = false;
  #stopped = false;
  #usage: Usage = UNKNOWN_USAGE;

  write(events: readonly NeutralEvent[]): Uint8Array {
    const frames: Uint8Array[] = [];
    for (const event of events) this.#event(event, frames);
    return Buffer.concat(frames);
  }

  fail(error: StreamError): Uint8Array {
    const { message, code, decision } = error;
    const payload = { message, fairleadCode: code, ...(decision === undefined ? {} : { decision }) };
    return encodeFrame("exception", streamException(error.status), payload);
  }

  #event(event: NeutralEvent, frames: Uint8Array[]): void {
    if (!this.#started) {
      this.#started = true;
      frames.push(encodeFrame("event", "messageStart", { role: "assistant" }));
    }
    if (event.type === "usage") this.#usage = maximumUsage(this.#usage, event.usage);
    this.#blocks.take(event);
    for (const [name, payload] of this.#blocks.drain().flatMap(blockEvents)) {
      frames.push(encodeFrame("event", name, payload));
    }
    if (event.type === "stop" || (event.type === "end" && !this.#stopped)) {
      this.#stopped = true;
      const stopReason = writeStopReason(event.type === "stop" ? event.reason : "stop");
      frames.push(encodeFrame("event", "messageStop", { stopReason }));
    }
    if (event.type === "end") frames.push(encodeFrame("event", "metadata", { usage: writeUsage(this.#usage) }));
  }
}

/** The exceptions that ConverseStream may send within a stream. */
function streamException(status: number): string {
  if (status === 429) return "throttlingException";
  if (status === 503) return "serviceUnavailableException";
  if (status === 502 || status === 504) return "modelStreamErrorException";
  return status < 500 ? "validationException" : "internalServerException";
}
