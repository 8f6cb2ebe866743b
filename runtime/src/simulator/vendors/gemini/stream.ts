/** Gemini's stream: server-sent events of whole answers, each with a piece. It has no last word. */
import type { Reply } from "../../reply.ts";
import type { StreamDelta, StreamFormat } from "../vendor.ts";
import { callPart, finishReason, usageOf } from "./answer.ts";
import { googleError } from "./errors.ts";

const encoder = new TextEncoder();
const NOTHING = new Uint8Array(0);

interface OpenCall {
  choice: number;
  index: number;
  id: string;
  name: string;
  text: string;
}

export function geminiStream(reply: Reply): StreamFormat {
  const most = reply.usage.output - reply.usage.reasoning;
  let sent = 0;
  /** Calls come whole, so the pieces of one wait for its end. */
  let open: OpenCall | undefined;
  const event = (candidates: unknown[], usage: Record<string, unknown>): Uint8Array => {
    const chunk = { candidates, usageMetadata: usage, modelVersion: reply.model, responseId: reply.id };
    return encoder.encode(`data: ${JSON.stringify(chunk)}\r\n\r\n`);
  };
  const piece = (index: number, part: Record<string, unknown>): Uint8Array =>
    event([{ content: { parts: [part], role: "model" }, index }], usageOf(reply, Math.min(most, sent)));
  const endCall = (): Uint8Array => {
    if (!open) return NOTHING;
    const call = open;
    open = undefined;
    return piece(call.choice, callPart(reply, call, call.index === 0));
  };
  const deltaBytes = (delta: StreamDelta): Uint8Array => {
    switch (delta.kind) {
      case "text":
        sent += 1;
        return piece(delta.choice, { text: delta.text });
      case "tool-start": {
        const before = endCall();
        open = { choice: delta.choice, index: delta.index, id: delta.id, name: delta.name, text: "" };
        return before;
      }
      case "tool-arguments":
        sent += 1;
        if (open) open.text += delta.text;
        return NOTHING;
    }
  };
  return {
    headers: { "content-type": "text/event-stream" },
    start: () => NOTHING,
    delta: deltaBytes,
    finish: () => {
      const call = endCall();
      const last = reply.choices.map((choice, index) => ({
        ...(choice.finish === "content-filter" ? {} : { content: { parts: [{ text: "" }], role: "model" } }),
        finishReason: finishReason(choice),
        index,
      }));
      return Buffer.concat([call, event(last, usageOf(reply))]);
    },
    terminator: () => NOTHING,
    malformed: () => encoder.encode('data: {"candidates":[{"content":{"par\r\n\r\n'),
    error: () => {
      const { body } = googleError(503, "UNAVAILABLE", "The model is overloaded. Please try again later.");
      return encoder.encode(`data: ${JSON.stringify(JSON.parse(body))}\r\n\r\n`);
    },
  };
}
