/** OpenAI's response object and its items. */
import type { Reply, ReplyChoice, ReplyToolCall } from "../../reply.ts";
import { answerHeaders } from "../openai/completion.ts";
import type { WireAnswer } from "../vendor.ts";

export function firstChoice(reply: Reply): ReplyChoice {
  const [choice] = reply.choices;
  if (!choice) throw new RangeError("a reply has a choice");
  return choice;
}

export function messageItem(reply: Reply, status: string, text: string | undefined): Record<string, unknown> {
  const content = text === undefined ? [] : [{ type: "output_text", annotations: [], logprobs: [], text }];
  return { id: `msg_${reply.id}`, type: "message", status, content, role: "assistant" };
}

export function callItem(call: ReplyToolCall, status: string, args: string): Record<string, unknown> {
  const { id, name } = call;
  return { id: `fc_${id}`, type: "function_call", status, arguments: args, call_id: `call_${id}`, name };
}

/** The items of the whole answer. */
export function outputOf(reply: Reply): Record<string, unknown>[] {
  const choice = firstChoice(reply);
  const status = isIncomplete(choice) ? "incomplete" : "completed";
  return [
    ...(choice.tokens.length > 0 ? [messageItem(reply, status, choice.tokens.join(""))] : []),
    ...choice.toolCalls.map((call) => callItem(call, status, call.tokens.join(""))),
  ];
}

export function isIncomplete({ finish }: ReplyChoice): boolean {
  return finish === "length" || finish === "content-filter";
}

function usageOf({ usage: { input, cachedInput, output, reasoning } }: Reply): Record<string, unknown> {
  return {
    input_tokens: input,
    input_tokens_details: { cached_tokens: cachedInput },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: reasoning },
    total_tokens: input + output,
  };
}

/** The response, in progress (without output and usage) or at its end. */
export function responseObject(reply: Reply, state: "in_progress" | "ended"): Record<string, unknown> {
  const choice = firstChoice(reply);
  const incomplete = state === "ended" && isIncomplete(choice);
  return {
    id: `resp_${reply.id}`,
    object: "response",
    created_at: reply.created,
    status: state === "in_progress" ? state : incomplete ? "incomplete" : "completed",
    background: false,
    error: null,
    incomplete_details: incomplete
      ? { reason: choice.finish === "length" ? "max_output_tokens" : "content_filter" }
      : null,
    instructions: null,
    max_output_tokens: null,
    model: reply.model,
    output: state === "ended" ? outputOf(reply) : [],
    parallel_tool_calls: true,
    previous_response_id: null,
    reasoning: { effort: null, summary: null },
    service_tier: "default",
    store: false,
    temperature: 1,
    text: { format: { type: "text" }, verbosity: "medium" },
    tool_choice: "auto",
    tools: [],
    top_logprobs: 0,
    top_p: 1,
    truncation: "disabled",
    usage: state === "ended" ? usageOf(reply) : null,
    user: null,
    metadata: {},
  };
}

/** The whole answer at once. */
export function wholeResponse(reply: Reply, elapsedMs: number): WireAnswer {
  return {
    status: 200,
    headers: {
      "content-type": "application/json",
      "openai-processing-ms": String(Math.round(elapsedMs)),
      ...answerHeaders(reply),
    },
    body: JSON.stringify(responseObject(reply, "ended"), null, 2),
  };
}
