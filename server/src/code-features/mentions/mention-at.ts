/** The name of a workload under the cursor in code. */
import type { Position, Range } from "@fairlead/runtime/documents";
import type { PlacedMention } from "./mention-index.ts";

/** The mention at a position; both ends of a name still belong to it. */
export function mentionAt(mentions: readonly PlacedMention[], position: Position): PlacedMention | undefined {
  return mentions.find(({ range }) => covers(range, position));
}

function covers({ start, end }: Range, { line, character }: Position): boolean {
  const afterStart = line > start.line || (line === start.line && character >= start.character);
  const beforeEnd = line < end.line || (line === end.line && character <= end.character);
  return afterStart && beforeEnd;
}
