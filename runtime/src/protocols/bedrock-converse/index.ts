import type { CallerProtocol } from "../caller.ts";
import { beginAnswer } from "./begin-answer.ts";
import { errorBody } from "./error-body.ts";
import { parseIngress } from "./parse-ingress.ts";
import { readFacts } from "./read-facts.ts";
import { serialiseResponse } from "./serialise-response.ts";
import { createStreamWriter } from "./stream-writer.ts";

/** Amazon Bedrock's Converse and ConverseStream as callers speak them. */
export const bedrockConverse: CallerProtocol = {
  name: "bedrock-converse",
  streamContentType: "application/vnd.amazon.eventstream",
  parseIngress,
  readFacts,
  beginAnswer,
  createStreamWriter,
  serialiseResponse,
  errorBody,
};
