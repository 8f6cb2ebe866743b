import { appendPointer } from "../../documents/pointer.ts";
import {
  MalformedRequestError,
  type NeutralMember,
  type NeutralRequest,
  type TranslationLoss,
  UntranslatableError,
} from "../neutral.ts";
import {
  isObject,
  type JsonObject,
  noteUnknown,
  optionalBoolean,
  optionalCount,
  optionalNumber,
  optionalString,
  requireObject,
  requireString,
} from "../shared/json.ts";
import { parseItems } from "./parse-items.ts";
import { parseToolChoice, parseTools } from "./parse-tools.ts";

/** Members that have a place in the neutral form, or mean nothing once the request is translated. */
const TRANSLATED: ReadonlySet<string> = new Set([
  "model",
  "input",
  "instructions",
  "tools",
  "tool_choice",
  "parallel_tool_calls",
  "max_output_tokens",
  "temperature",
  "top_p",
  "text",
  "reasoning",
  "include",
  "stream",
  "stream_options",
]);

/** Members that another provider can do without: the documented losses of a translation. */
const HARMLESS_LOSSES: Readonly<Record<string, string>> = {
  user: "an end user's id serves the first provider's abuse monitoring only",
  safety_identifier: "an end user's id serves the first provider's abuse monitoring only",
  metadata: "labels of the first provider's own log",
  store: "asks the first provider to keep the answer in its own log",
  service_tier: "a price class of the first provider",
  prompt_cache_key: "a hint for the first provider's cache",
  prompt_cache_retention: "a hint for the first provider's cache",
  prompt_cache_options: "a hint for the first provider's cache",
  max_tool_calls: "counts the calls of tools that the first provider runs itself",
  truncation: "other providers refuse what does not fit, and leave nothing out",
};

/** Members that change the answer, with the one value that does not: that value is left out, any other refused. */
const NEUTRAL_VALUES: Readonly<Record<string, (value: unknown) => boolean>> = {
  background: (value) => value === false,
  top_logprobs: (value) => value === 0,
  context_management: (value) => Array.isArray(value) && value.length === 0,
};

const REMEDIES: Readonly<Record<string, string>> = {
  previous_response_id: "Send the whole conversation in /input.",
  conversation: "Send the whole conversation in /input.",
  prompt: "Send the text of the prompt in /instructions and /input.",
};

/** What may be asked to be included: it belongs to tools that are refused elsewhere, or other providers send it anyway. */
const INCLUDED = /^(?:reasoning\.encrypted_content|(?:file_search|web_search|code_interpreter|computer)_call)/;

const PATHS: Readonly<Record<NeutralMember, string>> = {
  messages: "/input",
  tools: "/tools",
  toolChoice: "/tool_choice",
  parallelToolCalls: "/parallel_tool_calls",
  temperature: "/temperature",
  stop: "/stop",
  seed: "/seed",
  presencePenalty: "/presence_penalty",
  frequencyPenalty: "/frequency_penalty",
  reasoningEffort: "/reasoning/effort",
  responseFormat: "/text/format",
};

/**
 * Reads a Responses body into the neutral form. Throws MalformedRequestError where it is not one, and
 * UntranslatableError for what the neutral form has no words for; what is harmless to leave out is listed in `losses`.
 */
export function parseRequest(body: JsonObject): NeutralRequest {
  const losses: TranslationLoss[] = [];
  for (const name of Object.keys(body)) checkMember(name, body[name], losses);
  checkIncluded(body.include);
  return {
    messages: parseItems(body, losses),
    tools: parseTools(body.tools, losses),
    toolChoice: parseToolChoice(body.tool_choice),
    parallelToolCalls: optionalBoolean(body.parallel_tool_calls, "/parallel_tool_calls"),
    maxOutputTokens: optionalCount(body.max_output_tokens, "/max_output_tokens", 1),
    temperature: optionalNumber(body.temperature, "/temperature"),
    topP: optionalNumber(body.top_p, "/top_p"),
    stop: [],
    seed: undefined,
    presencePenalty: undefined,
    frequencyPenalty: undefined,
    reasoningEffort: parseReasoning(body.reasoning, losses),
    responseFormat: parseText(body.text, losses),
    stream: optionalBoolean(body.stream, "/stream") ?? false,
    paths: PATHS,
    losses,
  };
}

function checkMember(name: string, value: unknown, losses: TranslationLoss[]): void {
  if (TRANSLATED.has(name) || value === null) return;
  const path = appendPointer("", name);
  const harmless = Object.hasOwn(HARMLESS_LOSSES, name) ? HARMLESS_LOSSES[name] : undefined;
  if (harmless !== undefined) {
    // What says nothing loses nothing.
    if (value !== false && value !== "disabled") losses.push({ path, reason: harmless });
    return;
  }
  const isNeutral = Object.hasOwn(NEUTRAL_VALUES, name) ? NEUTRAL_VALUES[name] : undefined;
  if (isNeutral?.(value)) return;
  const remedy =
    (Object.hasOwn(REMEDIES, name) ? REMEDIES[name] : undefined) ?? "Leave it out, or route to OpenAI's protocol.";
  throw new UntranslatableError(path, `${path} can not be said in another provider's protocol. ${remedy}`);
}

function checkIncluded(value: unknown): void {
  if (!Array.isArray(value)) return;
  for (const [index, name] of value.entries()) {
    if (typeof name === "string" && INCLUDED.test(name)) continue;
    const path = `/include/${index}`;
    throw new UntranslatableError(path, `${path}: ${JSON.stringify(name)} can not be had of another provider.`);
  }
}

function parseReasoning(value: unknown, losses: TranslationLoss[]): string | undefined {
  if (value === undefined || value === null) return undefined;
  const reasoning = requireObject(value, "/reasoning");
  for (const name of ["summary", "generate_summary"]) {
    if (reasoning[name] === undefined || reasoning[name] === null) continue;
    losses.push({ path: `/reasoning/${name}`, reason: "other providers show of their reasoning what they show" });
  }
  noteUnknown(reasoning, new Set(["effort", "summary", "generate_summary"]), "/reasoning", losses);
  return optionalString(reasoning.effort, "/reasoning/effort");
}

function parseText(value: unknown, losses: TranslationLoss[]): NeutralRequest["responseFormat"] {
  if (value === undefined || value === null) return undefined;
  const text = requireObject(value, "/text");
  if (text.verbosity !== undefined && text.verbosity !== null && text.verbosity !== "medium") {
    const message = "/text/verbosity can not be said in another provider's protocol. Ask for it in words.";
    throw new UntranslatableError("/text/verbosity", message);
  }
  noteUnknown(text, new Set(["format", "verbosity"]), "/text", losses);
  if (!isObject(text.format)) return undefined;
  const path = "/text/format";
  const { format } = text;
  switch (format.type) {
    case "text":
      return { kind: "text" };
    case "json_object":
      return { kind: "json-object" };
    case "json_schema":
      return {
        kind: "json-schema",
        name: requireString(format.name, `${path}/name`),
        schema: format.schema ?? {},
        strict: optionalBoolean(format.strict, `${path}/strict`),
        description: optionalString(format.description, `${path}/description`),
      };
    default:
      throw new MalformedRequestError(`${path}/type`, `${path}/type must be text, json_object or json_schema.`);
  }
}
