import type { CallerProtocol } from "../caller.ts";
import { beginAnswer } from "./begin-answer.ts";
import { errorBody } from "./error-body.ts";
import { parseIngress } from "./parse-ingress.ts";
import { readFacts } from "./read-facts.ts";
import { serialiseResponse } from "./serialise-response.ts";
import { createStreamWriter } from "./stream-writer.ts";

/** OpenAI's Chat Completions as callers speak it. */
export const openAIChat: CallerProtocol = {
  name: "openai-chat",
  streamContentType: "text/event-stream; charset=utf-8",
  parseIngress,
  readFacts,
  beginAnswer,
  createStreamWriter,
  serialiseResponse,
  errorBody,
};
