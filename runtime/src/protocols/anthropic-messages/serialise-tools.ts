import type { NeutralRequest, NeutralTool, TranslationLoss } from "../neutral.ts";
import { writeCacheControl } from "../shared/cache-control.ts";
import { namesInHistory, unknownTool } from "../shared/history-tools.ts";
import { isObject } from "../shared/json.ts";
import { cleanSchema } from "./clean-schema.ts";

/** Writes `tools` and `tool_choice`; both undefined where Anthropic needs none. */
export function serialiseTools(
  request: NeutralRequest,
  losses: TranslationLoss[],
): { tools?: unknown[]; tool_choice?: unknown } {
  if (request.tools.length > 0) {
    const choice = serialiseChoice(request);
    return {
      tools: request.tools.map((tool) => serialiseTool(tool, request.paths.tools, losses)),
      ...(choice ? { tool_choice: choice } : {}),
    };
  }
  // A history with tools is refused where no tools are listed.
  const names = namesInHistory(request.messages);
  if (names.length === 0) return {};
  return {
    tools: names.map((name) => serialiseTool(unknownTool(name), request.paths.tools, losses)),
    tool_choice: { type: "none" },
  };
}

function serialiseTool(tool: NeutralTool, path: string, losses: TranslationLoss[]): Record<string, unknown> {
  const { name, description, parameters, strict, cachePoint } = tool;
  return {
    name,
    ...(description ? { description } : {}),
    input_schema: strict ? cleanSchema(inputSchema(parameters), path, losses) : inputSchema(parameters),
    ...(strict ? { strict } : {}),
    ...(cachePoint ? { cache_control: writeCacheControl(cachePoint.lifetime) } : {}),
  };
}

/** A schema must say that it is of an object, which elsewhere goes without saying. */
function inputSchema(parameters: unknown): unknown {
  return isObject(parameters) && parameters.type === undefined ? { type: "object", ...parameters } : parameters;
}

function serialiseChoice({ toolChoice, parallelToolCalls }: NeutralRequest): Record<string, unknown> | undefined {
  const single = parallelToolCalls === false ? { disable_parallel_tool_use: true } : {};
  switch (toolChoice?.kind) {
    case "none":
      return { type: "none" };
    case "required":
      return { type: "any", ...single };
    case "tool":
      return { type: "tool", name: toolChoice.name, ...single };
    case "auto":
      return { type: "auto", ...single };
    default:
      return parallelToolCalls === false ? { type: "auto", ...single } : undefined;
  }
}
