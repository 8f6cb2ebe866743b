/** What a file has been written like, where more than one way is good. */
import type { Piece } from "./pieces.ts";

export interface Style {
  /** Lists under a key stand as far in as the key. */
  flushLists: boolean;
  /** Blanks inside of braces and inside of brackets: `{ a: 1 }`, `[a]`. */
  inBraces: string;
  inBrackets: string;
}

/** What most of a text is like. Where nothing speaks for either: `{ a: 1 }`, `[a]` and lists further in than their key. */
export function styleOf(text: string, pieces: readonly Piece[]): Style {
  let flush = 0;
  let further = 0;
  const wide = { braces: 0, brackets: 0 };
  pieces.forEach((piece, index) => {
    const { level } = piece;
    if (piece.type === "dash" && piece.start === level.start && level.parent?.kind === "map") {
      if (level.flush) flush += 1;
      else if (beginsLine(text, piece.start)) further += 1;
    }
    const next = pieces[index + 1];
    if (!next) return;
    const gap = text.slice(piece.end, next.start);
    if (gap.includes("\n") || (piece.type === "open" && next.type === "close")) return;
    const flow = piece.type === "open" ? piece.own : next.type === "close" ? next.own : undefined;
    if (flow) wide[flow.map ? "braces" : "brackets"] += gap === "" ? -1 : 1;
  });
  return {
    flushLists: flush > 0 && further === 0,
    inBraces: wide.braces >= 0 ? " " : "",
    inBrackets: wide.brackets > 0 ? " " : "",
  };
}

function beginsLine(text: string, offset: number): boolean {
  return /^[ \t]*$/.test(text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset));
}
