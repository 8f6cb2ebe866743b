/** Anthropic's message object and its parts. */
import type { Reply, ReplyChoice } from "../../reply.ts";
import type { WireAnswer } from "../vendor.ts";

function messageId(reply: Reply): string {
  return `msg_${reply.id}`;
}

export function toolUseId(id: string): string {
  return `toolu_${id}`;
}

export function stopReason(choice: ReplyChoice | undefined): string {
  switch (choice?.finish) {
    case "length":
      return "max_tokens";
    case "stop-sequence":
      return "stop_sequence";
    case "tool-calls":
      return "tool_use";
    case "content-filter":
      return "refusal";
    default:
      return "end_turn";
  }
}

/** Input from and to the cache is counted beside the rest. */
function inputUsage({ usage }: Reply): Record<string, unknown> {
  const { input, cachedInput, cacheWrite, cacheWriteHour } = usage;
  return {
    input_tokens: input - cachedInput - cacheWrite - cacheWriteHour,
    cache_creation_input_tokens: cacheWrite + cacheWriteHour,
    cache_read_input_tokens: cachedInput,
    cache_creation: { ephemeral_5m_input_tokens: cacheWrite, ephemeral_1h_input_tokens: cacheWriteHour },
  };
}

export function outputUsage({ usage }: Reply): Record<string, unknown> {
  const details = usage.reasoning > 0 ? { output_tokens_details: { thinking_tokens: usage.reasoning } } : {};
  return { output_tokens: usage.output, ...details };
}

/** Headers that every good answer has. */
export function answerHeaders(reply: Reply): Record<string, string> {
  return { "request-id": `req_${reply.id}`, "anthropic-organization-id": "org-simulated" };
}

/** All of a message that is there before its content. */
export function emptyMessage(reply: Reply): Record<string, unknown> {
  return {
    id: messageId(reply),
    type: "message",
    role: "assistant",
    model: reply.model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: { ...inputUsage(reply), output_tokens: 1, service_tier: "standard" },
  };
}

/** The whole answer at once. */
export function message(reply: Reply): WireAnswer {
  const choice = reply.choices[0];
  const text = choice?.tokens.join("") ?? "";
  const calls = (choice?.toolCalls ?? []).map((call) => ({
    type: "tool_use",
    id: toolUseId(call.id),
    name: call.name,
    input: inputOf(call.tokens.join("")),
  }));
  const body = {
    ...emptyMessage(reply),
    content: [...(text === "" ? [] : [{ type: "text", text }]), ...calls],
    stop_reason: stopReason(choice),
    usage: { ...inputUsage(reply), ...outputUsage(reply), service_tier: "standard" },
  };
  return {
    status: 200,
    headers: { "content-type": "application/json", ...answerHeaders(reply) },
    body: JSON.stringify(body),
  };
}

/** What the limit cut is given as far as it came. */
function inputOf(text: string): unknown {
  try {
    return JSON.parse(text === "" ? "{}" : text);
  } catch {
    return {};
  }
}
