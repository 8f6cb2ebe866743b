import type { CallerProtocol } from "../caller.ts";
import { beginAnswer } from "./begin-answer.ts";
import { errorBody } from "./error-body.ts";
import { parseIngress } from "./parse-ingress.ts";
import { readFacts } from "./read-facts.ts";
import { serialiseResponse } from "./serialise-response.ts";
import { createStreamWriter } from "./stream-writer.ts";

/** Google's generateContent and streamGenerateContent as callers speak them. */
export const gemini: CallerProtocol = {
  name: "gemini",
  streamContentType: "text/event-stream",
  parseIngress,
  readFacts,
  beginAnswer,
  createStreamWriter,
  serialiseResponse,
  errorBody,
};
