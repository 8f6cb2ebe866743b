/** Reads the line that `fairlead serve --json` and `fairlead simulate --json` print once they listen. */

export interface ReadyLine {
  url: string;
  /** A virtual key for calls; the simulator has none. */
  key: string | undefined;
}

/** undefined for any line that is not the one. */
export function parseReadyLine(line: string): ReadyLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (value === null || typeof value !== "object") return undefined;
  const { url, key } = value as Record<string, unknown>;
  if (typeof url !== "string" || !/^https?:\/\//.test(url)) return undefined;
  return { url, key: typeof key === "string" ? key : undefined };
}
