/** In which form a command writes what it found. */
import { type Command, Option } from "commander";

export type Format = "text" | "json" | "csv";

export interface FormatOptions {
  format?: Format;
  json?: boolean;
}

/** Adds `--format`; `--json` says the same as `--format json`. */
export function withFormat(command: Command): Command {
  return command.addOption(new Option("--format <name>", "how to print").choices(["text", "json", "csv"]));
}

export function formatOf({ format, json }: FormatOptions): Format {
  return format ?? (json ? "json" : "text");
}

/** Columns that stand under each other; the first `left` begin at the left, the others end at the right. */
export function table(header: readonly string[], rows: readonly (readonly string[])[], left: number): string {
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => (column < left ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ")
      .trimEnd();
  return `${[header, ...rows].map(line).join("\n")}\n`;
}
