import type { Capability } from "../../documents/vocabulary.ts";
import type { IngressRequest, RequestFacts } from "../caller.ts";
import { base64ByteLength } from "../shared/base64.ts";
import { isObject, type JsonObject } from "../shared/json.ts";
import { TokenCounter } from "../shared/token-counter.ts";
import { candidateCount, configValues, outputLimit } from "./generation-config.ts";
import { camelCase, member } from "./member.ts";

/** Facts for a decision, in one walk over the body. Never throws: what has a wrong shape counts as its JSON text. */
export function readFacts(request: IngressRequest): RequestFacts {
  const { body } = request;
  const counter = new TokenCounter();
  const capabilities = new Set<Capability>(["chat"]);
  walk(body, counter, capabilities);
  return {
    model: request.model,
    maxOutputTokens: outputLimit(body),
    choices: candidateCount(body),
    capabilities: [...capabilities],
    inputTokens: counter.estimate(),
    // Every chunk has its usage: there is no choice about it.
    includeUsage: true,
  };
}

function walk(body: JsonObject, counter: TokenCounter, capabilities: Set<Capability>): void {
  const { contents, tools } = body;
  const system = member(body, "systemInstruction");
  if (system !== undefined && system !== null) walkContent(system, counter, capabilities);
  for (const content of Array.isArray(contents) ? contents : []) walkContent(content, counter, capabilities);
  if (tools !== undefined && tools !== null) walkTools(tools, counter, capabilities);
  for (const name of ["responseSchema", "responseJsonSchema", "_responseJsonSchema", "responseFormat"]) {
    for (const schema of configValues(body, name)) {
      capabilities.add("structured-output");
      counter.json(schema);
    }
  }
  if (configValues(body, "thinkingConfig").some(isThinking)) capabilities.add("reasoning");
  if (configValues(body, "responseModalities").some(hasAudio)) capabilities.add("audio");
  const cached = member(body, "cachedContent");
  if (cached !== undefined && cached !== null) counter.unseenFile();
}

/** A budget of 0 switches thinking off; all else needs a model that thinks. */
function isThinking(config: unknown): boolean {
  if (!isObject(config)) return false;
  const budget = member(config, "thinkingBudget") ?? undefined;
  if ((member(config, "thinkingLevel") ?? undefined) !== undefined) return true;
  return budget === undefined ? member(config, "includeThoughts") === true : budget !== 0;
}

function hasAudio(modalities: unknown): boolean {
  return Array.isArray(modalities) && modalities.includes("AUDIO");
}

function walkTools(tools: unknown, counter: TokenCounter, capabilities: Set<Capability>): void {
  const list = Array.isArray(tools) ? tools : [tools];
  const declared = list.flatMap((tool) => {
    const declarations = isObject(tool) ? member(tool, "functionDeclarations") : undefined;
    return Array.isArray(declarations) ? declarations : [];
  });
  if (list.length === 0) return;
  capabilities.add("tools");
  counter.tools(Math.max(1, declared.length));
  counter.json(list);
}

function walkContent(content: unknown, counter: TokenCounter, capabilities: Set<Capability>): void {
  counter.message();
  if (!isObject(content)) {
    counter.json(content);
    return;
  }
  const { parts } = content;
  for (const part of Array.isArray(parts) ? parts : [parts ?? ""]) walkPart(part, counter, capabilities);
}

function walkPart(part: unknown, counter: TokenCounter, capabilities: Set<Capability>): void {
  if (!isObject(part)) {
    counter.json(part);
    return;
  }
  for (const spelling in part) {
    const value = part[spelling];
    if (value === null || value === undefined) continue;
    const name = camelCase(spelling);
    if (typeof value === "string") counter.text(value);
    else if (name === "inlineData") walkInlineData(value, counter, capabilities);
    else if (name === "fileData") {
      addMediaCapability(mediaType(value), capabilities);
      counter.unseenFile();
    } else {
      if (name === "functionCall" || name === "functionResponse") capabilities.add("tools");
      if (name === "functionResponse" && isObject(value)) walkResponseParts(value, counter, capabilities);
      else if (typeof value === "object") counter.json(value);
    }
  }
}

/** A function may answer with pictures and files besides its JSON. */
function walkResponseParts(response: JsonObject, counter: TokenCounter, capabilities: Set<Capability>): void {
  const { parts, ...rest } = response;
  counter.json(rest);
  for (const part of Array.isArray(parts) ? parts : []) walkPart(part, counter, capabilities);
}

function walkInlineData(value: unknown, counter: TokenCounter, capabilities: Set<Capability>): void {
  const type = mediaType(value);
  const data = isObject(value) && typeof value.data === "string" ? value.data : "";
  const bytes = base64ByteLength(data);
  addMediaCapability(type, capabilities);
  if (type.startsWith("image/")) counter.image();
  else if (type.startsWith("audio/")) counter.audio(bytes);
  else if (type.startsWith("video/")) counter.unseenFile();
  else counter.document(bytes);
}

function mediaType(value: unknown): string {
  const type = isObject(value) ? member(value, "mimeType") : undefined;
  return typeof type === "string" ? type.toLowerCase() : "";
}

function addMediaCapability(type: string, capabilities: Set<Capability>): void {
  if (type.startsWith("image/") || type.startsWith("video/")) capabilities.add("vision");
  else if (type.startsWith("audio/")) capabilities.add("audio");
  else capabilities.add("documents");
}
