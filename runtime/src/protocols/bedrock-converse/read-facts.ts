import type { Capability } from "../../documents/vocabulary.ts";
import type { IngressRequest, RequestFacts, TokenEstimate } from "../caller.ts";
import { base64ByteLength } from "../shared/base64.ts";
import { isObject, type JsonObject, tokenCount } from "../shared/json.ts";
import { TokenCounter } from "../shared/token-counter.ts";

/** Facts for a decision, in one walk over the body. Never throws: what has a wrong shape counts as its JSON text. */
export function readFacts(request: IngressRequest): RequestFacts {
  const counter = new TokenCounter();
  const capabilities = new Set<Capability>(["chat"]);
  walk(request.body, counter, capabilities);
  return {
    model: request.model,
    maxOutputTokens: outputLimit(request.body),
    choices: 1,
    capabilities: [...capabilities],
    inputTokens: counter.estimate(),
    // Converse has no choice about it: the metadata event is always there.
    includeUsage: true,
    ...(isObject(request.body.guardrailConfig) ? { guarded: true } : {}),
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

export function outputLimit(body: JsonObject): number | undefined {
  return isObject(body.inferenceConfig) ? tokenCount(body.inferenceConfig.maxTokens) : undefined;
}

/** Model-specific members that make a model think: Anthropic's, Amazon's and OpenAI's. */
const REASONING_FIELDS = ["thinking", "reasoningConfig", "reasoning_config", "reasoning_effort"];

function walk(body: JsonObject, counter: TokenCounter, capabilities: Set<Capability>): void {
  const { system, messages, toolConfig, outputConfig, additionalModelRequestFields: additional } = body;
  if (Array.isArray(system)) for (const block of system) walkBlock(block, counter, capabilities);
  for (const message of Array.isArray(messages) ? messages : []) {
    counter.message();
    const content = isObject(message) ? message.content : message;
    if (Array.isArray(content)) for (const block of content) walkBlock(block, counter, capabilities);
    else counter.json(content);
  }
  if (isObject(toolConfig)) {
    capabilities.add("tools");
    const tools = Array.isArray(toolConfig.tools) ? toolConfig.tools : [];
    counter.tools(tools.length);
    counter.json(tools);
    if (tools.some((tool) => isObject(tool) && isObject(tool.toolSpec) && tool.toolSpec.strict === true)) {
      capabilities.add("structured-output");
    }
  }
  if (isObject(outputConfig) && isObject(outputConfig.textFormat)) {
    capabilities.add("structured-output");
    counter.json(outputConfig.textFormat);
  }
  if (isObject(body.promptVariables)) counter.json(body.promptVariables);
  if (isObject(additional) && REASONING_FIELDS.some((name) => name in additional)) capabilities.add("reasoning");
}

function walkBlock(block: unknown, counter: TokenCounter, capabilities: Set<Capability>): void {
  if (!isObject(block)) {
    counter.json(block);
    return;
  }
  for (const name in block) {
    const value = block[name];
    if (name === "text" && typeof value === "string") counter.text(value);
    else if (name === "image") {
      capabilities.add("vision");
      counter.image();
    } else if (name === "document") {
      capabilities.add("documents");
      walkDocument(value, counter, capabilities);
    } else if (name === "video") {
      capabilities.add("vision");
      counter.unseenFile();
    } else if (name === "audio") {
      capabilities.add("audio");
      counter.audio(sourceBytes(value));
    } else if (name === "toolResult" && isObject(value) && Array.isArray(value.content)) {
      capabilities.add("tools");
      for (const inner of value.content) walkBlock(inner, counter, capabilities);
    } else {
      if (name === "toolUse") capabilities.add("tools");
      counter.json(value);
    }
  }
}

function walkDocument(document: unknown, counter: TokenCounter, capabilities: Set<Capability>): void {
  const source = isObject(document) && isObject(document.source) ? document.source : {};
  if (Array.isArray(source.content)) for (const block of source.content) walkBlock(block, counter, capabilities);
  else if (typeof source.text === "string") counter.text(source.text);
  else if (typeof source.bytes === "string") counter.document(base64ByteLength(source.bytes));
  else counter.unseenFile();
}

function sourceBytes(holder: unknown): number {
  const source = isObject(holder) && isObject(holder.source) ? holder.source : {};
  return typeof source.bytes === "string" ? base64ByteLength(source.bytes) : 0;
}
