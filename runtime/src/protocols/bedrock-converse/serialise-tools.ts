import { type NeutralRequest, type NeutralTool, type TranslationLoss, UntranslatableError } from "../neutral.ts";
import { namesInHistory, unknownTool } from "../shared/history-tools.ts";
import { writeCachePoint } from "./cache-point.ts";

/** Writes `toolConfig`, or undefined where Bedrock needs none. */
export function serialiseTools(
  request: NeutralRequest,
  losses: TranslationLoss[],
): Record<string, unknown> | undefined {
  const { tools, toolChoice, paths } = request;
  if (tools.length > 0 && request.parallelToolCalls === false && toolChoice?.kind !== "none") {
    const message = `${paths.parallelToolCalls} can not be said to Bedrock, whose models may call several tools at once.`;
    throw new UntranslatableError(paths.parallelToolCalls, message);
  }
  const mayCall = tools.length > 0 && toolChoice?.kind !== "none";
  if (mayCall) return { tools: tools.flatMap(toolSpec), ...writeChoice(toolChoice) };
  const names = namesInHistory(request.messages);
  if (names.length === 0) return undefined;
  // Bedrock refuses a history with tools where no tools are listed, and has no way to forbid their use.
  losses.push({
    path: paths.toolChoice,
    reason: "that no tool may be called is not said: Bedrock has no words for it",
  });
  const known = new Map(tools.map((tool) => [tool.name, tool]));
  return { tools: names.flatMap((name) => toolSpec(known.get(name) ?? unknownTool(name))) };
}

function toolSpec(tool: NeutralTool): Record<string, unknown>[] {
  const spec = {
    toolSpec: {
      name: tool.name,
      // An empty description is refused.
      ...(tool.description ? { description: tool.description } : {}),
      inputSchema: { json: tool.parameters },
      ...(tool.strict ? { strict: true } : {}),
    },
  };
  return tool.cachePoint ? [spec, writeCachePoint(tool.cachePoint.lifetime)] : [spec];
}

function writeChoice(choice: NeutralRequest["toolChoice"]): { toolChoice?: unknown } {
  switch (choice?.kind) {
    case "auto":
      return { toolChoice: { auto: {} } };
    case "required":
      return { toolChoice: { any: {} } };
    case "tool":
      return { toolChoice: { tool: { name: choice.name } } };
    default:
      return {};
  }
}
