import { MalformedRequestError, type NeutralPart, type TranslationLoss, UntranslatableError } from "../neutral.ts";
import { type JsonObject, optionalString, requireArray, requireObject, requireString } from "../shared/json.ts";
import { readCallSignature } from "./call-signature.ts";
import { parsePart } from "./parse-part.ts";
import { parseReasoning } from "./reasoning-details.ts";

/** Reads an assistant message of the history: reasoning first, then text, then calls, as models write them. */
export function parseAssistantContent(message: JsonObject, path: string, losses: TranslationLoss[]): NeutralPart[] {
  for (const name of ["function_call", "audio"]) {
    if (message[name] === undefined || message[name] === null) continue;
    throw new UntranslatableError(`${path}/${name}`, `${path}/${name} can not be said in another provider's protocol.`);
  }
  const parts: NeutralPart[] = parseReasoning(message, path);
  const { content } = message;
  if (typeof content === "string") {
    if (content !== "") parts.push({ type: "text", text: content });
  } else if (content !== undefined && content !== null) {
    const items = requireArray(content, `${path}/content`);
    parts.push(...items.flatMap((part, index) => parsePart(part, `${path}/content/${index}`, losses)));
  }
  const refusal = optionalString(message.refusal, `${path}/refusal`);
  if (refusal) parts.push({ type: "refusal", text: refusal });
  const calls = message.tool_calls;
  if (calls === undefined || calls === null) return parts;
  for (const [index, call] of requireArray(calls, `${path}/tool_calls`).entries()) {
    parts.push(parseCall(call, `${path}/tool_calls/${index}`));
  }
  return parts;
}

function parseCall(item: unknown, path: string): NeutralPart {
  const call = requireObject(item, path);
  // Some clients leave the type out of the history that they send back.
  if (call.type !== "function" && call.type !== undefined) {
    const message = `${path} is a call of type ${JSON.stringify(call.type)}; only functions can be translated.`;
    throw new UntranslatableError(`${path}/type`, message);
  }
  const definition = requireObject(call.function, `${path}/function`);
  const id = requireString(call.id, `${path}/id`);
  if (id === "") throw new MalformedRequestError(`${path}/id`, `${path}/id must not be empty.`);
  return {
    type: "tool-call",
    id,
    name: requireString(definition.name, `${path}/function/name`),
    arguments: optionalString(definition.arguments, `${path}/function/arguments`) ?? "",
    ...readCallSignature(call),
  };
}
