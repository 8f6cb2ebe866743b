/** The path aliases of a workspace: `paths` and `baseUrl` of tsconfig and jsconfig files, through `extends`. */
import { readFile } from "node:fs/promises";
import { dirname, join, normalize } from "node:path/posix";
import { ts } from "../../ecmascript/syntax.ts";

interface Aliases {
  /** Folder to which bare specifiers are relative too. */
  baseUrl: string | undefined;
  /** Pattern to targets, relative to the root. */
  paths: readonly (readonly [pattern: string, targets: readonly string[]])[];
}

interface ConfigFile {
  extends?: string | string[];
  compilerOptions?: { baseUrl?: string; paths?: Record<string, string[]> };
}

/** Folders and files are relative to the root. */
export class TsConfigs {
  readonly #byFolder = new Map<string, Aliases>();
  readonly #near = new Map<string, readonly { folder: string; aliases: Aliases }[]>();

  /** Reads config files by their paths relative to the root. What can not be read has no aliases. */
  async read(root: string, paths: readonly string[]): Promise<void> {
    for (const path of paths) {
      const aliases = await aliasesOf(root, path, 8);
      if (aliases) this.#byFolder.set(dirname(path), aliases);
    }
  }

  /** What a specifier may stand for in a file, the likeliest first. */
  targets(from: string, specifier: string): string[] {
    const targets: string[] = [];
    for (const { folder, aliases } of this.#around(dirname(from))) {
      for (const [pattern, to] of aliases.paths) {
        const star = matched(pattern, specifier);
        if (star !== undefined) targets.push(...to.map((target) => target.replace("*", star)));
      }
      if (aliases.baseUrl !== undefined) targets.push(join(aliases.baseUrl, specifier));
      if (/^[@~]\//.test(specifier)) targets.push(...usual(folder, specifier));
    }
    if (/^[@~]\//.test(specifier)) targets.push(...usual(".", specifier));
    return targets;
  }

  #around(folder: string): readonly { folder: string; aliases: Aliases }[] {
    const known = this.#near.get(folder);
    if (known) return known;
    const own = this.#byFolder.get(folder);
    const outer = folder === "." || folder === "/" ? [] : this.#around(dirname(folder));
    const all = own ? [{ folder, aliases: own }, ...outer] : outer;
    this.#near.set(folder, all);
    return all;
  }
}

/** Frameworks know these without any file that says so. */
function usual(folder: string, specifier: string): string[] {
  const rest = specifier.slice(2);
  return [join(folder, "src", rest), join(folder, rest), join(folder, "app", rest)];
}

function matched(pattern: string, specifier: string): string | undefined {
  const [before = "", after] = pattern.split("*");
  if (after === undefined) return pattern === specifier ? "" : undefined;
  const long = specifier.length >= before.length + after.length;
  return long && specifier.startsWith(before) && specifier.endsWith(after)
    ? specifier.slice(before.length, specifier.length - after.length)
    : undefined;
}

async function aliasesOf(root: string, path: string, steps: number): Promise<Aliases | undefined> {
  const text = await readFile(join(root, path), "utf8").catch(() => undefined);
  if (text === undefined || steps === 0) return undefined;
  const config = (ts.parseConfigFileTextToJson(path, text).config ?? {}) as ConfigFile;
  const folder = dirname(path);
  let inherited: Aliases | undefined;
  for (const base of typeof config.extends === "string" ? [config.extends] : (config.extends ?? [])) {
    // What a package holds is the same for everybody, and so has no paths of this workspace.
    if (!base.startsWith(".")) continue;
    const target = normalize(join(folder, base.endsWith(".json") ? base : `${base}.json`));
    inherited = (await aliasesOf(root, target, steps - 1)) ?? inherited;
  }
  const { baseUrl, paths } = config.compilerOptions ?? {};
  const base = typeof baseUrl === "string" ? normalize(join(folder, baseUrl)) : undefined;
  const own =
    paths !== null && typeof paths === "object"
      ? Object.entries(paths).map(([pattern, targets]) => {
          const list = Array.isArray(targets) ? targets.filter((target) => typeof target === "string") : [];
          return [pattern, list.map((target) => normalize(join(base ?? folder, target)))] as const;
        })
      : undefined;
  if (own === undefined && base === undefined && inherited === undefined) return undefined;
  return { baseUrl: base ?? inherited?.baseUrl, paths: own ?? inherited?.paths ?? [] };
}
