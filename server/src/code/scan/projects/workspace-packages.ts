/** The packages of a workspace, by which its parts import each other. */
import { readFile } from "node:fs/promises";
import { dirname, join, normalize } from "node:path/posix";

interface Package {
  folder: string;
  /** Sub-path to what it may stand for: `.`, `./client`. */
  entries: ReadonlyMap<string, readonly string[]>;
  /** `imports` of the manifest: `#llm`. */
  own: ReadonlyMap<string, readonly string[]>;
}

export class WorkspacePackages {
  readonly #byName = new Map<string, Package>();
  readonly #byFolder = new Map<string, Package>();

  /** Reads manifests by their paths relative to the root. */
  async read(root: string, paths: readonly string[]): Promise<void> {
    await Promise.all(
      paths.map(async (path) => {
        const text = await readFile(join(root, path), "utf8").catch(() => "{}");
        const manifest = parsed(text);
        const folder = dirname(path);
        const found: Package = {
          folder,
          entries: entriesOf(manifest),
          own: new Map(Object.entries(record(manifest.imports)).map(([name, to]) => [name, strings(to)])),
        };
        this.#byFolder.set(folder, found);
        if (typeof manifest.name === "string" && manifest.name !== "") this.#byName.set(manifest.name, found);
      }),
    );
  }

  get names(): Iterable<string> {
    return this.#byName.keys();
  }

  /** What a specifier may stand for, the likeliest first. */
  targets(from: string, specifier: string): string[] {
    if (specifier.startsWith("#")) return this.#ownTargets(from, specifier);
    const parts = specifier.split("/");
    const count = specifier.startsWith("@") ? 2 : 1;
    const found = this.#byName.get(parts.slice(0, count).join("/"));
    if (!found) return [];
    const rest = parts.slice(count).join("/");
    const { folder, entries } = found;
    const below = rest === "" ? "." : `./${rest}`;
    const named = matching(entries, below).flatMap(sourcesOf);
    const usual = rest === "" ? ["src/index", "index", "src/main", "lib/index"] : [rest, `src/${rest}`, `lib/${rest}`];
    return [...named, ...usual].map((target) => normalize(join(folder, target)));
  }

  #ownTargets(from: string, specifier: string): string[] {
    for (let folder = dirname(from); ; folder = dirname(folder)) {
      const found = this.#byFolder.get(folder);
      if (found) {
        return matching(found.own, specifier)
          .flatMap(sourcesOf)
          .map((target) => normalize(join(folder, target)));
      }
      if (folder === "." || folder === "/") return [];
    }
  }
}

function matching(entries: ReadonlyMap<string, readonly string[]>, name: string): string[] {
  const exact = entries.get(name);
  if (exact) return [...exact];
  for (const [pattern, targets] of entries) {
    const [before = "", after] = pattern.split("*");
    if (after === undefined || !name.startsWith(before) || !name.endsWith(after)) continue;
    const star = name.slice(before.length, name.length - after.length);
    return targets.map((target) => target.replace("*", star));
  }
  return [];
}

/** A built file stands for the source that it is built from. */
function sourcesOf(target: string): string[] {
  const bare = target.replace(/\.d\.[cm]?ts$/, "").replace(/\.[cm]?jsx?$/, "");
  const folders = /^(?:\.\/)?(?:dist|lib|build|out)\/(?:(?:esm|cjs|es|types)\/)?/;
  return folders.test(bare) ? [bare.replace(folders, "src/"), bare.replace(folders, ""), target] : [target];
}

function entriesOf(manifest: Record<string, unknown>): Map<string, string[]> {
  const entries = new Map<string, string[]>();
  const { exports } = manifest;
  if (typeof exports === "string" || Array.isArray(exports)) entries.set(".", strings(exports));
  else {
    const all = Object.entries(record(exports));
    const conditionsOnly = all.length > 0 && all.every(([name]) => !name.startsWith("."));
    if (conditionsOnly) entries.set(".", strings(exports));
    else for (const [name, to] of all) entries.set(name, strings(to));
  }
  const mains = ["source", "module", "main", "types"].flatMap((field) => strings(manifest[field]));
  entries.set(".", [...(entries.get(".") ?? []), ...mains]);
  return entries;
}

/** All paths that a value of a manifest names, under whatever conditions. */
function strings(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(strings);
  return Object.values(record(value)).flatMap(strings);
}

function record(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === "object" ? (value as Record<string, unknown>) : {};
}

function parsed(text: string): Record<string, unknown> {
  try {
    return record(JSON.parse(text.replace(/^\uFEFF/, "")));
  } catch {
    return {};
  }
}
