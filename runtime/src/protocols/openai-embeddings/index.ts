import type { CallerProtocol } from "../caller.ts";
import { errorBody } from "../openai-chat/error-body.ts";
import { createStreamWriter } from "../openai-chat/stream-writer.ts";
import { parseIngress } from "./parse-ingress.ts";
import { readFacts } from "./read-facts.ts";

/** OpenAI's Embeddings as callers speak it. Answers only ever pass through, and none streams. */
export const openAIEmbeddings: CallerProtocol = {
  name: "openai-embeddings",
  streamContentType: "text/event-stream; charset=utf-8",
  parseIngress,
  readFacts,
  createStreamWriter,
  serialiseResponse() {
    throw new Error("vectors have no neutral form: their answers pass through");
  },
  errorBody,
};
