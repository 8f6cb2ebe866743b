import type { CallerProtocol } from "../caller.ts";
import { errorBody } from "../gemini/error-body.ts";
import { createStreamWriter } from "../gemini/stream-writer.ts";
import { parseIngress } from "./parse-ingress.ts";
import { readFacts } from "./read-facts.ts";

/** Google's countTokens as callers ask for it. Answers only ever pass through, and none streams. */
export const geminiCountTokens: CallerProtocol = {
  name: "gemini-count-tokens",
  streamContentType: "text/event-stream",
  parseIngress,
  readFacts,
  createStreamWriter,
  serialiseResponse() {
    throw new Error("counts have no neutral form: their answers pass through");
  },
  errorBody,
};
