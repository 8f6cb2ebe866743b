/** Whether an import may lead to a file of the project, by their paths alone. */
import { posix } from "node:path";

/**
 * Whether a specifier in one file may mean another: the file itself, or a module of a folder that hands on what the
 * files in it have. Path aliases and Python's absolute imports are compared by their ends. Paths have forward slashes.
 */
export function mayLeadTo(specifier: string, from: string, to: string): boolean {
  if (isPython(from) !== isPython(to)) return false;
  const target = withoutExtension(to);
  if (isPython(from)) return leadsInPython(specifier, from, target);
  if (specifier.startsWith(".")) return isOrHolds(posix.join(posix.dirname(from), withoutExtension(specifier)), target);
  const tail = withoutExtension(specifier.replace(/^[@~#]*\/?/, "")).replace(/\/$/, "");
  return tail !== "" && (`/${target}`.endsWith(`/${tail}`) || `/${target}`.includes(`/${tail}/`));
}

function leadsInPython(specifier: string, from: string, target: string): boolean {
  const dots = /^\.*/.exec(specifier)?.[0].length ?? 0;
  const path = specifier.slice(dots).replaceAll(".", "/");
  if (dots === 0) return `/${target}`.endsWith(`/${path}`) || `/${target}`.includes(`/${path}/`);
  return isOrHolds(posix.join(posix.dirname(from), "../".repeat(dots - 1), path), target);
}

function isOrHolds(wanted: string, target: string): boolean {
  const path = wanted.replace(/\/$/, "");
  return target === path || target.startsWith(`${path}/`) || `${target}/index` === path;
}

function isPython(path: string): boolean {
  return path.endsWith(".py");
}

function withoutExtension(path: string): string {
  return path.replace(/\.(?:[cm]?[jt]sx?|py)$/, "").replace(/\/__init__$/, "");
}
