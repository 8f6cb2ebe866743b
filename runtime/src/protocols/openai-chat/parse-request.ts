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
  optionalBoolean,
  optionalNumber,
  optionalString,
  requireArray,
  requireObject,
  requireString,
} from "../shared/json.ts";
import { parseMessages } from "./parse-messages.ts";
import { parseToolChoice, parseTools } from "./parse-tools.ts";
import { outputLimit } from "./read-facts.ts";

/** Members that have a place in the neutral form, or mean nothing once the request is translated. */
const TRANSLATED: ReadonlySet<string> = new Set([
  "model",
  "messages",
  "tools",
  "tool_choice",
  "parallel_tool_calls",
  "max_tokens",
  "max_completion_tokens",
  "temperature",
  "top_p",
  "stop",
  "seed",
  "presence_penalty",
  "frequency_penalty",
  "reasoning_effort",
  "response_format",
  "stream",
  "stream_options",
]);

/** Members that another provider can do without: the documented losses of a translation. */
export const HARMLESS_LOSSES: Readonly<Record<string, string>> = {
  user: "an end user's id serves the first provider's abuse monitoring only",
  safety_identifier: "an end user's id serves the first provider's abuse monitoring only",
  metadata: "labels of the first provider's own log",
  store: "asks the first provider to keep the answer in its own log",
  service_tier: "a price class of the first provider",
  prompt_cache_key: "a hint for the first provider's cache",
  prompt_cache_retention: "a hint for the first provider's cache",
  prompt_cache_options: "a hint for the first provider's cache",
  prediction: "a hint that speeds the first provider up and changes no answer",
};

/** Members that change the answer, with the one value that does not: that value is left out, any other refused. */
const NEUTRAL_VALUES: Readonly<Record<string, (value: unknown) => boolean>> = {
  n: (value) => value === 1,
  logprobs: (value) => value === false,
  top_logprobs: (value) => value === 0,
  logit_bias: (value) => isObject(value) && Object.keys(value).length === 0,
  modalities: (value) => Array.isArray(value) && value.every((item) => item === "text"),
  verbosity: (value) => value === "medium",
  functions: (value) => Array.isArray(value) && value.length === 0,
};

const REMEDIES: Readonly<Record<string, string>> = {
  n: "Ask for one answer a request.",
  functions: "Use /tools instead, which replaces it.",
  function_call: "Use /tool_choice instead, which replaces it.",
};

const PATHS: Readonly<Record<NeutralMember, string>> = {
  messages: "/messages",
  tools: "/tools",
  toolChoice: "/tool_choice",
  parallelToolCalls: "/parallel_tool_calls",
  temperature: "/temperature",
  stop: "/stop",
  seed: "/seed",
  presencePenalty: "/presence_penalty",
  frequencyPenalty: "/frequency_penalty",
  reasoningEffort: "/reasoning_effort",
  responseFormat: "/response_format",
};

/**
 * Reads a Chat Completions body into the neutral form. Throws MalformedRequestError where it is not one, and
 * UntranslatableError for what the neutral form has no words for; what is harmless to leave out is listed in `losses`.
 */
export function parseRequest(body: JsonObject): NeutralRequest {
  const losses: TranslationLoss[] = [];
  for (const name of Object.keys(body)) checkMember(name, body[name], losses);
  const stop = body.stop;
  return {
    messages: parseMessages(requireArray(body.messages, "/messages"), losses),
    tools: parseTools(body.tools, losses),
    toolChoice: parseToolChoice(body.tool_choice),
    parallelToolCalls: optionalBoolean(body.parallel_tool_calls, "/parallel_tool_calls"),
    maxOutputTokens: outputLimit(body),
    temperature: optionalNumber(body.temperature, "/temperature"),
    topP: optionalNumber(body.top_p, "/top_p"),
    stop: Array.isArray(stop)
      ? stop.map((text, index) => requireString(text, `/stop/${index}`))
      : [optionalString(stop, "/stop")].filter((text) => text !== undefined),
    seed: optionalNumber(body.seed, "/seed"),
    presencePenalty: optionalNumber(body.presence_penalty, "/presence_penalty"),
    frequencyPenalty: optionalNumber(body.frequency_penalty, "/frequency_penalty"),
    reasoningEffort: optionalString(body.reasoning_effort, "/reasoning_effort"),
    responseFormat: parseResponseFormat(body.response_format),
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
    losses.push({ path, reason: harmless });
    return;
  }
  const isNeutral = Object.hasOwn(NEUTRAL_VALUES, name) ? NEUTRAL_VALUES[name] : undefined;
  if (isNeutral?.(value)) return;
  const remedy =
    (Object.hasOwn(REMEDIES, name) ? REMEDIES[name] : undefined) ?? "Leave it out, or route to OpenAI's protocol.";
  throw new UntranslatableError(path, `${path} can not be said in another provider's protocol. ${remedy}`);
}

function parseResponseFormat(value: unknown): NeutralRequest["responseFormat"] {
  if (value === undefined || value === null) return undefined;
  const path = "/response_format";
  const format = requireObject(value, path);
  switch (format.type) {
    case "text":
      return { kind: "text" };
    case "json_object":
      return { kind: "json-object" };
    case "json_schema": {
      const inner = requireObject(format.json_schema, `${path}/json_schema`);
      return {
        kind: "json-schema",
        name: requireString(inner.name, `${path}/json_schema/name`),
        schema: inner.schema ?? {},
        strict: optionalBoolean(inner.strict, `${path}/json_schema/strict`),
        description: optionalString(inner.description, `${path}/json_schema/description`),
      };
    }
    default:
      throw new MalformedRequestError(`${path}/type`, `${path}/type must be text, json_object or json_schema.`);
  }
}
