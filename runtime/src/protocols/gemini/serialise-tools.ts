import { type NeutralRequest, type NeutralTool, type TranslationLoss, UntranslatableError } from "../neutral.ts";
import { isObject } from "../shared/json.ts";
import { cleanSchema } from "./clean-schema.ts";

/** Writes `tools` and `toolConfig`; empty where there are no tools. Throws UntranslatableError. */
export function serialiseTools(request: NeutralRequest, losses: TranslationLoss[]): Record<string, unknown> {
  const { tools, toolChoice, paths } = request;
  if (tools.length === 0) return {};
  if (request.parallelToolCalls === false && toolChoice?.kind !== "none") {
    const message = `${paths.parallelToolCalls} can not be said to Gemini, which may call several tools at once.`;
    throw new UntranslatableError(paths.parallelToolCalls, message);
  }
  if (tools.some((tool) => tool.strict)) {
    losses.push({ path: paths.tools, reason: "Gemini has no strict tools: arguments follow the schema as a hint" });
  }
  if (tools.some((tool) => tool.cachePoint)) {
    losses.push({ path: paths.tools, reason: "this provider caches prompts by itself" });
  }
  return {
    tools: [{ functionDeclarations: tools.map((tool) => declaration(tool, paths.tools, losses)) }],
    ...(toolChoice === undefined ? {} : { toolConfig: { functionCallingConfig: callingConfig(toolChoice) } }),
  };
}

function declaration(tool: NeutralTool, path: string, losses: TranslationLoss[]): Record<string, unknown> {
  const { name, description, parameters } = tool;
  const schema = cleanSchema(parameters, { path, losses, isPromise: false });
  // An object without properties is refused: a function that takes nothing has no parameters.
  const takesNothing = !isObject(schema.properties) || Object.keys(schema.properties).length === 0;
  return {
    name,
    ...(description ? { description } : {}),
    ...(takesNothing && schema.anyOf === undefined ? {} : { parameters: schema }),
  };
}

function callingConfig(choice: NonNullable<NeutralRequest["toolChoice"]>): Record<string, unknown> {
  switch (choice.kind) {
    case "auto":
      return { mode: "AUTO" };
    case "none":
      return { mode: "NONE" };
    case "required":
      return { mode: "ANY" };
    case "tool":
      return { mode: "ANY", allowedFunctionNames: [choice.name] };
  }
}
