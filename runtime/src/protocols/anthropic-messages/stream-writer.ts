import type { NeutralEvent, StopReason, Usage } from "../neutral.ts";
import { type BlockBegin, type BlockDelta, BlockSequence, type BlockStep } from "../shared/block-sequence.ts";
import { maximumUsage, UNKNOWN_USAGE } from "../shared/usage.ts";
import type { CallerStreamWriter, StreamError, StreamWriterOptions } from "../stream.ts";
import { errorObject } from "./error-body.ts";
import { sseEvent, sseText } from "./sse-event.ts";
import { writeStopReason } from "./stop-reason.ts";
import { writeUsage } from "./usage.ts";

/** Writes the events of a streamed message as Anthropic sends them. */
export function createStreamWriter(options: StreamWriterOptions): CallerStreamWriter {
  return new MessageStreamWriter(options);
}

class MessageStreamWriter implements CallerStreamWriter {
  readonly #options: StreamWriterOptions;
  readonly #blocks = new BlockSequence();
  #started = false;
  #reason: StopReason = "stop";
  #usage: Usage = UNKNOWN_USAGE;
  /** Pieces of content written: about one a token. */
  #pieces = 0;

  constructor(options: StreamWriterOptions) {
    this.#options = options;
  }

  write(events: readonly NeutralEvent[]): Uint8Array {
    let text = "";
    for (const event of events) text += this.#event(event);
    return Buffer.from(text);
  }

  fail(error: StreamError): Uint8Array {
    return sseEvent("error", errorObject(error));
  }

  #event(event: NeutralEvent): string {
    // Many providers count the input only at the end; where one knows it before its first piece, the start says it.
    if (event.type === "usage") {
      this.#usage = maximumUsage(this.#usage, event.usage);
      return "";
    }
    this.#blocks.take(event);
    const start = this.#start(event);
    const steps = this.#blocks.drain();
    for (const step of steps) if (step.type === "delta") this.#pieces += 1;
    const content = steps.map(writeStep).join("");
    if (event.type === "stop") this.#reason = event.reason;
    return event.type === "end" ? start + content + this.#end() : start + content;
  }

  #start(event: NeutralEvent): string {
    if (this.#started || event.type === "start") return "";
    this.#started = true;
    const { id, model } = this.#options;
    // Clients need numbers here; the counts are cumulative, and those of the end are the provider's own.
    const usage = { input_tokens: 0, output_tokens: 0, ...writeUsage({ ...this.#usage, output: undefined }) };
    const message = {
      id,
      type: "message",
      role: "assistant",
      model,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage,
    };
    return sseText("message_start", { type: "message_start", message });
  }

  #end(): string {
    const delta = { stop_reason: writeStopReason(this.#reason), stop_sequence: null };
    // Clients refuse an end without a count of the output: what the provider does not count is counted in pieces, as the
    // gateway bills it.
    const usage = writeUsage({ ...this.#usage, output: this.#usage.output ?? this.#pieces });
    return (
      sseText("message_delta", { type: "message_delta", delta, usage }) +
      sseText("message_stop", { type: "message_stop" })
    );
  }
}

function writeStep(step: BlockStep): string {
  const { index } = step;
  switch (step.type) {
    case "start":
      return sseText("content_block_start", {
        type: "content_block_start",
        index,
        content_block: blockOf(step.begin),
      });
    case "delta":
      return sseText("content_block_delta", { type: "content_block_delta", index, delta: deltaOf(step.delta) });
    case "stop":
      return sseText("content_block_stop", { type: "content_block_stop", index });
  }
}

function blockOf(begin: BlockBegin): Record<string, unknown> {
  switch (begin.kind) {
    case "text":
      return { type: "text", text: "" };
    case "reasoning":
      return { type: "thinking", thinking: "", signature: "" };
    case "redacted":
      return { type: "redacted_thinking", data: begin.data };
    case "tool": {
      const { id, name, signature } = begin;
      return { type: "tool_use", id, name, input: {}, ...(signature ? { signature } : {}) };
    }
  }
}

function deltaOf(delta: BlockDelta): Record<string, unknown> {
  switch (delta.kind) {
    case "text":
      return { type: "text_delta", text: delta.text };
    case "thought":
      return { type: "thinking_delta", thinking: delta.text };
    case "signature":
      return { type: "signature_delta", signature: delta.signature };
    case "arguments":
      return { type: "input_json_delta", partial_json: delta.text };
  }
}
