/** Paths in reports: with forward slashes, relative to a folder where they lie in it. */
import { existsSync } from "node:fs";
import path from "node:path";

/** A path relative to a folder, or as it is where it lies outside. */
export function relativeTo(folder: string, file: string): string {
  const relative = path.relative(folder, file);
  const inside = relative !== "" && !relative.startsWith("..") && !path.isAbsolute(relative);
  return (inside ? relative : file).replaceAll(path.sep, "/");
}

/** The root of the repository that a folder lies in; the folder itself where there is none. */
export function repositoryRoot(folder: string): string {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    if (existsSync(path.join(at, ".git"))) return at;
    if (path.dirname(at) === at) return path.resolve(folder);
  }
}
