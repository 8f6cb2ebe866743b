/** Reads the line that `fairlead serve --json` prints once it listens. */

export interface ReadyLine {
  url: string;
  /** A virtual key for calls; undefined where none was asked for. */
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
