import type { NeutralMessage, NeutralTool } from "../neutral.ts";

/** The tools that the history calls, each once, in order. Results without their call count as a tool too. */
export function namesInHistory(messages: readonly NeutralMessage[]): string[] {
  const names = new Set<string>();
  let hasResults = false;
  for (const part of messages.flatMap((message) => message.content)) {
    if (part.type === "tool-call") names.add(part.name);
    else if (part.type === "tool-result") hasResults = true;
  }
  if (names.size === 0 && hasResults) names.add("tool");
  return [...names];
}

/** A tool of which only the name is known. */
export function unknownTool(name: string): NeutralTool {
  const parameters = { type: "object", properties: {} };
  return { name, description: undefined, parameters, strict: undefined, cachePoint: undefined };
}
