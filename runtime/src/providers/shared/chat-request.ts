import { withoutForeign } from "../../protocols/openai-chat/foreign-history.ts";
import { outputLimit } from "../../protocols/openai-chat/read-facts.ts";
import { serialiseRequest } from "../../protocols/openai-chat/serialise-request.ts";
import { isObject } from "../../protocols/shared/json.ts";
import { patchRequestBody } from "../../protocols/shared/patch-request-body.ts";
import type { PrepareInput, UpstreamRequest } from "../adapter.ts";
import { begunMessages } from "./begun-messages.ts";

/** How hosts of OpenAI's protocol differ in what they take. */
export interface ChatDialect {
  outputLimitName: "max_completion_tokens" | "max_tokens";
  streamUsage: boolean;
  reasoning: "send" | "drop";
}

/** The body for a host of OpenAI's protocol: the caller's own text with a few members set, or a translation. */
export function chatBody(input: PrepareInput, dialect: ChatDialect): Pick<UpstreamRequest, "body" | "losses"> {
  const { request, deployment } = input;
  if (request.protocol === "openai-chat") return passThrough(input, dialect);
  const neutral = request.neutral();
  const { body, losses } = serialiseRequest(neutral, {
    ...dialect,
    model: deployment.upstream,
    maxOutputTokens: Math.min(neutral.maxOutputTokens ?? Number.POSITIVE_INFINITY, input.maxOutputTokens),
  });
  if (request.isBegun) Object.assign(body, begunMessages(body.messages, deployment.prefill));
  return { body: JSON.stringify(body), losses };
}

function passThrough(input: PrepareInput, dialect: ChatDialect): Pick<UpstreamRequest, "body" | "losses"> {
  const { request, deployment } = input;
  const { body, text, stream } = request;
  const limit = Math.min(outputLimit(body) ?? Number.POSITIVE_INFINITY, input.maxOutputTokens);
  const other = dialect.outputLimitName === "max_tokens" ? "max_completion_tokens" : "max_tokens";
  const options = isObject(body.stream_options) ? body.stream_options : {};
  const { include_usage: _, ...otherOptions } = options;
  const own = dialect.reasoning === "drop" ? withoutForeign(text, body) : undefined;
  const patched = patchRequestBody(text, body, {
    model: deployment.upstream,
    [dialect.outputLimitName]: limit,
    [other]: undefined,
    stream_options: streamOptions(stream, dialect.streamUsage, otherOptions),
    ...(own ? { messages: own.messages } : {}),
    ...(request.isBegun ? begunMessages(own?.messages ?? body.messages, deployment.prefill) : {}),
  });
  return { body: patched, losses: own?.losses ?? [] };
}

/** OpenAI refuses the options of a stream where there is none; a host that does not know them is not asked. */
function streamOptions(stream: boolean, streamUsage: boolean, others: Record<string, unknown>): unknown {
  if (!stream) return undefined;
  if (streamUsage) return { ...others, include_usage: true };
  return Object.keys(others).length > 0 ? others : undefined;
}
