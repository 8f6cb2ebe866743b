/** Results in other forms, by the ending of a file's name. */
import type { BenchmarkResult } from "@fairlead/runtime/bench";
import { csv } from "./csv.ts";
import { html } from "./html.ts";
import { jsonLines } from "./json-lines.ts";
import { junit } from "./junit.ts";
import { markdown } from "./markdown.ts";

type Write = (result: BenchmarkResult) => string;

const FORMATS: Readonly<Record<string, Write>> = {
  ".json": (result) => `${JSON.stringify(result, null, 2)}\n`,
  ".jsonl": jsonLines,
  ".csv": csv,
  ".xml": junit,
  ".md": markdown,
  ".html": html,
};

/** How a result is written to a file of that name; undefined where there is no such form. */
export function formatOf(file: string): Write | undefined {
  const [ending = ""] = /\.[a-z]+$/i.exec(file) ?? [];
  return FORMATS[ending.toLowerCase()];
}

export const ENDINGS = Object.keys(FORMATS).join(", ");
