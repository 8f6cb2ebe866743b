import { appendPointer } from "../../documents/pointer.ts";
import { parseEffort } from "../anthropic-messages/thinking.ts";
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
  optionalNumber,
  optionalString,
  parseJson,
  requireArray,
  requireObject,
  requireString,
} from "../shared/json.ts";
import { parseMessages } from "./parse-messages.ts";
import { parseToolConfig } from "./parse-tools.ts";
import { outputLimit } from "./read-facts.ts";

const TRANSLATED: ReadonlySet<string> = new Set([
  "modelId",
  "messages",
  "system",
  "inferenceConfig",
  "toolConfig",
  "outputConfig",
  "additionalModelRequestFields",
]);

/** Members that another provider can do without: the documented losses of a translation. */
export const HARMLESS_LOSSES: Readonly<Record<string, string>> = {
  requestMetadata: "labels of Bedrock's own log",
  performanceConfig: "a latency class of Bedrock",
  serviceTier: "a price class of Bedrock",
};

const PATHS: Readonly<Record<NeutralMember, string>> = {
  messages: "/messages",
  tools: "/toolConfig/tools",
  toolChoice: "/toolConfig/toolChoice",
  parallelToolCalls: "/toolConfig",
  temperature: "/inferenceConfig/temperature",
  stop: "/inferenceConfig/stopSequences",
  seed: "/inferenceConfig",
  presencePenalty: "/inferenceConfig",
  frequencyPenalty: "/inferenceConfig",
  reasoningEffort: "/outputConfig/effort",
  responseFormat: "/outputConfig/textFormat",
};

/** Reads a Converse body into the neutral form. Throws as the same function of the other protocols does. */
export function parseRequest(body: JsonObject, stream: boolean): NeutralRequest {
  const losses: TranslationLoss[] = [];
  for (const name of Object.keys(body)) checkMember(name, body[name], losses);
  const inference = optionalObject(body.inferenceConfig, "/inferenceConfig");
  const output = optionalObject(body.outputConfig, "/outputConfig");
  refuseUnknown(inference, ["maxTokens", "temperature", "topP", "stopSequences"], "/inferenceConfig");
  refuseUnknown(output, ["textFormat", "effort"], "/outputConfig");
  const stop = inference.stopSequences ?? [];
  const additional = optionalObject(body.additionalModelRequestFields, "/additionalModelRequestFields");
  const effortOfModel = additionalEffort(additional, losses);
  return {
    messages: parseMessages(body, losses),
    ...parseToolConfig(body.toolConfig),
    parallelToolCalls: undefined,
    maxOutputTokens: outputLimit(body),
    temperature: optionalNumber(inference.temperature, PATHS.temperature),
    topP: optionalNumber(inference.topP, "/inferenceConfig/topP"),
    stop: requireArray(stop, PATHS.stop).map((text, index) => requireString(text, `${PATHS.stop}/${index}`)),
    seed: undefined,
    presencePenalty: undefined,
    frequencyPenalty: undefined,
    reasoningEffort: optionalString(output.effort, PATHS.reasoningEffort) ?? effortOfModel,
    responseFormat: parseTextFormat(output.textFormat),
    stream,
    paths: PATHS,
    losses,
  };
}

function optionalObject(value: unknown, path: string): JsonObject {
  return value === undefined || value === null ? {} : requireObject(value, path);
}

function checkMember(name: string, value: unknown, losses: TranslationLoss[]): void {
  const empty = (Array.isArray(value) && value.length === 0) || (isObject(value) && Object.keys(value).length === 0);
  if (TRANSLATED.has(name) || value === null || empty) return;
  const path = appendPointer("", name);
  const harmless = Object.hasOwn(HARMLESS_LOSSES, name) ? HARMLESS_LOSSES[name] : undefined;
  if (harmless === undefined) {
    const remedy = "Leave it out, or route to Bedrock.";
    throw new UntranslatableError(path, `${path} can not be said in another provider's protocol. ${remedy}`);
  }
  losses.push({ path, reason: harmless });
}

function refuseUnknown(object: JsonObject, known: readonly string[], path: string): void {
  const other = Object.keys(object).find((name) => !known.includes(name) && object[name] !== null);
  if (other === undefined) return;
  const place = appendPointer(path, other);
  throw new UntranslatableError(place, `${place} is a member that another provider does not know. Leave it out.`);
}

/** Of the members that only one model knows, OpenAI's and Anthropic's on Bedrock have some that others know too. */
function additionalEffort(additional: JsonObject, losses: TranslationLoss[]): string | undefined {
  const path = "/additionalModelRequestFields";
  refuseUnknown(additional, ["reasoning_effort", "thinking"], path);
  return (
    optionalString(additional.reasoning_effort, `${path}/reasoning_effort`) ?? parseEffort(additional, losses, path)
  );
}

function parseTextFormat(value: unknown): NeutralRequest["responseFormat"] {
  if (value === undefined || value === null) return undefined;
  const path = PATHS.responseFormat;
  const format = requireObject(value, path);
  if (format.type !== "json_schema") {
    throw new UntranslatableError(`${path}/type`, `${path}/type must be json_schema; no other is known.`);
  }
  const structure = requireObject(format.structure, `${path}/structure`);
  const place = `${path}/structure/jsonSchema`;
  const definition = requireObject(structure.jsonSchema, place);
  const schema = parseJson(requireString(definition.schema, `${place}/schema`));
  if (!isObject(schema))
    throw new MalformedRequestError(`${place}/schema`, `${place}/schema is not a JSON Schema as text.`);
  return {
    kind: "json-schema",
    // OpenAI's protocol needs a name; Bedrock's does not.
    name: optionalString(definition.name, `${place}/name`) ?? "answer",
    schema,
    strict: true,
    description: optionalString(definition.description, `${place}/description`),
  };
}
