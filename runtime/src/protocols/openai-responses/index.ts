import type { CallerProtocol } from "../caller.ts";
import { errorBody } from "../openai-chat/error-body.ts";
import { beginAnswer } from "./begin-answer.ts";
import { parseIngress } from "./parse-ingress.ts";
import { readFacts } from "./read-facts.ts";
import { serialiseResponse } from "./serialise-response.ts";
import { createStreamWriter } from "./stream-writer.ts";

/** OpenAI's Responses as callers speak it. */
export const openAIResponses: CallerProtocol = {
  name: "openai-responses",
  streamContentType: "text/event-stream; charset=utf-8",
  parseIngress,
  readFacts,
  beginAnswer,
  createStreamWriter,
  serialiseResponse,
  errorBody,
};
