/** Reads a generateContent request, and refuses what the Gemini API refuses. */
import { InvalidPromptError, type Prompt, type PromptMessage, type PromptTool } from "../../prompt.ts";
import { isObject, type JsonObject, listOf, membersOf, parseBody } from "../json-body.ts";
import type { ChatCall, WireRequest } from "../vendor.ts";
import { checkSchema } from "./check-schema.ts";

/** Throws InvalidPromptError. */
export function readGeminiCall(request: WireRequest, model: string, stream: boolean): ChatCall {
  const sent = parseBody(request.body, "Invalid JSON payload received. Unexpected token.");
  // A question for the count may hold the whole request.
  const body = isObject(sent.generateContentRequest) ? sent.generateContentRequest : sent;
  const contents = listOf(body.contents).map(membersOf);
  if (contents.length === 0) {
    throw new InvalidPromptError("* GenerateContentRequest.contents: contents is not specified\n");
  }
  checkTurns(contents, model);
  const config = membersOf(body.generationConfig);
  const prompt: Prompt = {
    model,
    messages: [...readSystem(body.systemInstruction), ...contents.map(readContent)],
    tools: readTools(body.tools),
    toolChoice: readToolChoice(body.toolConfig),
    parallelToolCalls: true,
    format: readFormat(config),
    maxTokens: readCount(config.maxOutputTokens, "max_output_tokens"),
    stop: listOf(config.stopSequences).filter((word) => typeof word === "string"),
    choices: readCount(config.candidateCount, "candidate_count") ?? 1,
  };
  return { prompt, stream, includeUsage: true };
}

function readSystem(value: unknown): PromptMessage[] {
  const text = partsOf(membersOf(value)).map(partText).join("\n");
  return text === "" ? [] : [{ role: "system", text, images: 0 }];
}

function partsOf(content: JsonObject): JsonObject[] {
  return listOf(content.parts).map(membersOf);
}

function readContent(content: JsonObject, index: number): PromptMessage {
  const role = content.role ?? "user";
  if (role !== "user" && role !== "model" && role !== "function") {
    throw new InvalidPromptError("Please use a valid role: user, model.");
  }
  const parts = partsOf(content);
  if (parts.length === 0) {
    throw new InvalidPromptError(
      `* GenerateContentRequest.contents[${index}].parts: contents.parts must not be empty.\n`,
    );
  }
  const answers = parts.some((part) => isObject(part.functionResponse));
  return {
    role: answers ? "tool" : role === "model" ? "assistant" : "user",
    text: parts.map(partText).join("\n"),
    images: parts.filter((part) => isObject(part.inlineData) || isObject(part.fileData)).length,
  };
}

function partText(part: JsonObject): string {
  if (typeof part.text === "string") return part.text;
  if (isObject(part.functionCall)) {
    return JSON.stringify({ name: part.functionCall.name, arguments: part.functionCall.args });
  }
  return isObject(part.functionResponse) ? JSON.stringify(part.functionResponse.response) : "";
}

/** A turn of calls needs a turn with as many answers behind it, and from Gemini 3 on a signature at its first call. */
function checkTurns(contents: readonly JsonObject[], model: string): void {
  let called = 0;
  for (const [index, parts] of turnsOf(contents).entries()) {
    const calls = parts.filter((part) => isObject(part.functionCall));
    const answers = parts.filter((part) => isObject(part.functionResponse));
    if (answers.length !== called && (answers.length > 0 || called > 0)) {
      throw new InvalidPromptError(
        "Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.",
      );
    }
    if (calls.length > 0 && makesSignatures(model) && typeof calls[0]?.thoughtSignature !== "string") {
      throw new InvalidPromptError("Function call is missing a thought_signature in functionCall parts.");
    }
    if (answers.some((part) => typeof membersOf(part.functionResponse).name !== "string")) {
      throw new InvalidPromptError(
        `* GenerateContentRequest.contents[${index}].parts[0].function_response.name: Name cannot be empty.\n`,
      );
    }
    called = calls.length;
  }
}

/** The parts of each turn: a stream's pieces, handed back as they came, are several contents of one. */
function turnsOf(contents: readonly JsonObject[]): JsonObject[][] {
  const turns: { role: string; parts: JsonObject[] }[] = [];
  for (const content of contents) {
    const role = content.role === "model" ? "model" : "user";
    const last = turns.at(-1);
    if (last?.role === role) last.parts.push(...partsOf(content));
    else turns.push({ role, parts: [...partsOf(content)] });
  }
  return turns.map(({ parts }) => parts);
}

/** Whether a model signs its calls and wants the signatures back. */
export function makesSignatures(model: string): boolean {
  return /gemini-[3-9]/.test(model);
}

function readTools(value: unknown): PromptTool[] {
  return listOf(value).flatMap((tool, place) =>
    listOf(membersOf(tool).functionDeclarations).map((item, index): PromptTool => {
      const { name, description, parameters, parametersJsonSchema } = membersOf(item);
      const path = `tools[${place}].function_declarations[${index}]`;
      if (typeof name !== "string" || !/^[A-Za-z_][A-Za-z0-9_.:-]{0,63}$/.test(name)) {
        throw new InvalidPromptError(
          `* GenerateContentRequest.${path}.name: Invalid function name. Must start with a letter or an underscore.\n`,
        );
      }
      checkSchema(parameters, `${path}.parameters`);
      const schema = parameters ?? parametersJsonSchema ?? { type: "object", properties: {} };
      return { name, description: typeof description === "string" ? description : "", schema: lowerTypes(schema) };
    }),
  );
}

function readToolChoice(value: unknown): Prompt["toolChoice"] {
  const calling = membersOf(membersOf(value).functionCallingConfig);
  const [name, second] = listOf(calling.allowedFunctionNames);
  if (calling.mode === "NONE") return { kind: "none" };
  if (calling.mode !== "ANY") return { kind: "auto" };
  return typeof name === "string" && second === undefined ? { kind: "tool", name } : { kind: "required" };
}

function readFormat(config: JsonObject): Prompt["format"] {
  if (config.responseMimeType !== "application/json") return { kind: "text" };
  checkSchema(config.responseSchema, "generation_config.response_schema");
  const schema = config.responseSchema ?? config.responseJsonSchema;
  return schema === undefined ? { kind: "json" } : { kind: "schema", schema: lowerTypes(schema) };
}

/** Google writes the names of types in capitals; either is taken. */
function lowerTypes(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(lowerTypes);
  if (!isObject(schema)) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([name, value]) => [
      name,
      name === "type" && typeof value === "string" ? value.toLowerCase() : lowerTypes(value),
    ]),
  );
}

function readCount(value: unknown, name: string): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "number" && Number.isInteger(value) && value >= 1) return value;
  throw new InvalidPromptError(`* GenerateContentRequest.generation_config.${name}: ${name} must be positive.\n`);
}
