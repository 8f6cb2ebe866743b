/** Files beside a configuration, which it names by `file://`. */
import { parse } from "yaml";
import { isMap, type Losses } from "./losses.ts";

export interface Neighbours {
  /** Text of a file beside the configuration; undefined where it can not be read. */
  readText(file: string): string | undefined;
  /** The files that a pattern with asterisks means, sorted. */
  list(pattern: string): string[];
}

const NOBODY: Neighbours = { readText: () => undefined, list: () => [] };

export function neighboursOf(given: Partial<Neighbours> | undefined): Neighbours {
  return { ...NOBODY, ...given };
}

/** The name of the file that a value is, without `file://`; undefined for a text that is none. */
export function fileNamed(value: unknown): string | undefined {
  return typeof value === "string" && value.startsWith("file://") ? value.slice("file://".length) : undefined;
}

/** The files that a name or a pattern means. */
export function filesNamed(name: string, neighbours: Neighbours): string[] {
  return name.includes("*") ? neighbours.list(name) : [name];
}

/** What a YAML or JSON file holds; undefined, with a loss, where it can not be read. */
export function readData(file: string, where: string, neighbours: Neighbours, losses: Losses): unknown {
  const text = /\.(?:ya?ml|json)$/i.test(file) ? neighbours.readText(file) : undefined;
  if (text === undefined) {
    losses.add(where, `is ${file}, which can not be read as YAML or JSON`);
    return undefined;
  }
  try {
    return parse(text, { merge: true, uniqueKeys: false });
  } catch (error) {
    losses.add(where, `is ${file}, which is no YAML: ${(error as Error).message.split("\n")[0]}`);
    return undefined;
  }
}

/** The same for a map that may stand in a file of its own. */
export function mapOrFile(value: unknown, where: string, neighbours: Neighbours, losses: Losses) {
  const file = fileNamed(value);
  const data = file === undefined ? value : readData(file, where, neighbours, losses);
  return isMap(data) ? data : undefined;
}
