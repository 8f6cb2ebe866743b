import {
  MalformedRequestError,
  type NeutralRequest,
  type NeutralTool,
  type TranslationLoss,
  UntranslatableError,
} from "../neutral.ts";
import {
  isObject,
  noteUnknown,
  optionalBoolean,
  optionalString,
  requireArray,
  requireObject,
  requireString,
} from "../shared/json.ts";

/** A function without parameters takes none, as OpenAI documents it. */
const NO_PARAMETERS = { type: "object", properties: {} };

const KNOWN: ReadonlySet<string> = new Set(["type", "name", "description", "parameters", "strict"]);

export function parseTools(value: unknown, losses: TranslationLoss[]): NeutralTool[] {
  if (value === undefined || value === null) return [];
  return requireArray(value, "/tools").map((item, index) => {
    const path = `/tools/${index}`;
    const tool = requireObject(item, path);
    if (tool.type !== "function") {
      const message = `${path} is a tool of type ${JSON.stringify(tool.type)}; only functions can be translated.`;
      throw new UntranslatableError(`${path}/type`, message);
    }
    noteUnknown(tool, KNOWN, path, losses);
    return {
      name: requireString(tool.name, `${path}/name`),
      description: optionalString(tool.description, `${path}/description`),
      parameters: tool.parameters ?? NO_PARAMETERS,
      strict: optionalBoolean(tool.strict, `${path}/strict`),
      cachePoint: undefined,
    };
  });
}

export function parseToolChoice(value: unknown): NeutralRequest["toolChoice"] {
  if (value === undefined || value === null) return undefined;
  const path = "/tool_choice";
  if (value === "auto" || value === "none" || value === "required") return { kind: value };
  if (!isObject(value)) {
    throw new MalformedRequestError(path, `${path} must be auto, none, required or an object.`);
  }
  if (value.type !== "function") {
    throw new UntranslatableError(`${path}/type`, `${path} can only name a function in another provider's protocol.`);
  }
  return { kind: "tool", name: requireString(value.name, `${path}/name`) };
}
