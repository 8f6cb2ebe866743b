/** Offsets as lines and columns. */

export interface Place {
  /** From 1. */
  line: number;
  /** From 1, in UTF-16 code units. */
  column: number;
}

/** Finds lines by binary search, so that many findings in a large file stay cheap. */
export class Places {
  readonly #starts: number[] = [0];
  /** A byte order mark takes an offset, and no column in any editor. */
  readonly #bom: number;

  constructor(text: string) {
    this.#bom = text.startsWith("\uFEFF") ? 1 : 0;
    for (const match of text.matchAll(/\r\n|\n|\r/g)) this.#starts.push(match.index + match[0].length);
  }

  at(offset: number): Place {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const column = offset - (this.#starts[low] ?? 0) + 1;
    return { line: low + 1, column: low === 0 ? Math.max(1, column - this.#bom) : column };
  }
}
