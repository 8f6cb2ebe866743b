import type { NeutralEvent, Usage } from "../neutral.ts";
import { maximumUsage, UNKNOWN_USAGE } from "../shared/usage.ts";
import type { CallerStreamWriter, StreamError, StreamWriterOptions } from "../stream.ts";
import { writeCallSignature } from "./call-signature.ts";
import { errorObject } from "./error-body.ts";
import { reasoningDetail } from "./reasoning-details.ts";
import { writeFinishReason } from "./stop-reason.ts";
import { writeUsage } from "./usage.ts";

/** Writes `chat.completion.chunk` events as OpenAI sends them. */
export function createStreamWriter(options: StreamWriterOptions): CallerStreamWriter {
  return new ChatStreamWriter(options);
}

class ChatStreamWriter implements CallerStreamWriter {
  readonly #options: StreamWriterOptions;
  /** Everything of a chunk in front of its choices: the same in all of them. */
  readonly #head: string;
  #started = false;
  #stopped = false;
  #usage: Usage = UNKNOWN_USAGE;
  /** Calls whose arguments are still empty: a call without any must end as `{}`, which is what clients parse. */
  readonly #withoutArguments = new Set<number>();

  constructor(options: StreamWriterOptions) {
    this.#options = options;
    const { id, created, model } = options;
    this.#head = JSON.stringify({ id, object: "chat.completion.chunk", created, model }).slice(0, -1);
  }

  write(events: readonly NeutralEvent[]): Uint8Array {
    let text = "";
    for (const event of events) text += this.#event(event);
    return Buffer.from(text);
  }

  fail(error: StreamError): Uint8Array {
    return Buffer.from(`data: ${JSON.stringify({ error: errorObject(error) })}\n\n`);
  }

  #event(event: NeutralEvent): string {
    switch (event.type) {
      case "start":
        return this.#start();
      case "text":
        return event.text === "" ? "" : this.#delta({ content: event.text });
      case "refusal":
        return event.text === "" ? "" : this.#delta({ refusal: event.text });
      case "reasoning":
        return this.#delta({
          ...(event.text === "" ? {} : { reasoning_content: event.text }),
          reasoning_details: [reasoningDetail(event)],
        });
      case "redacted-reasoning":
        return this.#delta({ reasoning_details: [reasoningDetail(event)] });
      case "tool-call-start": {
        const { index, id, name, signature } = event;
        this.#withoutArguments.add(index);
        const call = { index, id, type: "function", function: { name, arguments: "" } };
        return this.#delta({ tool_calls: [{ ...call, ...writeCallSignature(signature) }] });
      }
      case "tool-call-arguments":
        return event.text === "" ? "" : this.#arguments(event.index, event.text);
      case "tool-call-end":
        return this.#withoutArguments.has(event.index) ? this.#arguments(event.index, "{}") : "";
      case "stop":
        this.#stopped = true;
        return this.#start() + this.#choice({}, writeFinishReason(event.reason));
      case "usage":
        this.#usage = maximumUsage(this.#usage, event.usage);
        return "";
      case "end":
        return this.#end();
    }
  }

  #start(): string {
    if (this.#started) return "";
    this.#started = true;
    return this.#choice({ role: "assistant", content: "", refusal: null }, null);
  }

  #delta(delta: Record<string, unknown>): string {
    return this.#start() + this.#choice(delta, null);
  }

  #arguments(index: number, text: string): string {
    this.#withoutArguments.delete(index);
    return this.#delta({ tool_calls: [{ index, function: { arguments: text } }] });
  }

  #choice(delta: Record<string, unknown>, finishReason: string | null): string {
    const usage = this.#options.includeUsage ? ',"usage":null' : "";
    const rest = JSON.stringify({ delta, logprobs: null, finish_reason: finishReason });
    return `data: ${this.#head},"choices":[{"index":0,${rest.slice(1)}]${usage}}\n\n`;
  }

  #end(): string {
    const stop = this.#stopped ? "" : this.#event({ type: "stop", reason: "stop" });
    const usage = this.#options.includeUsage ? writeUsage(this.#usage) : undefined;
    const chunk = usage ? `data: ${this.#head},"choices":[],"usage":${JSON.stringify(usage)}}\n\n` : "";
    return `${stop}${chunk}data: [DONE]\n\n`;
  }
}
