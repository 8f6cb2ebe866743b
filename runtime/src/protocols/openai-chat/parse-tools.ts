import {
  MalformedRequestError,
  type NeutralRequest,
  type NeutralTool,
  type TranslationLoss,
  UntranslatableError,
} from "../neutral.ts";
import { parseCacheControl } from "../shared/cache-control.ts";
import {
  noteUnknown,
  optionalBoolean,
  optionalString,
  requireArray,
  requireObject,
  requireString,
} from "../shared/json.ts";

/** A function without parameters takes none, as OpenAI documents it. */
const NO_PARAMETERS = { type: "object", properties: {} };

const KNOWN: ReadonlySet<string> = new Set(["type", "function", "cache_control"]);
const KNOWN_OF_FUNCTION: ReadonlySet<string> = new Set([
  "name",
  "description",
  "parameters",
  "strict",
  "cache_control",
]);

export function parseTools(value: unknown, losses: TranslationLoss[]): NeutralTool[] {
  if (value === undefined || value === null) return [];
  return requireArray(value, "/tools").map((item, index) => {
    const path = `/tools/${index}`;
    const tool = requireObject(item, path);
    if (tool.type !== "function") {
      const message = `${path} is a tool of type ${JSON.stringify(tool.type)}; only functions can be translated.`;
      throw new UntranslatableError(`${path}/type`, message);
    }
    const definition = requireObject(tool.function, `${path}/function`);
    noteUnknown(tool, KNOWN, path, losses);
    noteUnknown(definition, KNOWN_OF_FUNCTION, `${path}/function`, losses);
    return {
      name: requireString(definition.name, `${path}/function/name`),
      description: optionalString(definition.description, `${path}/function/description`),
      parameters: definition.parameters ?? NO_PARAMETERS,
      strict: optionalBoolean(definition.strict, `${path}/function/strict`),
      cachePoint:
        parseCacheControl(tool.cache_control, `${path}/cache_control`) ??
        parseCacheControl(definition.cache_control, `${path}/function/cache_control`),
    };
  });
}

export function parseToolChoice(value: unknown): NeutralRequest["toolChoice"] {
  if (value === undefined || value === null) return undefined;
  const path = "/tool_choice";
  if (value === "auto" || value === "none" || value === "required") return { kind: value };
  if (typeof value === "string") {
    throw new MalformedRequestError(path, `${path} must be auto, none, required or an object, not ${value}.`);
  }
  const choice = requireObject(value, path);
  if (choice.type !== "function") {
    throw new UntranslatableError(`${path}/type`, `${path} can only name a function in another provider's protocol.`);
  }
  const definition = requireObject(choice.function, `${path}/function`);
  return { kind: "tool", name: requireString(definition.name, `${path}/function/name`) };
}
