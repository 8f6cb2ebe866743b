import type { CallerProtocol } from "../caller.ts";
import { beginAnswer } from "./begin-answer.ts";
import { errorBody } from "./error-body.ts";
import { parseIngress } from "./parse-ingress.ts";
import { readFacts } from "./read-facts.ts";
import { serialiseResponse } from "./serialise-response.ts";
import { createStreamWriter } from "./stream-writer.ts";

/** Anthropic's Messages as callers speak them. */
export const anthropicMessages: CallerProtocol = {
  name: "anthropic-messages",
  streamContentType: "text/event-stream; charset=utf-8",
  parseIngress,
  readFacts,
  beginAnswer,
  createStreamWriter,
  serialiseResponse,
  errorBody,
};
