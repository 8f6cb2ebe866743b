/** The typed events of OpenAI's Responses. */
import type { Reply } from "../../reply.ts";
import { answerHeaders } from "../openai/completion.ts";
import type { StreamDelta, StreamFormat } from "../vendor.ts";
import { callItem, firstChoice, isIncomplete, messageItem, outputOf, responseObject } from "./response.ts";

export function responsesStream(reply: Reply): StreamFormat {
  return new ResponsesStream(reply);
}

class ResponsesStream implements StreamFormat {
  readonly headers: Record<string, string>;
  readonly #reply: Reply;
  #sequence = 0;
  #place = 0;
  /** The item that is being written: the message, or the call with this index. */
  #open: "message" | number | undefined;

  constructor(reply: Reply) {
    this.#reply = reply;
    this.headers = {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache",
      ...answerHeaders(reply),
    };
  }

  start(): Uint8Array {
    const response = responseObject(this.#reply, "in_progress");
    return Buffer.concat([
      this.#event("response.created", { response }),
      this.#event("response.in_progress", { response }),
    ]);
  }

  delta(delta: StreamDelta): Uint8Array {
    switch (delta.kind) {
      case "text":
        return Buffer.concat([this.#openMessage(), this.#textDelta(delta.text)]);
      case "tool-start":
        return Buffer.concat([this.#close(), this.#openCall(delta.index)]);
      case "tool-arguments":
        return this.#event("response.function_call_arguments.delta", {
          item_id: this.#call(delta.index).id,
          output_index: this.#place,
          delta: delta.text,
        });
    }
  }

  finish(): Uint8Array {
    return this.#close();
  }

  /** The last event has the reason and the usage too. */
  terminator(): Uint8Array {
    const type = isIncomplete(firstChoice(this.#reply)) ? "response.incomplete" : "response.completed";
    return this.#event(type, { response: responseObject(this.#reply, "ended") });
  }

  malformed(): Uint8Array {
    return Buffer.from(`event: response.output_text.delta\ndata: {"type":"response.output_text.delta","del\n\n`);
  }

  error(): Uint8Array {
    const message = "The server had an error while processing your request. Sorry about that!";
    const error = { type: "server_error", code: "server_error", message, param: null };
    const response = { ...responseObject(this.#reply, "in_progress"), status: "failed", error };
    return Buffer.concat([this.#event("error", { error }), this.#event("response.failed", { response })]);
  }

  #textDelta(delta: string): Uint8Array {
    return this.#event("response.output_text.delta", { ...this.#messageAt(), delta, logprobs: [] });
  }

  #messageAt(): Record<string, unknown> {
    return { item_id: `msg_${this.#reply.id}`, output_index: this.#place, content_index: 0 };
  }

  #openMessage(): Uint8Array {
    if (this.#open === "message") return new Uint8Array(0);
    this.#open = "message";
    const part = { type: "output_text", annotations: [], logprobs: [], text: "" };
    return Buffer.concat([
      this.#event("response.output_item.added", {
        output_index: this.#place,
        item: messageItem(this.#reply, "in_progress", undefined),
      }),
      this.#event("response.content_part.added", { ...this.#messageAt(), part }),
    ]);
  }

  #openCall(index: number): Uint8Array {
    this.#open = index;
    const item = callItem(this.#replyCall(index), "in_progress", "");
    return this.#event("response.output_item.added", { output_index: this.#place, item });
  }

  #close(): Uint8Array {
    const open = this.#open;
    if (open === undefined) return new Uint8Array(0);
    const output_index = this.#place;
    const item = outputOf(this.#reply)[output_index];
    const events: Uint8Array[] = [];
    if (open === "message") {
      const text = firstChoice(this.#reply).tokens.join("");
      const part = { type: "output_text", annotations: [], logprobs: [], text };
      events.push(
        this.#event("response.output_text.done", { ...this.#messageAt(), text, logprobs: [] }),
        this.#event("response.content_part.done", { ...this.#messageAt(), part }),
      );
    } else {
      const { id } = this.#call(open);
      const args = this.#replyCall(open).tokens.join("");
      events.push(this.#event("response.function_call_arguments.done", { item_id: id, output_index, arguments: args }));
    }
    events.push(this.#event("response.output_item.done", { output_index, item }));
    this.#open = undefined;
    this.#place += 1;
    return Buffer.concat(events);
  }

  #replyCall(index: number) {
    const call = firstChoice(this.#reply).toolCalls[index];
    if (!call) throw new RangeError(`no call ${index}`);
    return call;
  }

  #call(index: number): Record<string, unknown> {
    return callItem(this.#replyCall(index), "in_progress", "");
  }

  #event(type: string, fields: Record<string, unknown>): Uint8Array {
    const data = JSON.stringify({ type, ...fields, sequence_number: this.#sequence });
    this.#sequence += 1;
    return Buffer.from(`event: ${type}\ndata: ${data}\n\n`);
  }
}
