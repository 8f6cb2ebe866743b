import type { NeutralEvent, StopReason, Usage } from "../neutral.ts";
import { maximumUsage, UNKNOWN_USAGE } from "../shared/usage.ts";
import type { CallerStreamWriter, StreamError, StreamWriterOptions } from "../stream.ts";
import { AnswerParts } from "./answer-parts.ts";
import { errorObject } from "./error-body.ts";
import { writeUsage } from "./usage.ts";

/** Writes streamGenerateContent's chunks as server-sent events. */
export function createStreamWriter(options: StreamWriterOptions): CallerStreamWriter {
  return new GeminiStreamWriter(options);
}

interface OpenCall {
  id: string;
  name: string;
  arguments: string;
  signature: string | undefined;
}

class GeminiStreamWriter implements CallerStreamWriter {
  readonly #names: { modelVersion: string; responseId: string };
  readonly #parts = new AnswerParts();
  /** Gemini's calls are whole: the pieces of one wait for its end. */
  readonly #calls = new Map<number, OpenCall>();
  #stop: StopReason = "stop";
  #usage: Usage = UNKNOWN_USAGE;

  constructor({ model, id }: StreamWriterOptions) {
    this.#names = { modelVersion: model, responseId: id };
  }

  write(events: readonly NeutralEvent[]): Uint8Array {
    let text = "";
    for (const event of events) {
      this.#event(event);
      if (event.type === "end") text += this.#end();
    }
    const parts = this.#parts.take();
    if (parts.length > 0) text += this.#chunk({ content: { parts, role: "model" }, index: 0 });
    return Buffer.from(text);
  }

  fail(error: StreamError): Uint8Array {
    return Buffer.from(`data: ${JSON.stringify({ error: errorObject(error) })}\r\n\r\n`);
  }

  #event(event: NeutralEvent): void {
    switch (event.type) {
      case "text":
      case "refusal":
      case "reasoning":
      case "redacted-reasoning":
        this.#parts.add(event);
        return;
      case "tool-call-start": {
        const { id, name, signature } = event;
        this.#calls.set(event.index, { id, name, arguments: "", signature });
        return;
      }
      case "tool-call-arguments": {
        const call = this.#calls.get(event.index);
        if (call) call.arguments += event.text;
        return;
      }
      case "tool-call-end":
        this.#endCall(event.index);
        return;
      case "stop":
        for (const index of [...this.#calls.keys()]) this.#endCall(index);
        this.#stop = event.reason;
        return;
      case "usage":
        this.#usage = maximumUsage(this.#usage, event.usage);
        return;
      default:
        return;
    }
  }

  #endCall(index: number): void {
    const call = this.#calls.get(index);
    if (!call) return;
    this.#calls.delete(index);
    this.#parts.add({ type: "tool-call", ...call });
  }

  /** The reason for the end is this protocol's last word, so it comes with the usage, and not before. */
  #end(): string {
    const parts = this.#parts.take();
    const content = { parts: parts.length > 0 ? parts : [{ text: "" }], role: "model" };
    const usage = writeUsage(this.#usage);
    return this.#chunk(
      { content, finishReason: this.#parts.finishReason(this.#stop), index: 0 },
      Object.keys(usage).length > 0 ? { usageMetadata: usage } : {},
    );
  }

  #chunk(candidate: Record<string, unknown>, more: Record<string, unknown> = {}): string {
    return `data: ${JSON.stringify({ candidates: [candidate], ...more, ...this.#names })}\r\n\r\n`;
  }
}
