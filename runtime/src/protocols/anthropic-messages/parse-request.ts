import { appendPointer } from "../../documents/pointer.ts";
import {
  type NeutralMember,
  type NeutralMessage,
  type NeutralRequest,
  type TranslationLoss,
  UntranslatableError,
} from "../neutral.ts";
import { parseCacheControl } from "../shared/cache-control.ts";
import {
  isObject,
  type JsonObject,
  optionalBoolean,
  optionalNumber,
  requireArray,
  requireObject,
  requireString,
} from "../shared/json.ts";
import { parseMessages } from "./parse-messages.ts";
import { parseToolChoice, parseTools } from "./parse-tools.ts";
import { outputLimit } from "./read-facts.ts";
import { parseEffort } from "./thinking.ts";

/** Members that have a place in the neutral form, or mean nothing once the request is translated. */
const TRANSLATED: ReadonlySet<string> = new Set([
  "model",
  "messages",
  "system",
  "max_tokens",
  "temperature",
  "top_p",
  "stop_sequences",
  "stream",
  "tools",
  "tool_choice",
  "thinking",
  "output_config",
  "output_format",
  "cache_control",
]);

/** Members that another provider can do without: the documented losses of a translation. */
export const HARMLESS_LOSSES: Readonly<Record<string, string>> = {
  metadata: "an end user's id serves the first provider's abuse monitoring only",
  service_tier: "a price class of the first provider",
  speed: "a price class of the first provider",
  diagnostics: "asks the first provider about its own cache",
  context_management: "the first provider's way to shorten a long history",
  top_k: "a way of sampling that not every provider has",
};

const PATHS: Readonly<Record<NeutralMember, string>> = {
  messages: "/messages",
  tools: "/tools",
  toolChoice: "/tool_choice",
  parallelToolCalls: "/tool_choice/disable_parallel_tool_use",
  temperature: "/temperature",
  stop: "/stop_sequences",
  seed: "",
  presencePenalty: "",
  frequencyPenalty: "",
  reasoningEffort: "/thinking",
  responseFormat: "/output_config/format",
};

/**
 * Reads a Messages body into the neutral form. Throws MalformedRequestError where it is not one, and
 * UntranslatableError for what the neutral form has no words for; what is harmless to leave out is listed in `losses`.
 */
export function parseRequest(body: JsonObject): NeutralRequest {
  const losses: TranslationLoss[] = [];
  for (const name of Object.keys(body)) checkMember(name, body[name], losses);
  const maxOutputTokens = outputLimit(body);
  if (maxOutputTokens === 0) {
    throw new UntranslatableError("/max_tokens", "/max_tokens is 0, which fills a cache; other providers can not.");
  }
  const stop = body.stop_sequences ?? [];
  return {
    messages: markEnd(parseMessages(body, losses), body),
    tools: parseTools(body.tools, losses),
    ...parseToolChoice(body.tool_choice),
    maxOutputTokens,
    temperature: optionalNumber(body.temperature, "/temperature"),
    topP: optionalNumber(body.top_p, "/top_p"),
    stop: requireArray(stop, PATHS.stop).map((text, index) => requireString(text, `${PATHS.stop}/${index}`)),
    seed: undefined,
    presencePenalty: undefined,
    frequencyPenalty: undefined,
    reasoningEffort: parseEffort(body, losses),
    responseFormat: parseFormat(body),
    stream: optionalBoolean(body.stream, "/stream") ?? false,
    paths: PATHS,
    losses,
  };
}

function checkMember(name: string, value: unknown, losses: TranslationLoss[]): void {
  const empty = (Array.isArray(value) && value.length === 0) || (isObject(value) && Object.keys(value).length === 0);
  if (TRANSLATED.has(name) || value === null || empty) return;
  const path = appendPointer("", name);
  const harmless = Object.hasOwn(HARMLESS_LOSSES, name) ? HARMLESS_LOSSES[name] : undefined;
  if (harmless === undefined) {
    const remedy = "Leave it out, or route to Anthropic.";
    throw new UntranslatableError(path, `${path} can not be said in another provider's protocol. ${remedy}`);
  }
  losses.push({ path, reason: harmless });
}

/** A cache mark of the whole request stands for one at the end of its last message. */
function markEnd(messages: NeutralMessage[], body: JsonObject): NeutralMessage[] {
  const cache = parseCacheControl(body.cache_control, "/cache_control");
  const last = messages.at(-1);
  if (cache && last && last.content.at(-1)?.type !== "cache-point") {
    last.content.push({ type: "cache-point", ...cache });
  }
  return messages;
}

/** A beta had the format in a member of its own. */
function parseFormat(body: JsonObject): NeutralRequest["responseFormat"] {
  const output = isObject(body.output_config) ? body.output_config : {};
  const isOld = output.format === undefined || output.format === null;
  const value = isOld ? body.output_format : output.format;
  if (value === undefined || value === null) return undefined;
  const path = isOld ? "/output_format" : PATHS.responseFormat;
  const format = requireObject(value, path);
  if (format.type !== "json_schema") {
    throw new UntranslatableError(`${path}/type`, `${path}/type must be json_schema; no other is known.`);
  }
  const schema = requireObject(format.schema, `${path}/schema`);
  // Other protocols need a name. Anthropic holds the model to the schema, which they call strict.
  return { kind: "json-schema", name: "answer", schema, strict: true, description: undefined };
}
