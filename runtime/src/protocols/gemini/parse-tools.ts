import {
  MalformedRequestError,
  type NeutralRequest,
  type NeutralTool,
  type TranslationLoss,
  UntranslatableError,
} from "../neutral.ts";
import {
  isObject,
  type JsonObject,
  optionalString,
  requireArray,
  requireObject,
  requireString,
} from "../shared/json.ts";
import { camelCase, member, memberAt, noteUnknownMembers } from "./member.ts";
import { toJsonSchema } from "./parse-schema.ts";

const NO_PARAMETERS = { type: "object", properties: {} };
const KNOWN: ReadonlySet<string> = new Set(["name", "description", "parameters", "parametersJsonSchema"]);

type Tools = Pick<NeutralRequest, "tools" | "toolChoice">;

/** Reads `tools` and `toolConfig`: functions, and which of them may or must be called. */
export function parseTools(body: JsonObject, losses: TranslationLoss[]): Tools {
  const list = body.tools === undefined || body.tools === null ? [] : requireArray(body.tools, "/tools");
  const tools = list.flatMap((item, index) => parseTool(requireObject(item, `/tools/${index}`), index, losses));
  return choose(body, tools, losses);
}

function parseTool(tool: JsonObject, index: number, losses: TranslationLoss[]): NeutralTool[] {
  const path = `/tools/${index}`;
  const own = Object.keys(tool).find((name) => camelCase(name) !== "functionDeclarations" && tool[name] !== null);
  if (own !== undefined) {
    throw new UntranslatableError(`${path}/${own}`, `${path}/${own} is a tool that only Google's models have.`);
  }
  const declarations = memberAt(tool, "functionDeclarations", path);
  return requireArray(declarations.value ?? [], declarations.path).map((item, place) => {
    const at = `${declarations.path}/${place}`;
    return parseDeclaration(requireObject(item, at), at, losses);
  });
}

function parseDeclaration(declaration: JsonObject, path: string, losses: TranslationLoss[]): NeutralTool {
  noteUnknownMembers(declaration, KNOWN, path, losses);
  const parameters = declaration.parameters ?? undefined;
  return {
    name: requireString(declaration.name, `${path}/name`),
    description: optionalString(declaration.description, `${path}/description`),
    parameters:
      parameters === undefined
        ? (member(declaration, "parametersJsonSchema") ?? NO_PARAMETERS)
        : toJsonSchema(requireObject(parameters, `${path}/parameters`)),
    strict: undefined,
    cachePoint: undefined,
  };
}

function choose(body: JsonObject, tools: NeutralTool[], losses: TranslationLoss[]): Tools {
  const config = memberAt(body, "toolConfig", "");
  if (config.value === undefined || config.value === null) return { tools, toolChoice: undefined };
  const object = requireObject(config.value, config.path);
  const other = Object.keys(object).find(
    (name) => camelCase(name) !== "functionCallingConfig" && object[name] !== null && object[name] !== false,
  );
  if (other !== undefined) {
    const place = `${config.path}/${other}`;
    throw new UntranslatableError(place, `${place} can not be said in another provider's protocol.`);
  }
  const calling = memberAt(object, "functionCallingConfig", config.path);
  return isObject(calling.value)
    ? chooseBy(calling.value, calling.path, tools, losses)
    : { tools, toolChoice: undefined };
}

function chooseBy(calling: JsonObject, path: string, tools: NeutralTool[], losses: TranslationLoss[]): Tools {
  const mode = optionalString(calling.mode, `${path}/mode`)?.toUpperCase() ?? "AUTO";
  const allowed = memberAt(calling, "allowedFunctionNames", path);
  const names = requireArray(allowed.value ?? [], allowed.path).map((name) => requireString(name, allowed.path));
  if (member(calling, "streamFunctionCallArguments") === true) {
    losses.push({ path, reason: "whether arguments come in pieces is the other provider's choice" });
  }
  switch (mode) {
    case "NONE":
      return { tools, toolChoice: { kind: "none" } };
    case "VALIDATED":
      losses.push({ path: `${path}/mode`, reason: "other protocols validate the arguments of strict tools only" });
      return { tools: only(tools, names), toolChoice: { kind: "auto" } };
    case "ANY": {
      const [name] = names;
      if (names.length === 1 && name !== undefined) return { tools, toolChoice: { kind: "tool", name } };
      return { tools: only(tools, names), toolChoice: { kind: "required" } };
    }
    case "AUTO":
    case "MODE_UNSPECIFIED":
      return { tools, toolChoice: { kind: "auto" } };
    default:
      throw new MalformedRequestError(
        `${path}/mode`,
        `${path}/mode must be AUTO, ANY, NONE or VALIDATED, not ${mode}.`,
      );
  }
}

/** Other protocols can not allow some tools of those they know: the others are left out. */
function only(tools: NeutralTool[], names: readonly string[]): NeutralTool[] {
  return names.length === 0 ? tools : tools.filter(({ name }) => names.includes(name));
}
