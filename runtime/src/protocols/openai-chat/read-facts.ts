import type { Capability } from "../../documents/vocabulary.ts";
import type { IngressRequest, RequestFacts, TokenEstimate } from "../caller.ts";
import { base64ByteLength } from "../shared/base64.ts";
import { isObject, type JsonObject, tokenCount } from "../shared/json.ts";
import { TokenCounter } from "../shared/token-counter.ts";

/** Facts for a decision, in one walk over the body. Never throws: what has a wrong shape counts as its JSON text. */
export function readFacts(request: IngressRequest): RequestFacts {
  const { body } = request;
  const counter = new TokenCounter();
  const capabilities = new Set<Capability>(["chat"]);
  walk(body, counter, capabilities);
  return {
    model: request.model,
    maxOutputTokens: outputLimit(body),
    choices: tokenCount(body.n) || 1,
    capabilities: [...capabilities],
    inputTokens: counter.estimate(),
    includeUsage: isObject(body.stream_options) && body.stream_options.include_usage === true,
  };
}

/** Input tokens of a body: see TokenCounter for what is an estimate and what is a bound. */
export function estimateInput(body: JsonObject): TokenEstimate {
  const counter = new TokenCounter();
  walk(body, counter, new Set());
  return counter.estimate();
}

/** What a model must be able to do to serve this body. */
export function requiredCapabilities(body: JsonObject): Capability[] {
  const capabilities = new Set<Capability>(["chat"]);
  walk(body, new TokenCounter(), capabilities);
  return [...capabilities];
}

/** The caller's limit under its new name or its old one; the lower where both are given. */
export function outputLimit(body: JsonObject): number | undefined {
  const limit = tokenCount(body.max_completion_tokens);
  const older = tokenCount(body.max_tokens);
  if (limit === undefined || older === undefined) return limit ?? older;
  return Math.min(limit, older);
}

function walk(body: JsonObject, counter: TokenCounter, capabilities: Set<Capability>): void {
  const { messages, tools, functions, response_format: format, reasoning_effort: effort } = body;
  if (Array.isArray(messages)) for (const message of messages) walkMessage(message, counter, capabilities);
  for (const list of [tools, functions]) {
    if (!Array.isArray(list) || list.length === 0) continue;
    capabilities.add("tools");
    counter.tools(list.length);
    counter.json(list);
    if (list.some(isStrict)) capabilities.add("structured-output");
  }
  if (isObject(format) && format.type === "json_schema") {
    capabilities.add("structured-output");
    counter.json(format);
  }
  if (typeof effort === "string" && effort !== "none") capabilities.add("reasoning");
  if (Array.isArray(body.modalities) && body.modalities.includes("audio")) capabilities.add("audio");
  if (body.prediction !== undefined && body.prediction !== null) counter.json(body.prediction);
}

/** A strict tool's arguments follow its schema: that is structured output. */
function isStrict(tool: unknown): boolean {
  return isObject(tool) && isObject(tool.function) && tool.function.strict === true;
}

function walkMessage(message: unknown, counter: TokenCounter, capabilities: Set<Capability>): void {
  counter.message();
  if (!isObject(message)) {
    counter.json(message);
    return;
  }
  for (const name in message) {
    const value = message[name];
    if (value === null || name === "role") continue;
    if (typeof value === "string") counter.text(value);
    else if (name === "content" && Array.isArray(value)) {
      for (const part of value) walkPart(part, counter, capabilities);
    } else counter.json(value);
    if (name === "tool_calls" || name === "tool_call_id" || name === "function_call") capabilities.add("tools");
  }
}

function walkPart(part: unknown, counter: TokenCounter, capabilities: Set<Capability>): void {
  if (!isObject(part)) {
    counter.json(part);
    return;
  }
  if (typeof part.text === "string") counter.text(part.text);
  if (part.type === "image_url") {
    capabilities.add("vision");
    counter.image();
  } else if (part.type === "input_audio") {
    capabilities.add("audio");
    counter.audio(base64Length(part.input_audio, "data"));
  } else if (part.type === "file") {
    capabilities.add("documents");
    const bytes = base64Length(part.file, "file_data");
    if (bytes > 0) counter.document(bytes);
    else counter.unseenFile();
  } else if (part.type !== "text") {
    counter.json(part);
  }
}

function base64Length(holder: unknown, name: string): number {
  const data = isObject(holder) ? holder[name] : undefined;
  return typeof data === "string" ? base64ByteLength(data) : 0;
}
