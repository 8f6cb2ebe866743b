import { appendPointer } from "../../documents/pointer.ts";
import {
  MalformedRequestError,
  type NeutralMember,
  type NeutralRequest,
  type TranslationLoss,
  UntranslatableError,
} from "../neutral.ts";
import {
  type JsonObject,
  optionalNumber,
  optionalString,
  requireArray,
  requireObject,
  requireString,
} from "../shared/json.ts";
import { outputLimit } from "./generation-config.ts";
import { camelCase, memberAt } from "./member.ts";
import { parseMessages } from "./parse-messages.ts";
import { isAllRequired, toJsonSchema } from "./parse-schema.ts";
import { parseTools } from "./parse-tools.ts";
import { parseThinking } from "./thinking.ts";

const TRANSLATED: ReadonlySet<string> = new Set([
  "model",
  "contents",
  "systemInstruction",
  "generationConfig",
  "tools",
  "toolConfig",
]);

const TRANSLATED_CONFIG: ReadonlySet<string> = new Set([
  "temperature",
  "topP",
  "maxOutputTokens",
  "stopSequences",
  "seed",
  "presencePenalty",
  "frequencyPenalty",
  "responseMimeType",
  "responseSchema",
  "responseJsonSchema",
  "_responseJsonSchema",
  "thinkingConfig",
]);

/** Members that another provider can do without: the documented losses of a translation. */
export const HARMLESS_LOSSES: Readonly<Record<string, string>> = {
  safetySettings: "thresholds of Google's own filter",
  labels: "labels of Google's own bill",
  store: "asks Google to keep the answer in its own log",
  serviceTier: "a price class of Google",
};

/** The same for members of the generation config. */
export const HARMLESS_CONFIG_LOSSES: Readonly<Record<string, string>> = {
  topK: "a way of sampling that few protocols have",
  mediaResolution: "other providers choose the resolution of images themselves",
  audioTimestamp: "audio can not be translated at all",
  enableEnhancedCivicAnswers: "a feature of Google's models",
};

/** Members that change the answer, with the values that do not. */
const NEUTRAL_CONFIG_VALUES: Readonly<Record<string, (value: unknown) => boolean>> = {
  candidateCount: (value) => value === 1,
  responseLogprobs: (value) => value === false,
  logprobs: (value) => value === 0,
  responseModalities: (value) => Array.isArray(value) && value.every((item) => item === "TEXT"),
};

const CONFIG = "/generationConfig";
const PATHS: Readonly<Record<NeutralMember, string>> = {
  messages: "/contents",
  tools: "/tools",
  toolChoice: "/toolConfig/functionCallingConfig",
  parallelToolCalls: "/tools",
  temperature: `${CONFIG}/temperature`,
  stop: `${CONFIG}/stopSequences`,
  seed: `${CONFIG}/seed`,
  presencePenalty: `${CONFIG}/presencePenalty`,
  frequencyPenalty: `${CONFIG}/frequencyPenalty`,
  reasoningEffort: `${CONFIG}/thinkingConfig`,
  responseFormat: `${CONFIG}/responseSchema`,
};

/** Reads a generateContent body into the neutral form. Throws as the same function of the other protocols does. */
export function parseRequest(body: JsonObject, stream: boolean): NeutralRequest {
  const losses: TranslationLoss[] = [];
  checkMembers(body, "", TRANSLATED, HARMLESS_LOSSES, {}, losses);
  const { value, path } = memberAt(body, "generationConfig", "");
  const config = value === undefined || value === null ? {} : requireObject(value, path);
  checkMembers(config, path, TRANSLATED_CONFIG, HARMLESS_CONFIG_LOSSES, NEUTRAL_CONFIG_VALUES, losses);
  const at = (name: string) => memberAt(config, name, path);
  const number = (name: string) => optionalNumber(at(name).value, at(name).path);
  const stop = at("stopSequences");
  const thinking = at("thinkingConfig");
  return {
    messages: parseMessages(body, losses),
    ...parseTools(body, losses),
    parallelToolCalls: undefined,
    maxOutputTokens: outputLimit(body),
    temperature: number("temperature"),
    topP: number("topP"),
    stop: requireArray(stop.value ?? [], stop.path).map((word, index) => requireString(word, `${stop.path}/${index}`)),
    seed: number("seed"),
    presencePenalty: number("presencePenalty"),
    frequencyPenalty: number("frequencyPenalty"),
    reasoningEffort: parseThinking(thinking.value, thinking.path, losses),
    responseFormat: parseFormat(config, path),
    stream,
    paths: PATHS,
    losses,
  };
}

function checkMembers(
  object: JsonObject,
  path: string,
  translated: ReadonlySet<string>,
  harmless: Readonly<Record<string, string>>,
  neutral: Readonly<Record<string, (value: unknown) => boolean>>,
  losses: TranslationLoss[],
): void {
  for (const spelling of Object.keys(object)) {
    const name = camelCase(spelling);
    const value = object[spelling];
    if (translated.has(name) || value === null || (Array.isArray(value) && value.length === 0)) continue;
    const place = appendPointer(path, spelling);
    const reason = Object.hasOwn(harmless, name) ? harmless[name] : undefined;
    if (reason !== undefined) losses.push({ path: place, reason });
    else if (!(Object.hasOwn(neutral, name) && neutral[name]?.(value))) {
      const remedy = "Leave it out, or route to Gemini.";
      throw new UntranslatableError(place, `${place} can not be said in another provider's protocol. ${remedy}`);
    }
  }
}

function parseFormat(config: JsonObject, path: string): NeutralRequest["responseFormat"] {
  const type = memberAt(config, "responseMimeType", path);
  const mediaType = optionalString(type.value, type.path) ?? "text/plain";
  if (mediaType === "text/plain" || mediaType === "") return undefined;
  if (mediaType !== "application/json") {
    const message = `${type.path} is ${mediaType}; other protocols have text and JSON only.`;
    throw new UntranslatableError(type.path, message);
  }
  const google = memberAt(config, "responseSchema", path);
  const standard = ["responseJsonSchema", "_responseJsonSchema"]
    .map((name) => memberAt(config, name, path))
    .find(({ value }) => value !== undefined && value !== null);
  const hasGoogle = google.value !== undefined && google.value !== null;
  if (!hasGoogle && !standard) return { kind: "json-object" };
  if (hasGoogle && standard) {
    throw new MalformedRequestError(google.path, `${google.path} and ${standard.path} exclude each other.`);
  }
  const schema = hasGoogle
    ? toJsonSchema(requireObject(google.value, google.path))
    : requireObject(standard?.value, standard?.path ?? path);
  // OpenAI's protocol needs a name; Gemini's has none.
  return {
    kind: "json-schema",
    name: "answer",
    schema,
    strict: isAllRequired(schema) || undefined,
    description: undefined,
  };
}
