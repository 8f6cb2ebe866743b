import { MalformedRequestError, type NeutralRequest, type NeutralTool, UntranslatableError } from "../neutral.ts";
import { optionalBoolean, optionalString, requireArray, requireObject, requireString } from "../shared/json.ts";
import { parseCachePoint } from "./cache-point.ts";

/** Reads `toolConfig`: tools, cache points among them, and which tool must be used. */
export function parseToolConfig(value: unknown): Pick<NeutralRequest, "tools" | "toolChoice"> {
  if (value === undefined || value === null) return { tools: [], toolChoice: undefined };
  const config = requireObject(value, "/toolConfig");
  const tools: NeutralTool[] = [];
  for (const [index, item] of requireArray(config.tools, "/toolConfig/tools").entries()) {
    const path = `/toolConfig/tools/${index}`;
    const tool = requireObject(item, path);
    const last = tools.at(-1);
    if (tool.cachePoint !== undefined && last) last.cachePoint = parseCachePoint(tool.cachePoint, `${path}/cachePoint`);
    else if (tool.toolSpec !== undefined) tools.push(parseToolSpec(tool.toolSpec, `${path}/toolSpec`));
    else throw new UntranslatableError(path, `${path} is no toolSpec; tools of Bedrock itself can not be translated.`);
  }
  return { tools, toolChoice: parseToolChoice(config.toolChoice) };
}

function parseToolSpec(value: unknown, path: string): NeutralTool {
  const spec = requireObject(value, path);
  const schema = requireObject(spec.inputSchema, `${path}/inputSchema`);
  return {
    name: requireString(spec.name, `${path}/name`),
    description: optionalString(spec.description, `${path}/description`),
    parameters: schema.json ?? { type: "object", properties: {} },
    strict: optionalBoolean(spec.strict, `${path}/strict`),
    cachePoint: undefined,
  };
}

function parseToolChoice(value: unknown): NeutralRequest["toolChoice"] {
  if (value === undefined || value === null) return undefined;
  const path = "/toolConfig/toolChoice";
  const choice = requireObject(value, path);
  if (choice.auto !== undefined) return { kind: "auto" };
  if (choice.any !== undefined) return { kind: "required" };
  if (choice.tool !== undefined) {
    return { kind: "tool", name: requireString(requireObject(choice.tool, `${path}/tool`).name, `${path}/tool/name`) };
  }
  throw new MalformedRequestError(path, `${path} must have one of auto, any and tool.`);
}
