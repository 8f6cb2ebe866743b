/** Bedrock's stream: event-stream frames, each with its two checksums. */
import { EventStreamCodec } from "@smithy/eventstream-codec";
import { fromUtf8, toUtf8 } from "@smithy/util-utf8";
import type { Reply } from "../../reply.ts";
import type { StreamDelta, StreamFormat } from "../vendor.ts";
import { converseUsage, onlyChoice, requestId, stopReason, toolUseId } from "./answer.ts";

const codec = new EventStreamCodec(toUtf8, fromUtf8);

/** AWS pads the payloads, so that their lengths tell nothing. */
const PADDING = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

function frame(message: "event" | "exception", type: string, payload: Record<string, unknown>): Uint8Array {
  return codec.encode({
    headers: {
      [`:${message}-type`]: { type: "string", value: type },
      ":content-type": { type: "string", value: "application/json" },
      ":message-type": { type: "string", value: message },
    },
    body: fromUtf8(JSON.stringify(payload)),
  });
}

function event(type: string, payload: Record<string, unknown>): Uint8Array {
  const length = 4 + ((type.length * 7 + JSON.stringify(payload).length) % (PADDING.length - 4));
  return frame("event", type, { ...payload, p: PADDING.slice(0, length) });
}

export function converseStream(reply: Reply): StreamFormat {
  const choice = onlyChoice(reply);
  const hasText = choice.tokens.length > 0;
  const blockOf = (toolIndex: number) => toolIndex + (hasText ? 1 : 0);
  let open: number | undefined;
  const stop = (): Uint8Array[] => {
    const stopped = open === undefined ? [] : [event("contentBlockStop", { contentBlockIndex: open })];
    open = undefined;
    return stopped;
  };
  const inBlock = (block: number, frames: () => Uint8Array): Uint8Array => {
    const before = open === block ? [] : stop();
    open = block;
    return Buffer.concat([...before, frames()]);
  };
  const deltaFrame = (delta: StreamDelta): Uint8Array => {
    switch (delta.kind) {
      case "text":
        return inBlock(0, () => event("contentBlockDelta", { contentBlockIndex: 0, delta: { text: delta.text } }));
      case "tool-start": {
        const contentBlockIndex = blockOf(delta.index);
        const toolUse = { toolUseId: toolUseId(delta.id), name: delta.name };
        return inBlock(contentBlockIndex, () => event("contentBlockStart", { contentBlockIndex, start: { toolUse } }));
      }
      case "tool-arguments": {
        const contentBlockIndex = blockOf(delta.index);
        const toolUse = { input: delta.text };
        return inBlock(contentBlockIndex, () => event("contentBlockDelta", { contentBlockIndex, delta: { toolUse } }));
      }
    }
  };
  const startedAt = performance.now();
  return {
    headers: { "content-type": "application/vnd.amazon.eventstream", "x-amzn-requestid": requestId(reply) },
    start: () => event("messageStart", { role: "assistant" }),
    delta: deltaFrame,
    finish: () => Buffer.concat([...stop(), event("messageStop", { stopReason: stopReason(reply) })]),
    terminator: () =>
      event("metadata", {
        metrics: { latencyMs: Math.round(performance.now() - startedAt) },
        usage: converseUsage(reply),
      }),
    malformed: () => {
      const broken = Uint8Array.from(event("contentBlockDelta", { contentBlockIndex: 0, delta: { text: "?" } }));
      const last = broken.length - 1;
      broken[last] = (broken[last] ?? 0) ^ 0xff;
      return broken;
    },
    error: () =>
      frame("exception", "modelStreamErrorException", {
        message: "The model has timed out in processing the request. Try your request again.",
        originalStatusCode: 408,
      }),
  };
}
