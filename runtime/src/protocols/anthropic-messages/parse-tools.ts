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

/** `eager_input_streaming` asks for pieces of arguments early; other providers decide that themselves. */
const KNOWN: ReadonlySet<string> = new Set([
  "type",
  "name",
  "description",
  "input_schema",
  "cache_control",
  "strict",
  "defer_loading",
]);

export function parseTools(value: unknown, losses: TranslationLoss[]): NeutralTool[] {
  if (value === undefined || value === null) return [];
  return requireArray(value, "/tools").map((item, index) => {
    const path = `/tools/${index}`;
    const tool = requireObject(item, path);
    if (tool.type !== undefined && tool.type !== null && tool.type !== "custom") {
      const message = `${path} is a tool of type ${JSON.stringify(tool.type)}; only tools with an input_schema can be translated.`;
      throw new UntranslatableError(`${path}/type`, message);
    }
    if (tool.defer_loading === true) {
      const place = `${path}/defer_loading`;
      throw new UntranslatableError(place, `${place} needs Anthropic's search for tools. Leave it out.`);
    }
    noteUnknown(tool, KNOWN, path, losses);
    return {
      name: requireString(tool.name, `${path}/name`),
      description: optionalString(tool.description, `${path}/description`),
      parameters: requireObject(tool.input_schema, `${path}/input_schema`),
      strict: optionalBoolean(tool.strict, `${path}/strict`),
      cachePoint: parseCacheControl(tool.cache_control, `${path}/cache_control`),
    };
  });
}

export function parseToolChoice(value: unknown): Pick<NeutralRequest, "toolChoice" | "parallelToolCalls"> {
  if (value === undefined || value === null) return { toolChoice: undefined, parallelToolCalls: undefined };
  const path = "/tool_choice";
  const choice = requireObject(value, path);
  const disabled = optionalBoolean(choice.disable_parallel_tool_use, `${path}/disable_parallel_tool_use`);
  return {
    toolChoice: readChoice(choice.type, choice.name, path),
    parallelToolCalls: disabled === undefined ? undefined : !disabled,
  };
}

function readChoice(type: unknown, name: unknown, path: string): NeutralRequest["toolChoice"] {
  switch (type) {
    case "auto":
    case "none":
      return { kind: type };
    case "any":
      return { kind: "required" };
    case "tool":
      return { kind: "tool", name: requireString(name, `${path}/name`) };
    default:
      throw new MalformedRequestError(`${path}/type`, `${path}/type must be auto, any, tool or none.`);
  }
}
