/** Bedrock's whole answer, and the parts that its stream shares. */
import type { Reply, ReplyChoice } from "../../reply.ts";
import type { WireAnswer } from "../vendor.ts";

const STOP_REASONS: Readonly<Record<ReplyChoice["finish"], string>> = {
  stop: "end_turn",
  "stop-sequence": "stop_sequence",
  length: "max_tokens",
  "tool-calls": "tool_use",
  "content-filter": "guardrail_intervened",
};

export function onlyChoice(reply: Reply): ReplyChoice {
  return reply.choices[0] ?? { tokens: [], toolCalls: [], finish: "stop", reasoningTokens: 0 };
}

export function stopReason(reply: Reply): string {
  return STOP_REASONS[onlyChoice(reply).finish];
}

/** Bedrock reports tokens from and to a cache beside the input, not within it; the total has all. */
export function converseUsage({ usage }: Reply): Record<string, unknown> {
  const { input, cachedInput, cacheWrite, cacheWriteHour } = usage;
  const details = [
    { ttl: "1h", inputTokens: cacheWriteHour },
    { ttl: "5m", inputTokens: cacheWrite },
  ].filter(({ inputTokens }) => inputTokens > 0);
  return {
    inputTokens: input - cachedInput - cacheWrite - cacheWriteHour,
    outputTokens: usage.output,
    totalTokens: input + usage.output,
    cacheReadInputTokens: cachedInput,
    cacheWriteInputTokens: cacheWrite + cacheWriteHour,
    ...(details.length === 0 ? {} : { cacheDetails: details }),
  };
}

export function requestId({ id }: Reply): string {
  const hex = id.padEnd(32, "0");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-");
}

export function toolUseId(id: string): string {
  return `tooluse_${id}`;
}

export function converseAnswer(reply: Reply, elapsedMs: number): WireAnswer {
  const choice = onlyChoice(reply);
  const text = choice.tokens.join("");
  const content = [
    ...(text === "" ? [] : [{ text }]),
    ...choice.toolCalls.map((call) => ({
      toolUse: { toolUseId: toolUseId(call.id), name: call.name, input: readArguments(call.tokens.join("")) },
    })),
  ];
  return {
    status: 200,
    headers: { "content-type": "application/json", "x-amzn-requestid": requestId(reply) },
    body: JSON.stringify({
      metrics: { latencyMs: Math.round(elapsedMs) },
      output: { message: { content, role: "assistant" } },
      stopReason: stopReason(reply),
      usage: converseUsage(reply),
    }),
  };
}

/** Arguments that an output limit cut are no JSON any more; Bedrock then gives none. */
function readArguments(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
