/** OpenAI's stream: server-sent events of chat completion chunks. */
import type { Reply } from "../../reply.ts";
import type { StreamDelta, StreamFormat } from "../vendor.ts";
import { answerHeaders, type CompletionExtras, completionId, finishReason, usageOf } from "./completion.ts";

export interface OpenaiStreamOptions {
  includeUsage: boolean;
  extras: CompletionExtras;
  /** Events before the role: Azure's verdict on the prompt. */
  first: readonly Record<string, unknown>[];
}

const encoder = new TextEncoder();

const event = (data: string) => encoder.encode(`data: ${data}\n\n`);

export function openaiStream(reply: Reply, { includeUsage, extras, first }: OpenaiStreamOptions): StreamFormat {
  const chunk = (choices: unknown[], more: Record<string, unknown> = {}) => ({
    id: completionId(reply),
    object: "chat.completion.chunk",
    created: reply.created,
    model: reply.model,
    service_tier: "default",
    system_fingerprint: "fp_simulated",
    choices,
    ...(includeUsage ? { usage: null } : {}),
    ...more,
  });
  const choiceChunk = (index: number, delta: unknown, finish: string | null) =>
    event(JSON.stringify(chunk([{ index, delta, logprobs: null, finish_reason: finish, ...extras.perChoice }])));
  const join = (parts: readonly Uint8Array[]) => Buffer.concat(parts);
  return {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache",
      ...answerHeaders(reply),
    },
    start: () =>
      join([
        ...first.map((data) => event(JSON.stringify(data))),
        ...reply.choices.map((choice, index) =>
          choiceChunk(
            index,
            { role: "assistant", content: choice.toolCalls.length > 0 ? null : "", refusal: null },
            null,
          ),
        ),
      ]),
    delta: (delta) => choiceChunk(delta.choice, deltaOf(delta), null),
    finish: () =>
      join([
        ...reply.choices.map((choice, index) => choiceChunk(index, {}, finishReason(choice))),
        ...(includeUsage ? [event(JSON.stringify(chunk([], { usage: usageOf(reply) })))] : []),
      ]),
    terminator: () => event("[DONE]"),
    malformed: () =>
      event(`{"id":"${completionId(reply)}","object":"chat.completion.chunk","choices":[{"index":0,"del`),
    error: () =>
      event(
        JSON.stringify({
          error: {
            message: "The server had an error while processing your request. Sorry about that!",
            type: "server_error",
            param: null,
            code: null,
          },
        }),
      ),
  };
}

function deltaOf(delta: StreamDelta): unknown {
  switch (delta.kind) {
    case "text":
      return { content: delta.text };
    case "tool-start":
      return {
        tool_calls: [
          {
            index: delta.index,
            id: `call_${delta.id}`,
            type: "function",
            function: { name: delta.name, arguments: "" },
          },
        ],
      };
    case "tool-arguments":
      return { tool_calls: [{ index: delta.index, function: { arguments: delta.text } }] };
  }
}
