/** The white space between two pieces on one line. */
import type { Piece } from "./pieces.ts";
import type { Style } from "./style.ts";

/** What should stand between two neighbours on a line where `now` stands: the same where there is no better. */
export function gapBetween(left: Piece, right: Piece, now: string, style: Style): string {
  // Comments at the end of lines may be lined up with each other.
  if (right.type === "comment") return now;
  if (left.type === "open" && right.type === "close") return "";
  if (right.type === "close" && left.type === "colon") return now;
  const flow = left.type === "open" ? left.own : right.type === "close" ? right.own : undefined;
  if (flow) return flow.map ? style.inBraces : style.inBrackets;
  // An alias would take the colon into its name, and an anchor or a tag could: what is there was put there on purpose.
  if (right.type === "colon") return left.type === "scalar" || left.type === "close" ? "" : now;
  if (right.type === "comma") return left.type === "colon" || left.type === "comma" ? now : "";
  if (right.type === "mark" || right.type === "body") return now;
  return " ";
}
