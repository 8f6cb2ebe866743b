import type { IngressRequest, PathFacts } from "../caller.ts";
import { MalformedRequestError, type NeutralRequest } from "../neutral.ts";
import { optionalCount, parseBody, requireArray, requireObject } from "../shared/json.ts";
import { parseRequest } from "./parse-request.ts";

/** Reads a Converse body just far enough to route it. Model and streaming are in the path. */
export function parseIngress(text: string, path: PathFacts = {}): IngressRequest {
  const body = parseBody(text);
  const messages = requireArray(body.messages, "/messages");
  if (messages.length === 0) throw new MalformedRequestError("/messages", "/messages needs at least one message.");
  if (body.inferenceConfig !== undefined && body.inferenceConfig !== null) {
    const { maxTokens } = requireObject(body.inferenceConfig, "/inferenceConfig");
    optionalCount(maxTokens, "/inferenceConfig/maxTokens", 1);
  }
  const stream = path.stream ?? false;
  let neutral: NeutralRequest | undefined;
  return {
    protocol: "bedrock-converse",
    body,
    text,
    stream,
    model: path.model,
    neutral: () => {
      neutral ??= parseRequest(body, stream);
      return neutral;
    },
  };
}
