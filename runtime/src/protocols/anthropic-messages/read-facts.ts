import type { Capability } from "../../documents/vocabulary.ts";
import type { IngressRequest, RequestFacts } from "../caller.ts";
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
    choices: 1,
    capabilities: [...capabilities],
    inputTokens: counter.estimate(),
    // A stream of this protocol always says it.
    includeUsage: true,
  };
}

export function outputLimit(body: JsonObject): number | undefined {
  return tokenCount(body.max_tokens);
}

function walk(body: JsonObject, counter: TokenCounter, capabilities: Set<Capability>): void {
  const { system, messages, tools, thinking, output_config: output } = body;
  walkContent(system, counter, capabilities);
  for (const message of Array.isArray(messages) ? messages : []) {
    counter.message();
    if (isObject(message)) walkContent(message.content, counter, capabilities);
    else counter.json(message);
  }
  if (Array.isArray(tools) && tools.length > 0) {
    capabilities.add("tools");
    counter.tools(tools.length);
    counter.json(tools);
    if (tools.some((tool) => isObject(tool) && tool.strict === true)) capabilities.add("structured-output");
  }
  // An effort without thinking only says how many words to make; every model of the protocol can be asked for it.
  if (isObject(thinking) && thinking.type !== "disabled") capabilities.add("reasoning");
  const format = (isObject(output) ? output.format : undefined) ?? body.output_format;
  if (isObject(format)) {
    capabilities.add("structured-output");
    counter.json(format);
  }
}

function walkContent(content: unknown, counter: TokenCounter, capabilities: Set<Capability>): void {
  if (typeof content === "string") counter.text(content);
  else if (Array.isArray(content)) for (const block of content) walkBlock(block, counter, capabilities);
  else if (content !== undefined && content !== null) counter.json(content);
}

function walkBlock(block: unknown, counter: TokenCounter, capabilities: Set<Capability>): void {
  if (!isObject(block)) {
    counter.json(block);
    return;
  }
  switch (block.type) {
    case "text":
      if (typeof block.text === "string") counter.text(block.text);
      else counter.json(block);
      // Passages cited in the history are part of it.
      if (block.citations !== undefined && block.citations !== null) counter.json(block.citations);
      return;
    case "image":
      capabilities.add("vision");
      counter.image();
      return;
    case "document":
      capabilities.add("documents");
      walkDocument(block, counter, capabilities);
      return;
    case "tool_result":
      capabilities.add("tools");
      counter.json(block.tool_use_id);
      walkContent(block.content, counter, capabilities);
      return;
    case "search_result":
      counter.json([block.source, block.title]);
      walkContent(block.content, counter, capabilities);
      return;
    case "container_upload":
      counter.unseenFile();
      return;
    default:
      if (block.type === "tool_use") capabilities.add("tools");
      counter.json(block);
  }
}

function walkDocument(block: JsonObject, counter: TokenCounter, capabilities: Set<Capability>): void {
  counter.json([block.title, block.context]);
  const source = isObject(block.source) ? block.source : {};
  if (source.type === "text" && typeof source.data === "string") counter.text(source.data);
  else if (source.type === "base64" && typeof source.data === "string") counter.document(base64ByteLength(source.data));
  else if (source.type === "content") walkContent(source.content, counter, capabilities);
  else counter.unseenFile();
}
