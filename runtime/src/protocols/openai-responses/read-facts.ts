import type { Capability } from "../../documents/vocabulary.ts";
import type { IngressRequest, RequestFacts } from "../caller.ts";
import { base64ByteLength } from "../shared/base64.ts";
import { isObject, type JsonObject, tokenCount } from "../shared/json.ts";
import { TokenCounter } from "../shared/token-counter.ts";

/** Members that stand for text which only the provider has. */
const KEPT_ELSEWHERE = ["previous_response_id", "conversation", "prompt"] as const;

/** Facts for a decision, in one walk over the body. Never throws: what has a wrong shape counts as its JSON text. */
export function readFacts(request: IngressRequest): RequestFacts {
  const { body } = request;
  const counter = new TokenCounter();
  const capabilities = new Set<Capability>(["chat"]);
  walk(body, counter, capabilities);
  return {
    model: request.model,
    maxOutputTokens: tokenCount(body.max_output_tokens),
    choices: 1,
    capabilities: [...capabilities],
    inputTokens: counter.estimate(),
    // The last event of a stream always has it.
    includeUsage: true,
  };
}

function walk(body: JsonObject, counter: TokenCounter, capabilities: Set<Capability>): void {
  const { input, instructions, tools, text, reasoning } = body;
  if (typeof instructions === "string") {
    counter.message();
    counter.text(instructions);
  }
  if (typeof input === "string") {
    counter.message();
    counter.text(input);
  } else if (Array.isArray(input)) for (const item of input) walkItem(item, counter, capabilities);
  for (const name of KEPT_ELSEWHERE) if (body[name] !== undefined && body[name] !== null) counter.unseenFile();
  if (Array.isArray(tools) && tools.length > 0) {
    capabilities.add("tools");
    counter.tools(tools.length);
    counter.json(tools);
    if (tools.some((tool) => isObject(tool) && tool.strict === true)) capabilities.add("structured-output");
  }
  const format = isObject(text) ? text.format : undefined;
  if (isObject(format) && format.type === "json_schema") {
    capabilities.add("structured-output");
    counter.json(format);
  }
  if (isObject(reasoning) && typeof reasoning.effort === "string" && reasoning.effort !== "none") {
    capabilities.add("reasoning");
  }
}

function walkItem(item: unknown, counter: TokenCounter, capabilities: Set<Capability>): void {
  counter.message();
  if (!isObject(item)) {
    counter.json(item);
    return;
  }
  if (item.type === "item_reference") {
    counter.unseenFile();
    return;
  }
  if (typeof item.type === "string" && /_call(?:_output)?$/.test(item.type)) capabilities.add("tools");
  for (const name in item) {
    const value = item[name];
    if (value === null || name === "role" || name === "type") continue;
    if (typeof value === "string") counter.text(value);
    else if ((name === "content" || name === "output") && Array.isArray(value)) {
      for (const part of value) walkPart(part, counter, capabilities);
    } else counter.json(value);
  }
}

function walkPart(part: unknown, counter: TokenCounter, capabilities: Set<Capability>): void {
  if (!isObject(part)) {
    counter.json(part);
    return;
  }
  if (typeof part.text === "string") counter.text(part.text);
  switch (part.type) {
    case "input_text":
    case "output_text":
      return;
    case "input_image":
      capabilities.add("vision");
      counter.image();
      return;
    case "input_audio": {
      capabilities.add("audio");
      const data = isObject(part.input_audio) ? part.input_audio.data : undefined;
      counter.audio(typeof data === "string" ? base64ByteLength(data) : 0);
      return;
    }
    case "input_file":
      capabilities.add("documents");
      if (typeof part.file_data === "string") counter.document(base64ByteLength(part.file_data));
      else counter.unseenFile();
      return;
    default:
      counter.json(part);
  }
}
