/** OpenAI's chat completion object and its parts. */
import type { Reply, ReplyChoice } from "../../reply.ts";
import type { WireAnswer } from "../vendor.ts";

/** Azure adds the verdicts of its filter. */
export interface CompletionExtras {
  perChoice: Record<string, unknown>;
  perAnswer: Record<string, unknown>;
}

export const NO_EXTRAS: CompletionExtras = { perChoice: {}, perAnswer: {} };

export function completionId(reply: Reply): string {
  return `chatcmpl-${reply.id}`;
}

export function finishReason(choice: ReplyChoice): string {
  switch (choice.finish) {
    case "tool-calls":
      return "tool_calls";
    case "content-filter":
      return "content_filter";
    case "stop-sequence":
      return "stop";
    default:
      return choice.finish;
  }
}

export function usageOf(reply: Reply): Record<string, unknown> {
  const { input, cachedInput, cacheWrite, cacheWriteHour, output, reasoning } = reply.usage;
  // OpenAI itself bills no writing; hosts that imitate it tell one number for all times.
  const written = cacheWrite + cacheWriteHour;
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: {
      cached_tokens: cachedInput,
      audio_tokens: 0,
      ...(written === 0 ? {} : { cache_write_tokens: written }),
    },
    completion_tokens_details: {
      reasoning_tokens: reasoning,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}

/** Headers that every good answer has. */
export function answerHeaders(reply: Reply): Record<string, string> {
  return { "x-request-id": `req_${reply.id}`, "openai-version": "2020-10-01" };
}

/** The whole answer at once. */
export function completion(reply: Reply, elapsedMs: number, extras: CompletionExtras): WireAnswer {
  const choices = reply.choices.map((choice, index) => {
    const calls = choice.toolCalls.map((call) => ({
      id: `call_${call.id}`,
      type: "function",
      function: { name: call.name, arguments: call.tokens.join("") },
    }));
    const message = {
      role: "assistant",
      content: calls.length > 0 && choice.tokens.length === 0 ? null : choice.tokens.join(""),
      ...(calls.length > 0 ? { tool_calls: calls } : {}),
      refusal: null,
      annotations: [],
    };
    return { index, message, logprobs: null, finish_reason: finishReason(choice), ...extras.perChoice };
  });
  const body = {
    id: completionId(reply),
    object: "chat.completion",
    created: reply.created,
    model: reply.model,
    choices,
    usage: usageOf(reply),
    service_tier: "default",
    system_fingerprint: "fp_simulated",
    ...extras.perAnswer,
  };
  return {
    status: 200,
    headers: {
      "content-type": "application/json",
      "openai-processing-ms": String(Math.round(elapsedMs)),
      ...answerHeaders(reply),
    },
    body: JSON.stringify(body, null, 2),
  };
}
