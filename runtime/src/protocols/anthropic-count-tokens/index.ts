import { errorBody } from "../anthropic-messages/error-body.ts";
import { createStreamWriter } from "../anthropic-messages/stream-writer.ts";
import type { CallerProtocol } from "../caller.ts";
import { parseIngress } from "./parse-ingress.ts";
import { readFacts } from "./read-facts.ts";

/** Anthropic's count of a message's tokens as callers ask for it. Answers only ever pass through, and none streams. */
export const anthropicCountTokens: CallerProtocol = {
  name: "anthropic-count-tokens",
  streamContentType: "text/event-stream; charset=utf-8",
  parseIngress,
  readFacts,
  createStreamWriter,
  serialiseResponse() {
    throw new Error("counts have no neutral form: their answers pass through");
  },
  errorBody,
};
