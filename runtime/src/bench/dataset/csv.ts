/** Comma-separated values after RFC 4180: quotes, doubled quotes, commas and line ends within quotes. */

export interface CsvRow {
  cells: string[];
  /** The line on which it begins, from 1. */
  line: number;
}

export interface Csv {
  rows: CsvRow[];
  /** The line on which a quote begins that nothing ends; undefined where all are whole. */
  unclosed: number | undefined;
}

/** Never throws. Lines of nothing are left out; line ends may be LF, CRLF or CR. */
export function parseCsv(text: string): Csv {
  const rows: CsvRow[] = [];
  let cells: string[] = [];
  let cell = "";
  let quotedFrom: number | undefined;
  let line = 1;
  let rowLine = 1;
  const endRow = () => {
    if (cells.length > 0 || cell !== "") rows.push({ cells: [...cells, cell], line: rowLine });
    cells = [];
    cell = "";
  };
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    const isBreak = character === "\n" || (character === "\r" && text[at + 1] !== "\n");
    if (quotedFrom !== undefined) {
      if (character === '"' && text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else if (character === '"') quotedFrom = undefined;
      else cell += character;
      if (isBreak) line += 1;
    } else if (character === '"' && cell === "") quotedFrom = line;
    else if (character === ",") {
      cells.push(cell);
      cell = "";
    } else if (isBreak) {
      endRow();
      line += 1;
      rowLine = line;
    } else if (character !== "\r") cell += character;
  }
  endRow();
  return { rows, unclosed: quotedFrom };
}
