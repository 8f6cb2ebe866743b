import { type NeutralRequest, type TranslationLoss, UntranslatableError } from "../neutral.ts";
import { type Part, type PartDialect, PartWriter } from "./serialise-part.ts";

interface Content {
  role: "user" | "model";
  parts: Part[];
}

/**
 * Writes neutral messages as a system instruction and contents. Gemini wants the answers to the calls of one turn in
 * one content behind it, so neighbours of one role become one; system messages stand apart from the turns.
 */
export function serialiseMessages(
  request: NeutralRequest,
  losses: TranslationLoss[],
  dialect: PartDialect,
): { system: Part[]; contents: Content[] } {
  const writer = new PartWriter(losses, dialect);
  const system: Part[] = [];
  const contents: Content[] = [];
  for (const message of request.messages) {
    const parts = writer.write(message);
    if (message.role === "system") {
      const other = parts.find((part) => part.text === undefined);
      if (other)
        throw new UntranslatableError(message.path, `${message.path} is a system message with more than text.`);
      if (contents.length > 0 && parts.length > 0) {
        const reason = "a system message within the conversation is sent with those in front of it";
        losses.push({ path: message.path, reason });
      }
      system.push(...parts);
      continue;
    }
    if (parts.length === 0) continue;
    const role = message.role === "assistant" ? "model" : "user";
    const last = contents.at(-1);
    if (last?.role === role) last.parts.push(...parts);
    else contents.push({ role, parts });
  }
  if (contents.length > 0) return { system, contents };
  const path = request.paths.messages;
  throw new UntranslatableError(path, `${path} has no message with content but system messages; Gemini needs one.`);
}
