/** How far in each line belongs. */
import type { Level, Piece } from "./pieces.ts";
import type { Style } from "./style.ts";

const STEP = 2;

/** Stretch of a text, whole lines. */
export interface Stretch {
  from: number;
  to: number;
}

/** The new columns of the levels of a text; those that reach out of `within` keep theirs. */
export class Indentation {
  readonly #columns = new Map<Level, number>();
  readonly #style: Style;
  readonly #within: Stretch;

  constructor(style: Style, within: Stretch) {
    this.#style = style;
    this.#within = within;
  }

  /** The column at which the items of a level belong; a step less than none for a document. */
  of(level: Level): number {
    const known = this.#columns.get(level);
    if (known !== undefined) return known;
    const column = this.#columnOf(level);
    this.#columns.set(level, column);
    return column;
  }

  #columnOf(level: Level): number {
    if (!level.parent) return -STEP;
    if (level.start < this.#within.from || level.end > this.#within.to) return level.column;
    return this.of(level.parent) + (level.flush && this.#style.flushLists ? 0 : STEP);
  }

  /** The least column of what continues a value that a level holds. */
  least(level: Level): number {
    return Math.max(0, this.of(level) + 1);
  }

  /** The column of what stands further in than the items of a level. */
  inner(level: Level): number {
    return this.of(level) + STEP;
  }

  /** The column of a piece that begins a line; not of one in brackets, nor of a comment. */
  ofPiece({ type, level, role }: Piece): number {
    if (type === "mark") return 0;
    return role === "item" ? Math.max(0, this.of(level)) : this.inner(level);
  }

  /**
   * The column of a comment on a line of its own, between two pieces that are none. It goes with what follows, or,
   * standing further in, with that collection before it that it is in line with.
   */
  ofComment(column: number, before: Piece | undefined, after: Piece | undefined, afterColumn: number): number {
    const isLast = !after || after.type === "mark";
    const next = isLast ? 0 : this.ofPiece(after);
    const nextColumn = isLast ? 0 : afterColumn;
    if (!before || before.type === "mark" || column <= nextColumn || nextColumn > before.level.column) return next;
    const opens = before.type === "colon" || before.type === "dash";
    if (opens && column > before.level.column) return this.inner(before.level);
    for (let level: Level | undefined = before.level; level?.parent; level = level.parent)
      if (level.column <= column) return level.column > nextColumn ? this.of(level) : next;
    return next;
  }
}
