/** Whether an import may lead to a file of the project, by their paths alone. */
import { posix } from "node:path";

/**
 * Whether a specifier in one file may mean another: the file itself, or a module of a folder that hands on what the
 * files in it have. Path aliases are compared by their ends. Paths have forward slashes.
 */
export function mayLeadTo(specifier: string, from: string, to: string): boolean {
  const target = withoutExtension(to);
  if (specifier.startsWith(".")) {
    const wanted = withoutExtension(posix.join(posix.dirname(from), specifier)).replace(/\/$/, "");
    return target === wanted || target.startsWith(`${wanted}/`) || `${target}/index` === wanted;
  }
  const tail = withoutExtension(specifier.replace(/^[@~#]*\/?/, "")).replace(/\/$/, "");
  return tail !== "" && (`/${target}`.endsWith(`/${tail}`) || `/${target}`.includes(`/${tail}/`));
}

function withoutExtension(path: string): string {
  return path.replace(/\.[cm]?[jt]sx?$/, "");
}
