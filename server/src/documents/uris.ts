/** URIs and paths. Editors and Node write the same path as different URIs, so files are known by their path. */
import path from "node:path";
import { fileURLToPath } from "node:url";

/** What a file is known by: its path, or the URI itself where it is no file on this machine. */
export function fileKey(uri: string): string {
  return pathOf(uri) ?? uri;
}

/** The path of a `file:` URI, or undefined. */
export function pathOf(uri: string): string | undefined {
  if (!uri.startsWith("file:")) return undefined;
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined;
  }
}

/** The path of a file relative to a folder with forward slashes, or undefined where it lies outside. */
export function relativePath(folder: string, file: string): string | undefined {
  const relative = path.relative(folder, file);
  if (relative === "" || relative.startsWith("..") || path.isAbsolute(relative)) return undefined;
  return relative.replaceAll(path.sep, "/");
}

/** The name of a file without its folders, as people know it. */
export function fileName(uri: string): string {
  const name = uri.slice(uri.lastIndexOf("/") + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
