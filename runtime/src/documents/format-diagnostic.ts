/** Diagnostics as lines of text. */
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Diagnostic } from "./diagnostic.ts";

/** The path of a file as shown to people: relative where it lies inside of `cwd`, with forward slashes. */
export function displayPath(uri: string, cwd: string): string {
  if (!uri.startsWith("file:")) return uri;
  const file = fileURLToPath(uri);
  const relative = path.relative(cwd, file);
  const inside = relative !== "" && !relative.startsWith("..") && !path.isAbsolute(relative);
  return (inside ? relative : file).replaceAll(path.sep, "/");
}

/** `path:line:column code message`, lines and columns from 1. */
export function formatDiagnostic(diagnostic: Diagnostic, { cwd }: { cwd: string }): string {
  const { line, character } = diagnostic.range.start;
  return `${displayPath(diagnostic.uri, cwd)}:${line + 1}:${character + 1} ${diagnostic.code} ${diagnostic.message}`;
}
