/** Anthropic's stream: named server-sent events of a message, block by block. */
import type { Reply } from "../../reply.ts";
import type { StreamDelta, StreamFormat } from "../vendor.ts";
import { errorObject } from "./errors.ts";
import { answerHeaders, emptyMessage, outputUsage, stopReason, toolUseId } from "./message.ts";

const encoder = new TextEncoder();

function event(name: string, data: Record<string, unknown>): Uint8Array {
  return encoder.encode(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
}

export function anthropicStream(reply: Reply): StreamFormat {
  /** Number of the block that is open. */
  let index = -1;
  let open: "text" | "tool" | undefined;
  const stop = (): Uint8Array[] => {
    if (open === undefined) return [];
    open = undefined;
    return [event("content_block_stop", { type: "content_block_stop", index })];
  };
  const start = (kind: "text" | "tool", content_block: Record<string, unknown>): Uint8Array[] => {
    const stopped = stop();
    index += 1;
    open = kind;
    return [...stopped, event("content_block_start", { type: "content_block_start", index, content_block })];
  };
  const piece = (delta: Record<string, unknown>): Uint8Array =>
    event("content_block_delta", { type: "content_block_delta", index, delta });
  const write = (delta: StreamDelta): Uint8Array[] => {
    if (delta.kind === "tool-start") {
      const block = { type: "tool_use", id: toolUseId(delta.id), name: delta.name, input: {} };
      return [...start("tool", block), piece({ type: "input_json_delta", partial_json: "" })];
    }
    if (delta.kind === "tool-arguments") return [piece({ type: "input_json_delta", partial_json: delta.text })];
    const begun = open === "text" ? [] : start("text", { type: "text", text: "" });
    return [...begun, piece({ type: "text_delta", text: delta.text })];
  };
  return {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache",
      ...answerHeaders(reply),
    },
    start: () =>
      Buffer.concat([
        event("message_start", { type: "message_start", message: emptyMessage(reply) }),
        event("ping", { type: "ping" }),
      ]),
    delta: (delta) => Buffer.concat(write(delta)),
    finish: () =>
      Buffer.concat([
        ...stop(),
        event("message_delta", {
          type: "message_delta",
          delta: { stop_reason: stopReason(reply.choices[0]), stop_sequence: null },
          usage: outputUsage(reply),
        }),
      ]),
    terminator: () => event("message_stop", { type: "message_stop" }),
    malformed: () => encoder.encode('event: content_block_delta\ndata: {"type":"content_block_del\n\n'),
    error: () => event("error", errorObject("overloaded_error", "Overloaded")),
  };
}
